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
  // What nothing is mapped to is below what is looked for; secants of a convex iteration never pass its first point.
  let x = Math.min(lowGap, high);
  let gap = of.next(x) - x;
  let round = 0;
  for (; gap >= 0 && Math.abs(gap) > closeEnough * x; round++) {
    if (x >= high || gap === Infinity || round >= mostRounds) return high;
    const slope = (gap - lowGap) / (x - low);
    const following = slope < 0 ? Math.min(x - gap / slope, high) : Math.min(2 * x, high);
    low = x;
    lowGap = gap;
    x = following;
    gap = of.next(x) - x;
  }
  if (Math.abs(gap) <= closeEnough * x) return x;
  return between(of, low, lowGap, x, gap);
}

/** Closes in on the diagonal from a value that is mapped above it and one that is mapped below. */
function between(of: Iterated, below: number, belowGap: number, above: number, aboveGap: number): number {
  let [low, lowGap, top, topGap] = [below, belowGap, above, aboveGap];
  let width = top - low;
  let topMoved = true;
  for (let round = 0; round < mostRounds && top - low > closeEnough * top; round++) {
    const secant = low + ((top - low) * lowGap) / (lowGap - topGap);
    let x = secant > low && secant < top ? secant : (low + top) / 2;
    // Secants that do not halve the bracket in three rounds are chasing a jump.
    if (round % 3 === 2) {
      if (top - low > width / 2) x = (low + top) / 2;
      width = top - low;
    }
    const gap = of.next(x) - x;
    if (Math.abs(gap) <= closeEnough * x) return x;
    // A side that stays twice counts for less, by what the curve bends (Anderson and Björck 1973), so that both come nearer.
    if (gap < 0) {
      if (topMoved) lowGap *= left(gap, topGap);
      top = x;
      topGap = gap;
    } else {
      if (!topMoved) topGap *= left(gap, lowGap);
      low = x;
      lowGap = gap;
    }
    topMoved = gap < 0;
  }
  of.next(low);
  return low;
}

/** What is left of the gap of the side that stays when that of the other went from `before` to `now`. */
function left(now: number, before: number): number {
  const share = 1 - now / before;
  return share > 0 ? share : 0.5;
}
