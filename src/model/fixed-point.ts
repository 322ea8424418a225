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
