/**
 * From a programme to whole values and a bound. The relaxation says which rows bind; without the others it falls into parts, which are
 * searched one by one, and together where their sum breaks a row after all. A step yields before each solve, so that whoever runs it may
 * stop in between.
 */
import { looseRows, partsOf, type Part } from './components.ts';
import type { Relaxed, Solver, Whole } from './highs.ts';
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
  /** The same columns with more rows that all whole values keep, for the search of these. */
  readonly tighter?: Programme;
  /** s since an arbitrary moment. */
  readonly now: () => number;
}

/** Share of the objective at which a plan is good enough; prices are not known as well as this. */
const goodEnough = 0.001;
/** Whole columns up to which all of them are searched; beyond, those that the relaxation uses or nearly uses. */
const searchedWhole = 300;
/** Where there are more than so many, a first search is among those that the relaxation uses and a few beside them; the share of the time that it gets. */
const searchedAtOnce = 100;
const besideUsed = 20;
const firstShare = 0.4;
/** Times that gap, for the cheapest part of many. */
const mostSlack = 100;
/** s that the search of a part gets at the least. */
const leastSeconds = 0.1;
/** Nodes of one search: the same plan on every machine wherever it ends by them, as by time it is not. */
const mostNodes = 500;
/** s that a relaxation may take: the largest takes tenths of it. */
const relaxSeconds = 20;

/** @returns null where no values keep all rows; each yield is a share of the way */
export function* optimise(
  programme: Programme,
  solver: Solver,
  { seed, timeLimit, now, tighter = programme }: OptimiseOptions,
): Generator<number, Optimum | null> {
  const end = now() + timeLimit;
  // What is late still gets a moment, so that there is a plan.
  const left = (): number => Math.max(0.5, end - now());
  const relax = (each: Programme): Relaxed | null => solver.relax(each, { seed, timeLimit: relaxSeconds });
  yield 0;
  const relaxed = relax(programme);
  if (!relaxed) return null;
  const undone = penaltyOf(programme, relaxed.values);
  const lowest = relaxed.objective - undone;
  const whole = wholeColumns(programme);
  if (whole.every((column) => isWhole(relaxed.values[column] ?? 0))) return { values: relaxed.values, objective: lowest, bound: lowest, relaxed };

  const loose = looseRows(tighter, relaxed.values);
  const parts = partsOf(tighter, loose);
  const chosen = new Map<number, number>();
  let bound = 0;
  // Time goes by what a part costs: a share of a dear one is worth more than a share of a cheap one.
  const sizes = parts.map((part) => toSearch(part, relaxed.values));
  for (const [index, part] of parts.entries()) {
    yield 0.2 + (0.6 * index) / parts.length;
    const own = Float64Array.from(part.columns, (column) => relaxed.values[column] ?? 0);
    const ahead = sizes.slice(index).reduce((sum, size) => sum + size, 0);
    const share = (sizes[index] ?? 0) / (ahead || 1);
    // A cheap part need not be searched to the last thousandth of its own.
    const gap = goodEnough * Math.min(mostSlack, Math.max(1, lowest / parts.length / ((sizes[index] ?? 0) || 1)));
    const found = searched(part.programme, solver, own, relaxed, part.columns, { seed, timeLimit: Math.max(leastSeconds, left() * share), gap });
    bound += found.bound;
    for (const [at, value] of found.whole) chosen.set(part.columns[at] ?? -1, value);
  }
  const values = finished(programme, whole, chosen, relax);
  if (values && !breaks(programme, values)) {
    const objective = costOf(programme, values) - undone;
    return { values, objective, bound: Math.min(objective, Math.max(lowest, bound)), relaxed };
  }
  yield 0.8;
  const all = programme.columns.map((_, index) => index);
  const together =
    parts.length > 1 || loose.size > 0 ? searched(tighter, solver, relaxed.values, relaxed, all, { seed, timeLimit: left(), gap: goodEnough }) : null;
  // A plan that leaves everything undone keeps every row where there is one at all.
  const last = (together ? finished(programme, whole, together.whole, relax) : values) ?? finished(programme, whole, new Map(), relax);
  if (!last) return null;
  const objective = costOf(programme, last) - undone;
  return { values: last, objective, bound: Math.min(objective, Math.max(lowest, bound, together?.bound ?? -Infinity)), relaxed };
}

/** Cost of a part in the relaxation; nothing where that has its columns whole already. */
function toSearch({ programme, columns }: Part, values: ArrayLike<number>): number {
  if (wholeColumns(programme).every((at) => isWhole(values[columns[at] ?? -1] ?? 0))) return 0;
  return programme.columns.reduce((sum, { cost, penalty }, at) => sum + (penalty ? 0 : cost * (values[columns[at] ?? -1] ?? 0)), 0);
}

interface Searched {
  /** Whole columns by index in the part. */
  readonly whole: ReadonlyMap<number, number>;
  readonly bound: number;
}

