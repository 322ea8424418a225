import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapMedian } from '../../src/stats/bootstrap.ts';
import { median } from '../../src/stats/quantile.ts';
import { seeded } from '../../src/stats/random.ts';

/** Treatment group of the mouse data, Efron and Tibshirani (1993), table 2.1. */
const mice = [94, 197, 16, 38, 99, 141, 23];

/** Chance that the median of a resample of `n` (odd) is the k-th order statistic: exact, no resampling. */
function exactMedianWeights(n: number): number[] {
  const atMostHalf = (p: number): number => {
    let sum = 0;
    for (let j = 0; j < (n + 1) / 2; j++) sum += choose(n, j) * p ** j * (1 - p) ** (n - j);
    return sum;
  };
  return Array.from({ length: n }, (_, k) => atMostHalf(k / n) - atMostHalf((k + 1) / n));
}

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}

describe('bootstrapMedian', () => {
  it('the exact bootstrap distribution has the published standard error, 37.83 (table 2.2, B = infinity)', () => {
    const ordered = [...mice].sort((a, b) => a - b);
    const weights = exactMedianWeights(mice.length);
    const mean = ordered.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), 0);
    const variance = ordered.reduce((sum, value, k) => sum + (value - mean) ** 2 * (weights[k] ?? 0), 0);
    expect(Math.sqrt(variance)).toBeWithinPercent(37.83, 0.05);
  });

  it('gives the 95 % ends of that distribution', () => {
    const ordered = [...mice].sort((a, b) => a - b);
    const weights = exactMedianWeights(mice.length);
    const end = (probability: number): number => {
      let sum = 0;
      return ordered.find((_, k) => (sum += weights[k] ?? 0) >= probability) ?? NaN;
    };
    const interval = bootstrapMedian(mice, { seed: 1, resamples: 4000 });
    expect(interval).toEqual({ value: 94, low: end(0.025), high: end(0.975) });
  });

  it('covers the true median in about 95 of 100 samples of 25', () => {
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const random = seeded(1000 + trial);
      const { low, high } = bootstrapMedian(
        Array.from({ length: 25 }, () => random.normal()),
        { seed: trial, resamples: 400 },
      );
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.89);
    expect(covered / 200).toBeLessThan(0.99);
  });

  it('repeats from its seed, holds the median, and scales with the data', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 15 }), fc.integer(), (values, seed) => {
        const interval = bootstrapMedian(values, { seed, resamples: 200 });
        expect(interval).toEqual(bootstrapMedian(values, { seed, resamples: 200 }));
        expect(interval.value).toBe(median(values));
        expect(interval.low).toBeLessThanOrEqual(interval.value);
        expect(interval.high).toBeGreaterThanOrEqual(interval.value);
        const doubled = bootstrapMedian(
          values.map((value) => 2 * value),
          { seed, resamples: 200 },
        );
        expect(doubled.low).toBeCloseTo(2 * interval.low, 9);
      }),
      { numRuns: 50 },
    );
  });
});
