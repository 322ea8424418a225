import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankLoad, routings } from '../../../src/model/operators/routing.ts';

describe('rankLoad', () => {
  it('deals balanced tokens round robin', () => {
    expect(rankLoad(16, 8, 256, 1, 'balanced')).toEqual({ pairs: 128, touched: 128, largest: 1 });
    expect(rankLoad(1024, 8, 256, 8, 'balanced')).toEqual({ pairs: 1024, touched: 32, largest: 32 });
  });

  it('touches fewer experts and loads the heaviest rank more when routing is skewed', () => {
    const even = rankLoad(64, 8, 256, 8, 'balanced');
    const skewed = rankLoad(64, 8, 256, 8, 'power_law_1.2');
    expect(skewed.touched).toBeLessThan(even.touched);
    expect(skewed.pairs).toBeGreaterThan(even.pairs);
  });

  it('keeps every pair on one rank when there is only one', () => {
    for (const routing of routings) expect(rankLoad(777, 8, 128, 1, routing).pairs).toBeCloseTo(6216, 6);
  });

  it('stays within what a rank can hold, and more tokens are never less work', () => {
    const shape = fc.record({
      tokens: fc.integer({ min: 1, max: 20_000 }),
      more: fc.integer({ min: 1, max: 5000 }),
      topK: fc.integer({ min: 1, max: 8 }),
      experts: fc.constantFrom(8, 64, 128, 256),
      ranks: fc.constantFrom(1, 2, 4, 8),
      routing: fc.constantFrom(...routings),
    });
    fc.assert(
      fc.property(shape, ({ tokens, more, topK, experts, ranks, routing }) => {
        const load = rankLoad(tokens, topK, experts, ranks, routing);
        const later = rankLoad(tokens + more, topK, experts, ranks, routing);
        expect(load.touched).toBeLessThanOrEqual(experts / ranks + 1e-9);
        expect(load.touched).toBeLessThanOrEqual(Math.max(1, load.pairs) + 1e-9);
        expect(load.pairs).toBeLessThanOrEqual(tokens * topK + 1e-9);
        expect(later.pairs).toBeGreaterThanOrEqual(load.pairs * (1 - 1e-9));
        expect(later.touched).toBeGreaterThanOrEqual(load.touched * (1 - 1e-9));
      }),
      { numRuns: 500 },
    );
  });
});
