/** The most requests in flight that still keep a target: both times grow with the load, so its edge is bracketed and closed in on. */
import type { Target } from '../../scenario/scenario.ts';
import type { Candidate, Served } from './candidate.ts';

/** Largest of the times over their limits; at most 1 where the target is kept. */
export function missOf(served: Served, target: Target | null): number {
  if (target === null) return 0;
  const first = target.timeToFirstToken === undefined ? 0 : served.firstToken(target.percentile ?? 50) / target.timeToFirstToken;
  const each = target.timePerOutputToken === undefined ? 0 : served.timePerOutputToken / target.timePerOutputToken;
  return Math.max(first, each);
}

export interface FoundLoad {
  readonly concurrency: number;
  readonly served: Served;
}

/** More halvings than integers up to ten million have; the false position ends far earlier. */
const mostSteps = 40;

/**
 * @param precision relative width at which the bracket is narrow enough; 0 goes on to neighbouring whole numbers
 * @returns null when not even one request keeps the target
 */
export function largestLoad(candidate: Candidate, target: Target | null, precision = 0): FoundLoad | null {
  const most = candidate.admits;
  const at = (concurrency: number): { readonly served: Served | null; readonly over: number } => {
    const served = candidate.at({ concurrency });
    return { served, over: served === null ? Infinity : Math.log(Math.max(missOf(served, target), Number.MIN_VALUE)) };
  };
  if (most < 1) return null;
  const full = at(most);
  if (full.served && full.over <= 0) return { concurrency: most, served: full.served };
  const one = at(1);
  if (!one.served || one.over > 0) return null;
  let low = { n: 1, ...one };
  let high = { n: most, ...full };
  // The false position in ln n, halved towards the end that stays (Illinois).
  let lowWeight = low.over;
  let highWeight = high.over;
  for (let step = 0; step < mostSteps && high.n - low.n > Math.max(1, precision * low.n); step++) {
    const share = Number.isFinite(highWeight) ? -lowWeight / (highWeight - lowWeight) : 0.5;
    const guess = Math.exp(Math.log(low.n) + (step % 3 === 2 ? 0.5 : share) * Math.log(high.n / low.n));
    const n = Math.min(Math.max(Math.round(guess), low.n + 1), high.n - 1);
    const middle = { n, ...at(n) };
    if (middle.over <= 0) {
      low = middle;
      lowWeight = middle.over;
      highWeight /= 2;
    } else {
      high = middle;
      highWeight = middle.over;
      lowWeight /= 2;
    }
  }
  return low.served && { concurrency: low.n, served: low.served };
}
