import { describe, expect, it } from 'vitest';
import { ratioLayout, ratioWords, type RatioRow } from '../../src/charts/ratio-chart.ts';

const row = (value: number, spread = 1.02): RatioRow => ({
  id: String(value),
  name: '',
  value,
  low: value / spread,
  high: value * spread,
  overlap: false,
});

describe('ratios', () => {
  it('reach as far to both sides of one', () => {
    const { scale, rows } = ratioLayout([row(2), row(0.5)], 900);
    expect(rows[0]!.x - scale(1)).toBeCloseTo(scale(1) - rows[1]!.x, 9);
  });
  it('are not blown up where nothing differs', () => {
    const { scale, rows } = ratioLayout([row(1.001, 1.002)], 900);
    expect(Math.abs(rows[0]!.x - scale(1))).toBeLessThan(6);
  });
  it.each([
    [354, 1.02],
    [354, 30],
    [1116, 1.3],
    [1116, 1e4],
  ])('at %i px and ratios of %f have ticks on both sides, all inside', (width, ratio) => {
    const { ticks, scale, rows } = ratioLayout([row(ratio)], width);
    expect(ticks).toContain(1);
    for (const tick of ticks) expect(ticks.some((other) => Math.abs(other * tick - 1) < 1e-9)).toBe(true);
    for (const x of [...ticks.map(scale), rows[0]!.low, rows[0]!.high]) expect(x >= 0 && x <= width).toBe(true);
  });
  it('have two decimals near one', () => expect([1.04, 0.97, 3.2, 25].map(ratioWords)).toEqual(['1.04×', '0.97×', '3.2×', '25×']));
});
