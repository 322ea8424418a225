/** The tuning log: for each kernel and shape how many variants raced, which won, and by how much. */
import type { KernelResult, Run, TriedVariant } from '../../run/run.ts';
import { formatDuration } from '../../units/format.ts';
import { printTable } from './table.ts';

/** Empty if nothing had a choice. */
export function printTuning(run: Run): string {
  const rows = run.kernels.flatMap(tuningRow);
  if (rows.length === 0) return '';
  const right = 'right';
  return printTable(
    [
      { title: `tuning${run.adapter.fallback ? ', on the processor' : ''}` },
      { title: 'raced', align: right },
      { title: 'fastest variant' },
      { title: 'trial', align: right },
      { title: 'next' },
      { title: 'slower by', align: right },
      { title: 'slowest', align: right },
    ],
    rows,
  );
}

/** A race may be over before its order is that of the medians: variants are ranked by what their time surely is. */
function tuningRow({ id, tried = [], variant }: KernelResult): string[][] {
  const winner = tried.find((trial) => trial.variant === variant);
  const next = tried.find((trial) => trial !== winner);
  if (winner === undefined || next === undefined) return [];
  const slowest = Math.max(...tried.map(({ seconds }) => seconds));
  return [
    [
      id,
      String(tried.length),
      variant,
      formatDuration(winner.seconds).text,
      next.variant,
      slower(next, winner),
      `${(slowest / winner.seconds).toFixed(1)}×`,
    ],
  ];
}

function slower(one: TriedVariant, other: TriedVariant): string {
  const percent = Math.round(100 * (one.seconds / other.seconds - 1));
  return `${percent < 0 ? '−' : ''}${Math.abs(percent)} %`;
}
