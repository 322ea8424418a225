import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix32, seeded, xoshiro128 } from '../../src/stats/random.ts';

describe('xoshiro128**', () => {
  it('gives the published sequence from the state 1, 2, 3, 4 (rand_xoshiro, xoshiro128starstar.rs)', () => {
    const random = xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 6 }, () => random.bits())).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
  });

  it('refuses the one state that it could never leave', () => {
    expect(() => xoshiro128([0, 0, 0, 0])).toThrow(RangeError);
  });
});

describe('seeded', () => {
  it('repeats from its seed and differs between seeds', () => {
    const draw = (seed: number): number[] => {
      const random = seeded(seed);
      return Array.from({ length: 8 }, () => random.bits());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('is uniform: mean and variance of 20,000 draws within five standard errors of 1/2 and 1/12', () => {
    const random = seeded(1);
    const draws = Array.from({ length: 20_000 }, () => random.uniform());
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / draws.length));
    expect(variance).toBeWithinPercent(1 / 12, 3);
  });

  it('is normal: mean, variance and the share within one standard deviation', () => {
    const random = seeded(2);
    const draws = Array.from({ length: 20_000 }, () => random.normal());
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(draws.length));
    expect(draws.reduce((sum, x) => sum + x * x, 0) / draws.length).toBeWithinPercent(1, 5);
    expect(draws.filter((x) => Math.abs(x) < 1).length / draws.length).toBeWithinPercent(0.6827, 2);
  });

  it('keeps whole numbers below their bound, and reaches every one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer(), (bound, seed) => {
        const random = seeded(seed);
        const seen = new Set(Array.from({ length: bound * 40 }, () => random.below(bound)));
        expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...seen)).toBeLessThan(bound);
        expect(seen.size).toBe(bound);
      }),
      { numRuns: 30 },
    );
    expect(() => seeded(1).below(0)).toThrow(RangeError);
  });
});

describe('mix32', () => {
  it('maps 32 bits one to one: no collision among 100,000 neighbours', () => {
    expect(new Set(Array.from({ length: 100_000 }, (_, index) => mix32(index))).size).toBe(100_000);
    expect(mix32(0)).toBe(0);
  });
});
