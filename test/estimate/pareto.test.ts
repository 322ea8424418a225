import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paretoSet, type Direction } from '../../src/estimate/views/pareto.ts';

const down = { x: 'minimise', y: 'minimise' } as const;

/** The definition, pair by pair. */
function bruteForce(x: readonly number[], y: readonly number[], directions: { x: Direction; y: Direction }): number[] {
  const cost = (value: number, direction: Direction): number => (direction === 'minimise' ? value : -value);
  const points = x
    .map((value, index) => ({ index, x: cost(value, directions.x), y: cost(y[index] ?? Number.NaN, directions.y) }))
    .filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  return points.filter((a) => !points.some((b) => b.x <= a.x && b.y <= a.y && (b.x < a.x || b.y < a.y))).map((point) => point.index);
}

describe('paretoSet', () => {
  it('keeps the corner points of a small set', () => {
    expect(paretoSet([1, 2, 3, 2], [3, 2, 1, 4], down)).toEqual([0, 1, 2]);
  });

  it('keeps one of two where the other is as good in x and worse in y', () => {
    expect(paretoSet([1, 1, 2], [2, 3, 2], down)).toEqual([0]);
  });

  it('keeps points that are equal in both, and none without a finite place', () => {
    expect(paretoSet([1, 1, Number.NaN], [2, 2, 0], down)).toEqual([0, 1]);
    expect(paretoSet([], [], down)).toEqual([]);
  });

  it('agrees with the definition in every direction', () => {
    const coordinate = fc.oneof(
      fc.integer({ min: 0, max: 6 }),
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.constant(Number.NaN),
      fc.constant(Infinity),
    );
    const direction = fc.constantFrom<Direction>('minimise', 'maximise');
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 40 }), direction, direction, (points, dx, dy) => {
        const x = points.map(([first]) => first);
        const y = points.map(([, second]) => second);
        const found = [...paretoSet(x, y, { x: dx, y: dy })].sort((a, b) => a - b);
        expect(found).toEqual(bruteForce(x, y, { x: dx, y: dy }));
      }),
    );
  });
});
