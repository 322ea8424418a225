/** A full measuring as a person reads it: the device, how each lane ended, its best rates, and the share of native ones. */
import type { Run } from '../../run/run.ts';
import { formatRate } from '../../units/format.ts';
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
  const lines = [...(first === null ? [] : [printDevice(first)]), `Dawn         ${dawn}; ${Math.round(elapsed)} s in all`, '', printTable([{ title: 'lane' }, { title: 'ended' }, { title: '' }], rows)];
  const best = measured.flatMap(({ run }) => (run === null ? [] : bestRates(run)));
  if (best.length > 0) lines.push('', printTable([{ title: 'kernel' }, { title: 'variant' }, { title: 'rate', align: 'right' }], best));
  if (native !== null) {
    const share = (value: number): string => `${(100 * value).toFixed(0)} %`;
    const classes = native.classes.map((entry) => [entry.class, share(entry.median), `${share(entry.least)} to ${share(entry.most)}`, String(entry.points)]);
    lines.push('', `Share of the vendor’s own rate (${native.system}, published timings)`, printTable([{ title: 'operator' }, { title: 'median', align: 'right' }, { title: 'range' }, { title: 'points', align: 'right' }], classes));
  }
  return lines.join('\n');
}

function kernelsOf({ kernels, left }: Run): string {
  return `${kernels.length} kernels${left.length === 0 ? '' : `, ${left.length} left out`}`;
}

/** The fastest shape of each family and type, by what bounds it. */
function bestRates({ kernels }: Run): string[][] {
  const best = new Map<string, { readonly rate: number; readonly row: string[] }>();
  for (const { id, kernel, variant, dtype, flops, bytes, median } of kernels) {
    if (kernel.startsWith('launch')) continue;
    const moves = kernel.startsWith('mem') || kernel.startsWith('gemv') || kernel === 'attention.decode';
    const rate = (moves ? bytes : flops) / median;
    const text = formatRate(rate, moves ? 'B/s' : 'FLOP/s').text;
    const key = `${kernel}/${dtype}`;
    if (rate > (best.get(key)?.rate ?? 0)) best.set(key, { rate, row: [id, variant, text] });
  }
  return Array.from(best.values(), ({ row }) => row);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
