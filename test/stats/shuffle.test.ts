import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffled } from '../../src/stats/shuffle.ts';

describe('shuffled', () => {
  it('keeps every item and repeats from its seed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const order = shuffled(items, seed);
        expect([...order].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
        expect(shuffled(items, seed)).toEqual(order);
      }),
    );
  });

  it('puts each of five items first about equally often', () => {
    const first = new Map<number, number>();
    for (let seed = 0; seed < 1000; seed++) {
      const [item = -1] = shuffled([0, 1, 2, 3, 4], seed);
      first.set(item, (first.get(item) ?? 0) + 1);
    }
    for (const count of first.values()) expect(count).toBeWithinPercent(200, 25);
  });
});
