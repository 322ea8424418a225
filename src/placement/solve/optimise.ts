/**
 * From a programme to whole values and a bound: the relaxation, a rounding of it, then a search among the columns that the relaxation
 * uses or nearly uses. A step yields before each solve, so that whoever runs it may stop in between.
 */
import type { Relaxed, Solver } from './highs.ts';
import { costOf, penaltyOf, rowsOf, withFixed, type Programme } from './programme.ts';

export interface Optimum {
  readonly values: Float64Array;
  /** Without the cost of what the relaxation leaves undone too. */
  readonly objective: number;
  /** No plan is below it. */
  readonly bound: number;
  readonly relaxed: Relaxed;
}

export interface OptimiseOptions {
  readonly seed: number;
  /** s, all solves together. */
  readonly timeLimit: number;
  /** s since an arbitrary moment. */
  readonly now: () => number;
}

/** Share of the objective at which a plan is good enough; prices are not known as well as this. */
const goodEnough = 0.001;
/** Whole columns up to which all of them are searched; beyond, those that the relaxation uses or nearly uses. */
const searchedWhole = 300;
/** Nodes of one search: a few seconds for the largest, and the same plan wherever it ends by them. */
const mostNodes = 2_000;

/** @returns null where no values keep all rows; each yield is a share of the way */
export function* optimise(programme: Programme, solver: Solver, { seed, timeLimit, now }: OptimiseOptions): Generator<number, Optimum | null> {
  const end = now() + timeLimit;
  // A solve that is late still gets a moment: a relaxation takes a few tenths of a second.
  const left = (): number => Math.max(0.5, end - now());
  yield 0;
  const relaxed = solver.relax(programme, { seed, timeLimit: Math.max(10, timeLimit) });
  if (!relaxed) return null;
  const whole = wholeColumns(programme);
  const undone = penaltyOf(programme, relaxed.values);
  const lowest = relaxed.objective - undone;
  if (whole.every((column) => isWhole(relaxed.values[column] ?? 0))) return { values: relaxed.values, objective: lowest, bound: lowest, relaxed };
  yield 0.3;
  const start = roundedUp(programme, relaxed.values, whole);
  const kept = whole.length <= searchedWhole ? null : promising(programme, whole, relaxed, searchedWhole);
  const master = kept === null ? programme : withFixed(programme, new Map(whole.filter((column) => !kept.has(column)).map((column) => [column, 0])));
  const found = solver.whole(master, { seed, timeLimit: left(), gap: goodEnough, nodes: mostNodes, start, offset: -undone });
  yield 0.9;
  const chosen = found?.values ?? null;
  const fixed = new Map(whole.map((column) => [column, chosen ? Math.round(chosen[column] ?? 0) : (start.get(column) ?? 0)]));
  const finished = solver.relax(withFixed(programme, fixed), { seed, timeLimit: Math.max(10, timeLimit) });
  if (!finished) return null;
  const objective = costOf(programme, finished.values) - undone;
  const bound = Math.max(lowest, kept === null && found ? Math.min(found.bound, objective) : -Infinity);
  return { values: finished.values, objective, bound, relaxed };
}

const wholeColumns = ({ columns }: Programme): readonly number[] => columns.flatMap(({ whole }, index) => (whole ? [index] : []));

const tolerance = 1e-6;
const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < tolerance;

/** Columns that the relaxation uses or that cost nothing themselves, and of the others those that would cost it least. */
function promising({ columns }: Programme, whole: readonly number[], { values, reduced }: Relaxed, most: number): ReadonlySet<number> {
  const used = (column: number): boolean => (values[column] ?? 0) > tolerance || columns[column]?.cost === 0;
  const ranked = [...whole].sort((a, b) => Number(used(b)) - Number(used(a)) || (reduced[a] ?? 0) - (reduced[b] ?? 0) || a - b);
  return new Set(ranked.slice(0, Math.max(most, ranked.filter(used).length)));
}

/** Whole columns up to the next whole value; in rows that this overfills, down again, largest first. */
export function roundedUp(programme: Programme, values: Float64Array, whole: readonly number[]): ReadonlyMap<number, number> {
  const rounded = Float64Array.from(values);
  for (const column of whole) rounded[column] = Math.min(Math.ceil((values[column] ?? 0) - tolerance), programme.columns[column]?.upper ?? Infinity);
  const sums = rowsOf({ rows: programme.rows, columns: programme.columns.map((each) => (each.whole ? each : { ...each, entries: [] })) }, rounded);
  for (const column of [...whole].sort((a, b) => (rounded[b] ?? 0) - (rounded[a] ?? 0))) {
    const entries = programme.columns[column]?.entries ?? [];
    // Only rows of whole columns alone are overfilled for good: flows give way in the others.
    const over = entries.some(({ row, value }) => value > 0 && (sums[row] ?? 0) > (programme.rows[row]?.upper ?? Infinity) + tolerance);
    if (!over || (rounded[column] ?? 0) < 1) continue;
    rounded[column] = (rounded[column] ?? 0) - 1;
    for (const { row, value } of entries) sums[row] = (sums[row] ?? 0) - value;
  }
  return new Map(whole.map((column) => [column, rounded[column] ?? 0]));
}
