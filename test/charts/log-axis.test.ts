import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { logTicks, niceLogDomain } from '../../src/charts/log-axis.ts';

describe('ticks of a logarithmic axis', () => {
  it('are 1, 2 and 5 where there is room', () => {
    expect(logTicks(0.1, 5, 8)).toEqual([0.1, 0.2, 0.5, 1, 2, 5]);
  });
  it('thin to 1 and 5, then to 1', () => {
    expect(logTicks(0.1, 10, 5)).toEqual([0.1, 0.5, 1, 5, 10]);
    expect(logTicks(0.1, 10, 3)).toEqual([0.1, 1, 10]);
  });
  it('skip decades when even those are too many', () => {
    expect(logTicks(1e8, 1e16, 5)).toEqual([1e8, 1e10, 1e12, 1e14, 1e16]);
  });
  it('never exceed what was asked for, and lie within the axis', () => {
    fc.assert(
      fc.property(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 20 }), (power, decades, most) => {
        const low = 10 ** power,
          high = 10 ** (power + decades);
        const ticks = logTicks(low, high, most);
        expect(ticks.length).toBeLessThanOrEqual(most);
        expect(ticks.length).toBeGreaterThan(0);
        for (const tick of ticks) expect(tick >= low * 0.99 && tick <= high * 1.01).toBe(true);
      }),
    );
  });
});

describe('the domain around data', () => {
  it('ends at ticks', () => {
    expect(niceLogDomain([0.15, 3.1])).toEqual([0.1, 5]);
  });
  it('is never empty and ignores what has no logarithm', () => {
    expect(niceLogDomain([1, 1])).toEqual([0.5, 2]);
    expect(niceLogDomain([0, -1, Number.NaN])).toEqual([0.1, 10]);
  });
  it('holds every value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
        const [low, high] = niceLogDomain(values);
        for (const value of values) expect(value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)).toBe(true);
      }),
    );
  });
});
