import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedLoad } from '../../src/model/expert-load.ts';

describe('expectedLoad', () => {
  it('of an even router touches 1 − e^−λ of the experts', () => {
    const { pairs, touched } = expectedLoad(64, 8, 128, 1, 1e9);
    expect(pairs).toBe(512);
    expect(touched).toBeCloseTo(128 * (1 - Math.exp(-4)), 4);
  });

  it('of one token touches as many as it asks for', () => {
    expect(expectedLoad(1, 8, 128, 1, 1).touched).toBe(8);
  });

  it('gives the last rank of a server more than the mean, and evens out wider groups', () => {
    expect(expectedLoad(512, 8, 128, 8, 1).pairs).toBeGreaterThan(512);
    expect(expectedLoad(512, 8, 128, 16, 1).pairs).toBe(256);
  });

  it('touches fewer the less even the router is, never more than there are, and never falls with more tokens', () => {
    const shapes = fc.record({
      tokens: fc.integer({ min: 1, max: 4096 }),
      topK: fc.integer({ min: 1, max: 8 }),
      ranks: fc.constantFrom(1, 2, 4, 8, 16),
      evenness: fc.double({ min: 0.3, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(shapes, ({ tokens, topK, ranks, evenness }) => {
        const { pairs, touched } = expectedLoad(tokens, topK, 128, ranks, evenness);
        expect(touched).toBeLessThanOrEqual(Math.min(128 / ranks, pairs) + 1e-9);
        expect(expectedLoad(tokens, topK, 128, ranks, evenness * 2).touched).toBeGreaterThanOrEqual(touched - 1e-9);
        const more = expectedLoad(tokens + 1, topK, 128, ranks, evenness);
        expect(more.touched).toBeGreaterThanOrEqual(touched - 1e-9);
        expect(more.pairs).toBeGreaterThanOrEqual(pairs);
      }),
    );
  });
});
