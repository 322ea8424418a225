import { describe, expect, it } from 'vitest';
import { intervalLayout, intervalRowAt, type IntervalRow } from '../../src/charts/interval-chart.ts';

const row = (id: string, value: number, low: number, high: number): IntervalRow => ({
  id,
  name: id,
  detail: '',
  colour: 'var(--accent)',
  quantity: { value, low, high, unit: 'accelerators', evidence: 'prior' },
});

describe('values with intervals', () => {
  it('stand a decade as far apart as the next, inside the picture at every width', () => {
    for (const width of [320, 640, 1100]) {
      const { rows, scale } = intervalLayout([row('a', 100, 50, 200), row('b', 1000, 400, 3000), row('c', 10_000, 9000, 40_000)], width);
      const [a, b, c] = rows;
      expect((b?.x ?? 0) - (a?.x ?? 0)).toBeCloseTo((c?.x ?? 0) - (b?.x ?? 0), 6);
      for (const { low, x, high } of rows) expect(low < x && x < high && low >= 0 && high <= width).toBe(true);
      expect(scale(100)).toBe(a?.x);
    }
  });

  it('know which row lies under a pointer', () => {
    const layout = intervalLayout([row('a', 1, 1, 1), row('b', 2, 1, 3)], 800);
    expect(intervalRowAt(layout, 10)).toBeNull();
    expect(intervalRowAt(layout, 30 + 34 + 2)).toBe(1);
  });
});
