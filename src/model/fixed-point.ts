/**
 * The value that an iteration maps to itself, found by secants inside a bracket. Few evaluations matter: each prices
 * several passes of a model. The iterated function may jump (a prompt that needs one chunk more, a wave of tiles more);
 * where it jumps across the diagonal the answer is the lower side of the jump.
 */

export interface Iterated {
  /** Maps [0, high] into itself. What it leaves behind belongs to its last call. */
  next(x: number): number;
}

/** Distance from the diagonal, as a share of the range, at which a value counts as mapped to itself. */
const tolerance = 1e-12;
/** Secants take five to eight evaluations; halving alone, across a jump, takes forty. */
const mostRounds = 60;

/** The last call of `of.next` was at the value returned. */
export function fixedPoint(of: Iterated, high: number): number {
  const enough = tolerance * high;
  let low = 0;
  let top = high;
  let last = high;
  let lastGap = of.next(high) - high;
  if (Math.abs(lastGap) <= enough) return high;
  let x = high + lastGap;
  let width = top - low;
  for (let round = 0; round < mostRounds; round++) {
    const gap = of.next(x) - x;
    if (Math.abs(gap) <= enough) return x;
    if (gap < 0) top = x;
    else low = x;
    if (top - low <= enough) break;
    let following = x - (gap * (x - last)) / (gap - lastGap);
    // Secants that do not halve the bracket in three rounds are chasing a jump.
    if (round % 3 === 2) {
      if (top - low > width / 2) following = (low + top) / 2;
      width = top - low;
    }
    last = x;
    lastGap = gap;
    x = following > low && following < top ? following : (low + top) / 2;
  }
  of.next(low);
  return low;
}

/** Share of the value at which it counts as mapped to itself. */
const closeEnough = 1e-11;

/**
 * The least value that a growing iteration maps to itself, found from below; `high` where there is none. An iteration may
 * have a second, higher one, which is never reached from rest.
 */
export function leastFixedPoint(of: Iterated, high: number): number {
  let low = 0;
  let lowGap = of.next(0);
  if (lowGap === 0) return 0;
  let top = Infinity;
  let topGap = 0;
  // What nothing is mapped to is below what is looked for.
  let x = Math.min(lowGap, high);
  for (let round = 0; round < mostRounds; round++) {
    const gap = of.next(x) - x;
    if (Math.abs(gap) <= closeEnough * x) return x;
    if (gap < 0) {
      // A side that stays counts for half, so that both come nearer (Illinois).
      if (top < Infinity) lowGap /= 2;
      top = x;
      topGap = gap;
    } else {
      if (x >= high || gap === Infinity) return high;
      if (top < Infinity) topGap /= 2;
      else {
        // Secants of a convex iteration never pass its first point.
        const slope = (gap - lowGap) / (x - low);
        low = x;
        lowGap = gap;
        x = slope < 0 ? Math.min(x - gap / slope, high) : Math.min(2 * x, high);
        continue;
      }
      low = x;
      lowGap = gap;
    }
    if (top - low <= closeEnough * top) break;
    const following = low + ((top - low) * lowGap) / (lowGap - topGap);
    x = following > low && following < top ? following : (low + top) / 2;
  }
  of.next(low);
  return low;
}
