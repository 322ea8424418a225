/** A full measuring as a person reads it: the device, how each lane ended, its best rates, and the share of native ones. */
import { isBetter, rateOf } from '../../run/rates.ts';
import type { Run } from '../../run/run.ts';
import { formatCounted, formatQuantity, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { printDevice } from '../print/device.ts';
import { printTable } from '../print/table.ts';
import { lanes } from './lanes.ts';
import type { FullMeasuring } from './measure-full.ts';

export function printFull({ lanes: measured, peers, native, dawn, elapsed }: FullMeasuring): string {
  const first = measured.find(({ run }) => run !== null)?.run ?? null;
  const rows = [
    ...measured.map(({ lane, outcome, message, run }) => [lanes[lane].describe, outcome, run === null ? lastLine(message) : kernelsOf(run)]),
    ...(peers === null ? [] : [['TensorFlow.js and jax-js', peers.outcome, lastLine(peers.message)]]),
  ];
  const lines = [
    ...(first === null ? [] : [printDevice(first)]),
    `Dawn         ${dawn}; ${Math.round(elapsed)} s in all`,
    '',
    printTable([{ title: 'lane' }, { title: 'ended' }, { title: '' }], rows),
  ];
  const best = measured.flatMap(({ run }) => (run === null ? [] : bestRates(run)));
  if (best.length > 0) lines.push('', printTable([{ title: 'kernel' }, { title: 'variant' }, { title: 'rate', align: 'right' }], best));
  if (native !== null) {
    const classes = native.classes.map((entry) => [
      entry.class,
      formatShare(entry.median),
      `${formatShare(entry.least)} to ${formatShare(entry.most)}`,
      String(entry.points),
    ]);
    lines.push(
      '',
      `Share of the vendor’s own rate (${native.system}, published timings)`,
      printTable([{ title: 'operator' }, { title: 'median', align: 'right' }, { title: 'range' }, { title: 'points', align: 'right' }], classes),
    );
  }
  return lines.join('\n');
}

function kernelsOf({ kernels, left }: Run): string {
  return `${formatCounted(kernels.length, 'kernel')}${left.length === 0 ? '' : `, ${left.length} left out`}`;
}

/** The fastest shape of each family and type, by what bounds it; every model. */
function bestRates({ kernels }: Run): string[][] {
  const best = new Map<string, { readonly rate: Quantity; readonly row: string[] }>();
  for (const kernel of kernels) {
    const { id, variant, dtype } = kernel;
    const rate = rateOf(kernel);
    if (rate.unit === 's') continue;
    const key = kernel.model === undefined ? `${kernel.kernel}/${dtype}` : id;
    const known = best.get(key);
    if (known && !isBetter(rate, known.rate)) continue;
    best.set(key, { rate, row: [id, variant, formatQuantity(rate).text] });
  }
  return Array.from(best.values(), ({ row }) => row);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
