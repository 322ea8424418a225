import { describe, expect, it } from 'vitest';
import { costLayout, costRowAt, type CostBar } from '../../src/charts/cost-chart.ts';
import { costTitle, mostTelling, type TitledRow } from '../../src/charts/cost-title.ts';
import type { Evidence, Quantity } from '../../src/units/quantity.ts';

const cost = (value: number, spread = 1.2, evidence: Evidence = 'prior'): Quantity => ({
  value,
  low: value / spread,
  high: value * spread,
  unit: 'USD/Mtoken',
  evidence,
});
const bar = (name: string, value: number, more: Partial<CostBar> = {}): CostBar => ({
  id: name,
  name,
  detail: '',
  colour: '',
  own: false,
  chosen: false,
  cost: cost(value),
  ranked: true,
  note: '',
  ...more,
});

describe('layout', () => {
  const bars = [bar('A', 0.2), bar('B', 0.4), bar('C', 3)];

  it('puts cheaper to the left, with each interval around its value', () => {
    const layout = costLayout(bars, 1100);
    const placed = layout.bars.flatMap((each) => each.placed ?? []);
    const xs = placed.map(({ x }) => x);
    expect(xs).toHaveLength(3);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    for (const { x, low, high } of placed) expect(low < x && x < high).toBe(true);
  });
  it('draws names above whiskers on a phone, in a column otherwise', () => {
    expect(costLayout(bars, 354).stacked).toBe(true);
    expect(costLayout(bars, 1100).stacked).toBe(false);
  });
  it('keeps everything inside the picture at every width', () => {
    for (const width of [280, 354, 530, 768, 1116]) {
      for (const { low, high, labelX, labelAnchor } of costLayout(bars, width).bars.flatMap((each) => each.placed ?? [])) {
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(width);
        if (labelAnchor === 'start') expect(labelX).toBeLessThan(width);
      }
    }
  });
  it('shows fewer ticks on a phone', () => {
    expect(costLayout(bars, 354).ticks.length).toBeLessThan(costLayout(bars, 1100).ticks.length);
  });
  it('puts those that are not ranked below a line, and those without a cost nowhere on the axis', () => {
    const layout = costLayout(
      [bar('A', 0.2), bar('B', 0.1, { ranked: false }), bar('C', 1, { ranked: false, cost: null, note: 'does not fit' })],
      1100,
    );
    const [a, b, c] = layout.bars;
    expect(layout.divide).toBeGreaterThan((a?.top ?? 0) + layout.rowHeight);
    expect(layout.divide).toBeLessThan(b?.top ?? 0);
    expect(c?.placed).toBeNull();
    expect((c?.top ?? 0) + layout.rowHeight).toBeLessThanOrEqual(layout.height);
  });
  it('has no line where all are ranked, or none is', () => {
    expect(costLayout(bars, 1100).divide).toBeNull();
    expect(
      costLayout(
        bars.map((each) => ({ ...each, ranked: false })),
        1100,
      ).divide,
    ).toBeNull();
  });
  it('finds the row under a point, and none between the two kinds', () => {
    const layout = costLayout([bar('A', 0.2), bar('B', 0.1, { ranked: false })], 1100);
    expect(layout.bars.map(({ y }) => costRowAt(layout, y))).toEqual([0, 1]);
    expect(costRowAt(layout, 0)).toBeNull();
    expect(costRowAt(layout, (layout.divide ?? 0) + 5)).toBeNull();
  });
  it('draws an empty table as an empty picture', () => {
    expect(costLayout([], 1100).bars).toEqual([]);
  });
});

describe('title', () => {
  const row = (name: string, value: number, spread = 1.2, more: Partial<TitledRow> = {}): TitledRow => ({
    name,
    announced: false,
    ranked: true,
    cost: cost(value, spread),
    ...more,
  });

  it('names the cheapest where the intervals tell it apart', () => {
    expect(costTitle([row('B200', 0.19, 1.05), row('H200', 0.42, 1.05)], 'Llama')).toBe(
      'Of the chips one can rent today, B200 serves Llama at the lowest cost',
    );
  });
  it('does not call what is too close', () => {
    expect(costTitle([row('B200', 0.4), row('H200', 0.42)], 'Llama')).toContain('too close to call');
    expect(costTitle([row('A', 0.4), row('B', 0.41), row('C', 0.42), row('D', 0.43)], 'Llama')).toBe(
      'A looks cheapest for Llama, but 3 others lie within the intervals',
    );
  });
  it('leaves out what is announced or priced by substitution', () => {
    const rows = [
      row('Rubin', 0.1, 1.05, { announced: true, ranked: false }),
      row('H20', 0.1, 1.05, { ranked: false, cost: cost(0.1, 1.05, 'projected') }),
      row('H200', 0.42, 1.05),
      row('H100', 0.9, 1.05),
    ];
    expect(costTitle(rows, 'Llama')).toContain('H200 serves');
  });
  it('says so when every price is projected, and when there is none', () => {
    const projected = (name: string, value: number): TitledRow => row(name, value, 1.2, { ranked: false, cost: cost(value, 1.2, 'projected') });
    expect(costTitle([projected('H200', 0.5), projected('H20', 0.3), row('Rubin', 0.1, 1.2, { announced: true, ranked: false })], 'Llama')).toBe(
      'By projected prices alone, H20 comes out lowest for Llama',
    );
    expect(costTitle([row('Rubin', 0.1, 1.2, { announced: true, ranked: false })], 'Llama')).toBe('No chip that is made today has a price for Llama');
    expect(costTitle([], 'Llama')).toBe('No chip that is made today has a price for Llama');
  });
});

describe('the most telling rows', () => {
  const rows = Array.from({ length: 20 }, (_, index) => ({
    id: index,
    vendor: index < 18 ? 'NVIDIA' : 'AMD',
    keep: index === 17,
    cost: cost(index + 1),
  }));

  it('are the cheapest, the cheapest of each vendor and those to keep, in order of cost', () => {
    const ids = mostTelling(rows, 6).map(({ id }) => id);
    expect(ids).toEqual([0, 1, 2, 3, 17, 18]);
  });
  it('are all of them where there is room', () => {
    expect(mostTelling(rows, 50)).toHaveLength(20);
  });
});
