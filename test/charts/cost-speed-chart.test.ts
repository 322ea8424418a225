import { describe, expect, test } from 'vitest';
import { costSpeedChart, costSpeedLayout, type CostSpeedLine } from '../../src/charts/cost-speed-chart.ts';
import { renderSvg } from './render-svg.ts';

const line = (name: string, colour: string, factor: number): CostSpeedLine => ({
  name,
  colour,
  chosen: name === 'A',
  points: [
    { speed: 10, cost: 0.5 * factor },
    { speed: 100, cost: 8 * factor },
  ],
  best: { speed: 30, cost: { value: factor, low: factor / 2, high: factor * 2, unit: 'USD/Mtoken', evidence: 'prior' } },
});
const lines = [line('A', 'red', 1), line('B', 'red', 1.01), line('C', 'blue', 1.02)];

describe('cost against speed', () => {
  test.each([260, 340, 560, 720])('at %i px no two names stand on each other, and all is inside', (width) => {
    const { lines: placed, height, right, bottom, x, y } = costSpeedLayout(lines, 25, width);
    const heights = placed.map(({ labelY }) => labelY).toSorted((a, b) => a - b);
    for (const [index, at] of heights.slice(1).entries()) expect(at - (heights[index] ?? 0)).toBeGreaterThanOrEqual(15);
    for (const { labelX, labelY } of placed) {
      expect(labelX).toBeLessThan(width);
      expect(labelY).toBeLessThanOrEqual(height);
    }
    expect([x(25) <= right, y(0.25) <= bottom]).toEqual([true, true]);
  });

  test('lines of one colour differ by their dashes', () => {
    expect(
      costSpeedLayout(lines, 25, 600)
        .lines.map(({ line: { name }, dash }) => [name, dash])
        .toSorted(),
    ).toEqual([
      ['A', ''],
      ['B', '7 3'],
      ['C', ''],
    ]);
  });

  test('says the speed that is asked for, and every name', () => {
    const text = renderSvg(costSpeedChart(costSpeedLayout(lines, 25, 600), 'Cost against speed'));
    for (const words of ['25 asked for', '>A<', '>B<', '>C<', 'tokens a second that one user gets']) expect(text).toContain(words);
  });
});