function searched(
  programme: Programme,
  solver: Solver,
  values: Float64Array,
  relaxed: Relaxed,
  columns: readonly number[],
  limits: { readonly seed: number; readonly timeLimit: number; readonly gap: number },
): Searched {
  const whole = wholeColumns(programme);
  const undone = notable(penaltyOf(programme, values), programme);
  const lowest = costOf(programme, values) - undone;
  if (whole.every((column) => isWhole(values[column] ?? 0)))
    return { whole: new Map(whole.map((column) => [column, Math.round(values[column] ?? 0)])), bound: lowest };
  const reduced = (column: number): number => relaxed.reduced[columns[column] ?? -1] ?? 0;
  const rounded = roundedUp(programme, values, whole);
  const switches = new Map([...rounded].filter(([column]) => programme.columns[column]?.cost === 0));
  // What the relaxation leaves nothing undone of has to be done: a little left would often be cheaper than one more replica.
  const met = new Map(programme.columns.flatMap(({ penalty }, column) => (penalty && undone === 0 ? [[column, 0] as const] : [])));
  const search = (
    most: number,
    start: ReadonlyMap<number, number>,
    timeLimit: number,
    held: ReadonlyMap<number, number> = new Map(),
  ): Whole | null => {
    const kept = whole.length <= most ? null : promising(programme, whole, values, reduced, most);
    const out = whole.flatMap((column): [number, number][] => (kept && !kept.has(column) ? [[column, 0]] : []));
    const { seed, gap } = limits;
    const solve = (fixed: ReadonlyMap<number, number>): Whole | null =>
      solver.whole(withFixed(programme, fixed), { seed, timeLimit, gap, nodes: mostNodes, start, offset: -undone });
    return solve(new Map([...out, ...held, ...met])) ?? (met.size > 0 ? solve(new Map([...out, ...held])) : null);
  };
  const wholeOf = (found: Whole): ReadonlyMap<number, number> => new Map(whole.map((column) => [column, Math.round(found.values[column] ?? 0)]));
  // Few columns give a good plan soon, which makes the search among more of them short.
  const first = whole.length > searchedAtOnce || switches.size > 0 ? search(besideUsed, rounded, firstShare * limits.timeLimit, switches) : null;
  const start = first ? wholeOf(first) : rounded;
  const second = search(searchedWhole, start, limits.timeLimit * (first ? 1 - firstShare : 1));
  const found = second && (!first || second.objective <= first.objective) ? second : first;
  return {
    whole: found ? wholeOf(found) : start,
    bound: whole.length <= searchedWhole && second ? Math.max(lowest, second.bound) : lowest,
  };
}

/** Nothing, where it is less than the solver's rounding of one unit. */
function notable(undone: number, { columns }: Programme): number {
  const least = Math.min(...columns.flatMap(({ penalty, cost }) => (penalty ? [cost] : [])));
  return undone <= 1e-7 * least ? 0 : undone;
}

/** Flows and what is left undone, for the whole columns as they are; null where they break a row. */
function finished(programme: Programme, whole: readonly number[], chosen: ReadonlyMap<number, number>, relax: (each: Programme) => Relaxed | null) {
  return relax(withFixed(programme, new Map(whole.map((column) => [column, chosen.get(column) ?? 0]))))?.values ?? null;
}

function breaks(programme: Programme, values: ArrayLike<number>): boolean {
  const sums = rowsOf(programme, values);
  return programme.rows.some(({ upper }, row) => (sums[row] ?? 0) > upper + tolerance * Math.max(1, Math.abs(upper)));
}

const wholeColumns = ({ columns }: Programme): readonly number[] => columns.flatMap(({ whole }, index) => (whole ? [index] : []));

const tolerance = 1e-6;
const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < tolerance;

/** Columns that the relaxation uses or that cost nothing themselves, and of the others those that would cost it least. */
function promising(
  { columns }: Programme,
  whole: readonly number[],
  values: Float64Array,
  reduced: (column: number) => number,
  most: number,
): ReadonlySet<number> {
  const used = (column: number): boolean => (values[column] ?? 0) > tolerance || columns[column]?.cost === 0;
  const ranked = [...whole].sort((a, b) => Number(used(b)) - Number(used(a)) || reduced(a) - reduced(b) || a - b);
  return new Set(ranked.slice(0, Math.max(most, ranked.filter(used).length)));
}

/** Whole columns up to the next whole value; in rows that this overfills, down again: largest first, of these the least used. */
export function roundedUp(programme: Programme, values: Float64Array, whole: readonly number[]): ReadonlyMap<number, number> {
  const rounded = Float64Array.from(values);
  for (const column of whole) rounded[column] = Math.min(Math.ceil((values[column] ?? 0) - tolerance), programme.columns[column]?.upper ?? Infinity);
  const sums = rowsOf({ rows: programme.rows, columns: programme.columns.map((each) => (each.whole ? each : { ...each, entries: [] })) }, rounded);
  for (const column of [...whole].sort((a, b) => (rounded[b] ?? 0) - (rounded[a] ?? 0) || (values[a] ?? 0) - (values[b] ?? 0))) {
    const entries = programme.columns[column]?.entries ?? [];
    // Only rows of whole columns alone are overfilled for good: flows give way in the others.
    const over = entries.some(({ row, value }) => value > 0 && (sums[row] ?? 0) > (programme.rows[row]?.upper ?? Infinity) + tolerance);
    if (!over || (rounded[column] ?? 0) < 1) continue;
    rounded[column] = (rounded[column] ?? 0) - 1;
    for (const { row, value } of entries) sums[row] = (sums[row] ?? 0) - value;
  }
  return new Map(whole.map((column) => [column, rounded[column] ?? 0]));
}
