import { describe, expect, it } from 'vitest';
import { frontierAt, frontierChart, frontierLayout, type FrontierLine } from '../../src/charts/frontier-chart.ts';
import { renderSvg } from './render-svg.ts';

const line = (id: string, costs: readonly number[], chosen = false): FrontierLine => ({
  id,
  name: id,
  colour: '',
  chosen,
  unchecked: false,
  best: null,
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

  it('has no band where points have no interval', () => {
    const plain = { ...line('A', [1, 2], true), points: [10, 20].map((speed) => ({ speed, cost: 1, low: 1, high: 1 })) };
    expect(frontierLayout([plain], null, null, 900).lines[0]?.band).toBe('');
  });

  describe('of lines that end close together', () => {
    const near = [line('A', [1, 8], true), line('B', [1.01, 8.1]), line('C', [1.02, 8.2])];

    it.each([260, 340, 560, 720])('at %i px has no two names on each other, and all inside', (width) => {
      const { lines: placed, height } = frontierLayout(near, 25, null, width);
      for (const heights of [placed.map(({ label }) => label.y), placed.flatMap(({ below }) => below ?? [])].map((each) =>
        each.toSorted((a, b) => a - b),
      ))
        for (const [index, at] of heights.slice(1).entries()) expect(at - (heights[index] ?? 0)).toBeGreaterThanOrEqual(15);
      for (const { label, below } of placed) {
        expect(label.x).toBeLessThan(width);
        expect(Math.max(label.y, below ?? 0)).toBeLessThanOrEqual(height);
      }
    });

    it('has numbers at the lines of a phone, and their names below', () => {
      const placed = frontierLayout(near, 25, null, 354).lines;
      expect(placed.map(({ label }) => label.text)).toEqual(['1', '2', '3']);
      const text = renderSvg(frontierChart(frontierLayout(near, 25, null, 354), { summary: 's', asked: '25 or more', chosen: '' }, null));
      for (const words of ['25 or more', '>A<', '>B<', '>C<']) expect(text).toContain(words);
    });
  });

  it('draws where each would be run with its interval, inside the axis', () => {
    const best = { speed: 20, cost: { value: 1, low: 0.01, high: 30, unit: 'USD/Mtoken', evidence: 'prior' as const } };
    const { y, frame } = frontierLayout([{ ...line('A', [1, 2]), best }], null, null, 900);
    expect(y(0.01)).toBeLessThanOrEqual(frame.bottom);
    expect(y(30)).toBeGreaterThanOrEqual(frame.top);
    expect(y(0.01) - y(30)).toBeGreaterThan(200);
  });
});
