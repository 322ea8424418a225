import { describe, expect, it } from 'vitest';
import { percentileAt, percentileLayout, type PercentilePanel } from '../../src/charts/percentile-chart.ts';
import type { Quantity } from '../../src/units/quantity.ts';

const time = (value: number): Quantity => ({ value, low: value / 1.3, high: value * 1.3, unit: 's', evidence: 'interpolated' });
const panel = (name: string, values: readonly number[]): PercentilePanel => ({
  name,
  rows: values.map((value, index) => ({ name: `row ${index}`, time: time(value), simulated: index > 0 })),
  missing: 'no bound',
});
const three = [panel('first', [0.1, 0.11, 0.2]), panel('each', [0.02, 0.02]), panel('whole', [20])];

describe('percentiles', () => {
  it('stand side by side, and below each other on a phone, each inside its picture', () => {
    for (const width of [354, 720, 1116]) {
      const { panels } = percentileLayout(three, width);
      expect(new Set(panels.map(({ top }) => top)).size).toBe(width < 760 ? 3 : 1);
      for (const { left, width: own, rows } of panels)
        for (const { low, x, high } of rows) {
          expect(low >= left && low < x && x < high).toBe(true);
          expect(high).toBeLessThanOrEqual(left + own);
        }
    }
  });
  it('put later percentiles further right, on an axis of their own for each quantity', () => {
    const [first] = percentileLayout(three, 1116).panels;
    const xs = first!.rows.map(({ x }) => x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  });
  it('find the row under a pointer, over all panels', () => {
    const layout = percentileLayout(three, 1116);
    const {
      rows: [row],
    } = layout.panels[1]!;
    expect(percentileAt(layout, row!.x, row!.y + 4)).toBe(3);
    expect(percentileAt(layout, row!.x, 4)).toBeNull();
  });
  it('leave room for the words of a panel that has no rows', () => {
    const layout = percentileLayout([panel('first', [])], 354);
    expect(layout.panels[0]!.rows).toEqual([]);
    expect(layout.height).toBeGreaterThan(60);
  });
});
