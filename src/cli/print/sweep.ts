/** A sweep as a table, its Pareto set marked in the rows and repeated below from best x to worst. */
import type { Sweep, SweepPoint } from '../../estimate/sweep.ts';
import { printTable, type Column } from './table.ts';

const mark = '●';

export function printSweep({ x, y, keys, points, pareto }: Sweep): string {
  const columns: readonly Column[] = [...keys.map((title) => ({ title })), { title: x, align: 'right' }, { title: y, align: 'right' }, { title: '' }];
  const best = new Set(pareto);
  const row = (point: SweepPoint, note: string): string[] => [...keys.map((key) => cell(point.point[key])), figure(point.x), figure(point.y), note];
  const all = points.map((point, index) => row(point, best.has(index) ? mark : (point.reason?.message ?? '')));
  const set = pareto.flatMap((index) => (points[index] ? [row(points[index], mark)] : []));
  return `${printTable(columns, all)}\n\nPareto set, ${pareto.length} of ${points.length} points\n${printTable(columns, set)}\n`;
}

const cell = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const figure = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(4))));
