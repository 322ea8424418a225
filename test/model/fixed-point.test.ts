import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPoint } from '../../src/model/fixed-point.ts';

/** An iteration that counts its calls and remembers the last. */
function counted(next: (x: number) => number): { next(x: number): number; calls: number; last: number } {
  return {
    calls: 0,
    last: Number.NaN,
    next(x) {
      this.calls += 1;
      this.last = x;
      return next(x);
    },
  };
}

describe('fixedPoint', () => {
  it('solves a share of the range: x = 10 · a / (a + b x) with its known root', () => {
    const of = counted((x) => (10 * 3) / (3 + 2 * x));
    const root = (-3 + Math.sqrt(9 + 4 * 2 * 30)) / 4;
    expect(fixedPoint(of, 10)).toBeCloseTo(root, 10);
    expect(of.calls).toBeLessThan(12);
  });

  it('leaves the iteration at the value that it returns', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (high, slope, share) => {
          const of = counted((x) => high * (share * (1 - slope) + (slope * x) / high));
          const x = fixedPoint(of, high);
          expect(of.last).toBe(x);
          expect(Math.abs(x - share * high)).toBeLessThanOrEqual(1e-9 * high);
        },
      ),
    );
  });

  it('stops below a jump that crosses the diagonal', () => {
    const x = fixedPoint(
      counted((at) => (at <= 4 ? 6 : 2)),
      10,
    );
    expect(x).toBeLessThanOrEqual(4);
    expect(x).toBeGreaterThan(4 - 1e-9);
  });

  it('takes nothing at once, and everything at once', () => {
    expect(
      fixedPoint(
        counted(() => 0),
        8,
      ),
    ).toBe(0);
    expect(
      fixedPoint(
        counted(() => 8),
        8,
      ),
    ).toBe(8);
  });
});
