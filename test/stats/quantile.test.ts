import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, medianAbsoluteDeviation, quantile } from '../../src/stats/quantile.ts';

describe('quantile (type 7)', () => {
  it('agrees with the examples of the NumPy manual (numpy.percentile)', () => {
    expect(quantile([10, 7, 4, 3, 2, 1], 0.5)).toBe(3.5);
    expect(quantile([10, 7, 4], 0.5)).toBe(7);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  });

  it('gives the extremes at 0 and 1, and the only value of a sample of one', () => {
    expect(quantile([3, 1, 2], 0)).toBe(1);
    expect(quantile([3, 1, 2], 1)).toBe(3);
    expect(quantile([5], 0.3)).toBe(5);
  });

  it('takes infinities for what they are', () => {
    expect(median([Infinity, Infinity, Infinity])).toBe(Infinity);
    expect(quantile([1, Infinity], 0.5)).toBe(Infinity);
  });

  it('throws on an empty sample and on a probability outside 0..1', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quantile([1], 1.1)).toThrow(RangeError);
    expect(() => quantile([1], NaN)).toThrow(RangeError);
  });

  it('never decreases with the probability, and leaves its input in place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p, q) => {
          const before = [...values];
          expect(quantile(values, Math.min(p, q))).toBeLessThanOrEqual(quantile(values, Math.max(p, q)) + 1e-9);
          expect(values).toEqual(before);
        },
      ),
    );
  });
});

describe('median absolute deviation', () => {
  it('agrees with the worked example of Wikipedia, "Median absolute deviation"', () => {
    expect(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
  });

  it('is the median of an even sample as the mean of its middle two', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
