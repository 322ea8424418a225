import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlapped } from '../../src/model/operators/primitive.ts';

describe('overlapped', () => {
  it('is the p-norm: 3 and 4 make 7 at p = 1 and 5 at p = 2', () => {
    expect(overlapped(3, 4, 1)).toBeCloseTo(7, 12);
    expect(overlapped(4, 3, 2)).toBeCloseTo(5, 12);
    expect(overlapped(0, 0, 2)).toBe(0);
  });

  it('is the hypotenuse at p = 2, within rounding of the general form', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.double({ min: 1.01e-4, max: 1, noNaN: true }), (larger, share) => {
        const general = larger * Math.exp(Math.log1p(Math.exp(2 * Math.log(share))) / 2);
        expect(Math.abs(overlapped(larger, larger * share, 2) / general - 1)).toBeLessThan(1e-14);
      }),
    );
  });

  it('drops the smaller time only where that changes nothing, to the bit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.double({ min: 1.01e-4, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 40, noNaN: true }),
        (larger, share, p) => {
          fc.pre(p !== 2);
          const smaller = larger * share;
          expect(overlapped(larger, smaller, p)).toBe(larger * Math.exp(Math.log1p(Math.exp(p * Math.log(smaller / larger))) / p));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
