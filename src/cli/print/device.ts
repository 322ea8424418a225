/** The device and its calibration as a person reads them: what was measured, its ceilings, and the fits. */
import type { Calibration, Fitted } from '../../calibration/calibration.ts';
import type { ScaledRun } from '../../estimate/own-gpu/datasheet-ratio.ts';
import type { Ceiling, LeftPoint, Run, WidthCurve, Widths } from '../../run/run.ts';
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatRate,
  type FormattedQuantity,
  lastDigit,
  formatAt,
  formatRange,
} from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { printModels } from './models.ts';
import { printTable } from './table.ts';

export function printDevice(run: Run): string {
  const { adapter, clock } = run;
  const name = [adapter.vendor, adapter.architecture, adapter.description === '' ? '' : `(${adapter.description})`]
    .filter((word) => word !== '')
    .join(' ');
  const lines = [
    `Device       ${name === '' ? 'unnamed adapter' : name}${adapter.fallback ? '  [software adapter: these are the processor’s rates, not a GPU’s]' : ''}`,
    `Measured     ${run.when}, ${run.plan} plan, ${formatCounted(run.kernels.length, 'kernel')} in ${formatDuration(run.elapsed).text}`,
    `Clock        ${clock.kind === 'timestamp' ? 'timestamps of the GPU' : 'wall clock'}, step ${formatDuration(clock.step).text}`,
  ];
  const lastLevel = run.caches?.lastLevel ?? null;
  if (lastLevel !== null) lines.push(`Last cache   helps working sets up to ${formatCount(lastLevel / 2 ** 20)} MiB`);
  const busy = widthWords(run.widths ?? {});
  if (busy !== '') lines.push(`Busy with    ${busy}`);
  if (run.paused !== undefined) lines.push(`Paused       ${formatDuration(run.paused).text}, while the page was hidden`);
  const reasons = countBy(run.left);
  if (reasons !== '') lines.push(`Left out     ${reasons}`);
  const models = printModels(run);
  return models === '' ? lines.join('\n') : `${lines.join('\n')}\n\n${models}`;
}

/** `132 workgroups of multiply-adds, 210 of reads`. */
function widthWords({ fma, read }: Widths): string {
  const groups = (curve: WidthCurve | undefined): number | null => curve?.groups ?? null;
  const words: (readonly [number | null, string])[] = [
    [groups(fma), 'of multiply-adds'],
    [groups(read), 'of reads'],
  ];
  const known = words.flatMap(([count, of]) => (count === null ? [] : [`${formatCount(count)} ${of}`]));
  return known.length === 0 ? '' : `workgroups of 256 threads: ${known.join(', ')}`;
}

/** `3 for lack of time, 1 whose check failed`. */
function countBy(left: readonly LeftPoint[]): string {
  const words: Readonly<Record<LeftPoint['reason'], string>> = {
    time: 'for lack of time',
    memory: 'for lack of memory',
    feature: 'for lack of a feature',
    'check-failed': 'whose result was wrong',
    'compile-failed': 'that did not compile',
    'device-lost': 'when the device was lost',
  };
  const counts = new Map<LeftPoint['reason'], number>();
  for (const { reason } of left) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Array.from(counts, ([reason, count]) => `${count} ${words[reason]}`).join(', ');
}

export function printCalibration(calibration: Calibration): string {
  const { ceilings, fits } = calibration;
  const ceilingRows = [
    ceilingRow('multiply-add, f32', ceilings.fmaF32, (value) => formatRate(value, 'FLOP/s')),
    ceilingRow('multiply-add, f16', ceilings.fmaF16, (value) => formatRate(value, 'FLOP/s')),
    ceilingRow('8-bit dot product', ceilings.dp4a, (value) => formatRate(value, 'OP/s')),
    ceilingRow('matrix units, f16', ceilings.matrixF16, (value) => formatRate(value, 'FLOP/s')),
    ceilingRow('matrix units, 8-bit', ceilings.matrixI8, (value) => formatRate(value, 'OP/s')),
    ceilingRow('memory read', ceilings.read, (value) => formatRate(value, 'B/s')),
    ceilingRow('memory copy', ceilings.copy, (value) => formatRate(value, 'B/s')),
    ceilingRow('memory write', ceilings.write, (value) => formatRate(value, 'B/s')),
    ceilingRow('memory triad', ceilings.triad, (value) => formatRate(value, 'B/s')),
    ceilingRow('dependent dispatch', ceilings.dispatch, formatDuration),
    ceilingRow('pass to pass', ceilings.pass, formatDuration),
    ceilingRow('submit to submit', ceilings.submit, formatDuration),
  ].filter((row) => row !== null);
  const fitRows = fits.map((fit) => [
    fit.operatorClass,
    fit.dtype,
    fitted(fit.computeEfficiency),
    fitted(fit.memoryEfficiency),
    duration(fit.floor),
    fitted(fit.overlap),
    fitted(fit.quantisation),
    String(fit.points),
  ]);
  const right = 'right';
  return [
    printTable([{ title: 'ceiling' }, { title: 'best rate', align: right }, { title: '' }, { title: 'interval' }], ceilingRows),
    '',
    printTable(
      [
        { title: 'operator' },
        { title: 'type' },
        { title: 'e_c', align: right },
        { title: 'e_m', align: right },
        { title: 't0', align: right },
        { title: 'p', align: right },
        { title: 'a', align: right },
        { title: 'points', align: right },
      ],
      fitRows,
    ),
    `Weight of this calibration in the estimates: ${calibration.transferWeight === 0 ? 'none' : calibration.transferWeight.toFixed(2)}${calibration.adapter.fallback ? ' (a software adapter says nothing about accelerators)' : ''}`,
  ].join('\n');
}

/** The rule of thumb beside the estimate of the same work, in one line. */
export function printRule({ work, scaled, estimated, miss }: ScaledRun): string {
  const time = (quantity: Quantity): string => `${formatDuration(quantity).value} ${formatDuration(quantity).unit}`;
  return `By ratio of datasheets: ${work} ${time(scaled)} a token for one person${estimated ? `; our estimate ${time(estimated)}` : ''}. The ratio misses published times by ${((Math.exp(miss) - 1) * 100).toFixed(0)} % at the median.`;
}

function ceilingRow(name: string, ceiling: Ceiling | null | undefined, format: (value: Ceiling) => FormattedQuantity): string[] | null {
  if (!ceiling) return null;
  const { value, unit, range } = format(ceiling);
  return [name, value, unit, range];
}

function fitted(value: Fitted): string {
  const power = lastDigit(value);
  return `${formatAt(value.value, power)} [${formatRange(value.low, value.high, power)}]`;
}

function duration(value: Fitted): string {
  const { value: middle, unit, range } = formatDuration(value);
  return `${middle}${range === '' ? '' : ` [${range}]`} ${unit}`;
}
