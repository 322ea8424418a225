/**
 * From a curve of read rate against working set to the caches behind it. Numbers only. A cache shows as a plateau, and its end
 * as a fall that takes one to three doublings: real caches do not evict in order, so that a set somewhat too large still
 * finds a part of itself.
 */
import type { CacheSweep } from '../../run/run.ts';

export type SweepPoint = CacheSweep['points'][number];

/** Neighbours on one plateau differ by less; noise of single readings is a few per cent. */
const plateauWithin = 0.12;
/** A working set that is read faster than memory by more than this still has help from a cache. */
const cachedAbove = 1.15;
/** Working sets that must agree at the end of the curve before it is believed to have reached memory. */
const atMemory = 2;

/** @param points smallest working set first */
export function cacheSweep(points: readonly SweepPoint[]): CacheSweep {
  const tail = points.slice(-atMemory);
  const reached = tail.length === atMemory && together(tail);
  const memory = mean(tail.map(({ rate }) => rate));
  const cached = points.filter(({ rate }) => rate > cachedAbove * memory);
  const last = cached.at(-1);
  return { points, levels: plateaus(points), lastLevel: reached && last !== undefined ? last.bytes : null };
}

/** Two or more neighbours that agree make a plateau. Gathered from memory inwards, so that a fall is counted to no plateau rather than to memory. */
function plateaus(points: readonly SweepPoint[]): CacheSweep['levels'] {
  const runs: SweepPoint[][] = [];
  for (const point of [...points].reverse()) {
    const current = runs.at(-1);
    if (current !== undefined && together([...current, point])) current.push(point);
    else runs.push([point]);
  }
  const levels: SweepPoint[] = [];
  for (const run of runs) {
    const [end] = run;
    if (run.length < 2 || end === undefined) continue;
    const level = { bytes: end.bytes, rate: mean(run.map(({ rate }) => rate)) };
    // Inwards it only gets faster; a slower stretch there is a GPU that so small a set does not fill.
    if (level.rate > (levels.at(-1)?.rate ?? 0)) levels.push(level);
  }
  return levels.reverse();
}

function together(points: readonly SweepPoint[]): boolean {
  const rates = points.map(({ rate }) => rate);
  return Math.max(...rates) <= (1 + plateauWithin) * Math.min(...rates);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Inputs rotate through at least four times the last cache: of random evictions none then matters. */
const timesTheCache = 4;

/**
 * Bytes that memory-bound kernels should rotate through: four times the last cache where a sweep has found it, else, and never
 * less than a quarter of it, what the plan supposes; at most `most`.
 */
export function workingSetFor(supposed: number, sweep: Pick<CacheSweep, 'lastLevel'> | null, most: number): number {
  const last = sweep?.lastLevel ?? null;
  return last === null ? supposed : Math.min(most, Math.max(supposed / 4, timesTheCache * last));
}
