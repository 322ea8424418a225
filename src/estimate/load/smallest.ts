/** Bisection over whole numbers. */

/** The smallest whole number from `from` to `most` for which a condition holds that, once it holds, goes on to; null where none does. */
export function smallest(from: number, most: number, holds: (count: number) => boolean): number | null {
  if (from > most) return null;
  if (holds(from)) return from;
  // What the most does not do, no number does.
  if (!holds(most)) return null;
  let low = from;
  let high = from;
  do {
    if (high >= most) return null;
    low = high;
    high = Math.min(2 * high, most);
  } while (!holds(high));
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
