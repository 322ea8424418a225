/** A sweep as a table, its Pareto set marked in the rows and repeated below from best x to worst. */
import type { Sweep, SweepPoint } from '../../estimate/views/sweep.ts';
import type { Interval, ParetoInterval } from '../../estimate/views/sweep-intervals.ts';
import { formatCounted } from '../../units/format.ts';
import { printTable, type Column } from './table.ts';

const mark = '●';

/** @param intervals of the Pareto set, in its order */
export function printSweep({ x, y, keys, points, pareto }: Sweep, intervals: readonly ParetoInterval[]): string {
  const columns: readonly Column[] = [...keys.map((title) => ({ title })), { title: x, align: 'right' }, { title: y, align: 'right' }, { title: '' }];
  const best = new Set(pareto);
  const row = (point: SweepPoint, note: string): string[] => [...keys.map((key) => cell(point.point[key])), figure(point.x), figure(point.y), note];
  const all = points.map((point, index) => row(point, best.has(index) ? mark : (point.reason?.message ?? '')));
  const ranged: readonly Column[] = [
    ...keys.map((title) => ({ title })),
    { title: x, align: 'right' },
    { title: '80 %' },
    { title: y, align: 'right' },
    { title: '80 %' },
  ];
  const set = pareto.flatMap((index, at) => {
    const point = points[index];
    return point
      ? [[...keys.map((key) => cell(point.point[key])), figure(point.x), range(intervals[at]?.x), figure(point.y), range(intervals[at]?.y)]]
      : [];
  });
  return `${printTable(columns, all)}\n\nPareto set, ${pareto.length} of ${formatCounted(points.length, 'point')}\n${printTable(ranged, set)}\n`;
}

const cell = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const range = (interval: Interval | null | undefined): string => (interval ? `${figure(interval[0])} – ${figure(interval[1])}` : '');

const figure = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(4))));
