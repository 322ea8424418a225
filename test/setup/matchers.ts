/** Matchers in the words of the field, for every project. */
import { expect } from 'vitest';

declare module 'vitest' {
  // Merging needs the very type parameter that Vitest declares.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  interface Matchers<T = any> {
    /** |received − expected| ≤ percent/100 · |expected|. */
    toBeWithinPercent(expected: number, percent: number): T;
    /** Entry by entry |received − expected| ≤ absolute + relative · |expected|, and equal lengths. */
    toBeAllclose(expected: ArrayLike<number>, tolerance?: { relative?: number; absolute?: number }): T;
  }
}

expect.extend({
  toBeWithinPercent(received: number, expected: number, percent: number) {
    const off = (100 * Math.abs(received - expected)) / Math.abs(expected);
    return {
      pass: off <= percent,
      message: () => `expected ${received} to be within ${percent} % of ${expected}; it is ${off.toFixed(2)} % off`,
    };
  },
  toBeAllclose(received: ArrayLike<number>, expected: ArrayLike<number>, { relative = 1e-5, absolute = 1e-8 } = {}) {
    if (received.length !== expected.length) {
      return { pass: false, message: () => `expected ${expected.length} entries, received ${received.length}` };
    }
    let worst = { index: -1, excess: 0 };
    for (let index = 0; index < received.length; index++) {
      const wanted = expected[index] ?? Number.NaN;
      const excess = Math.abs((received[index] ?? Number.NaN) - wanted) - (absolute + relative * Math.abs(wanted));
      if (Number.isNaN(excess) || excess > worst.excess) worst = { index, excess: Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess };
    }
    return {
      pass: worst.index < 0,
      message: () => `entry ${worst.index} is ${received[worst.index]}, expected ${expected[worst.index]}`,
    };
  },
});
