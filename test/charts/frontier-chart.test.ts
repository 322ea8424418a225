import { describe, expect, it } from 'vitest';
import { frontierAt, frontierLayout, type FrontierLine } from '../../src/charts/frontier-chart.ts';

const line = (id: string, costs: readonly number[], chosen = false): FrontierLine => ({
  id,
  name: id,
  colour: '',
  chosen,
  unchecked: false,
  points: costs.map((cost, index) => ({ speed: 10 * 2 ** index, cost, low: cost / 2, high: cost * 2 })),
});

describe('the frontier', () => {
  const lines = [line('A', [0.2, 0.4, 1], true), line('B', [0.3, 0.5])];

  it('puts faster to the right and dearer above, inside the frame at every width', () => {
    for (const width of [280, 354, 768, 1116]) {
      const { points, frame, mark } = frontierLayout(lines, 33, { speed: 36, cost: 0.5 }, width);
      const [first, second] = points;
      if (!first || !second || !mark) throw new Error('no points');
      expect(second.x).toBeGreaterThan(first.x);
      expect(second.y).toBeLessThan(first.y);
      for (const { x, y } of [...points, mark]) {
        expect(x).toBeGreaterThanOrEqual(frame.left);
        expect(x).toBeLessThanOrEqual(frame.right);
        expect(y).toBeGreaterThanOrEqual(frame.top);
        expect(y).toBeLessThanOrEqual(frame.bottom);
      }
    }
  });
  it('has a band for the chosen one alone, whole inside the axis', () => {
    const { lines: placed, y, frame } = frontierLayout(lines, null, null, 900);
    expect(placed.map(({ band }) => band !== '')).toEqual([true, false]);
    expect(y(2)).toBeGreaterThanOrEqual(frame.top);
  });
  it('finds the point under a pointer, and none far off', () => {
    const layout = frontierLayout(lines, null, null, 900);
    expect(layout.points.map(({ x, y }) => frontierAt(layout, x, y))).toEqual([0, 1, 2, 3, 4]);
    expect(frontierAt(layout, 0, 0)).toBeNull();
  });
  it('leaves out a line without points', () => {
    expect(frontierLayout([line('A', [])], 33, null, 900).lines).toEqual([]);
  });
});
