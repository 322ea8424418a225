import { describe, expect, it } from 'vitest';
import { scatterAt, scatterLayout, type ScatterPanel, type ScatterPoint } from '../../src/charts/scatter-chart.ts';

const point = (id: number, measured: number, estimated: number): ScatterPoint => ({
  id,
  measured,
  estimated,
  low: estimated * 0.8,
  high: estimated * 1.25,
  colour: 'green',
  evidence: 'interpolated',
});
const panel = (points: readonly ScatterPoint[]): ScatterPanel => ({ name: 'Time per output token', found: '', unit: '', tick: String, points });
const three = [panel([point(0, 0.01, 0.01), point(1, 0.02, 0.04)]), panel([point(2, 1, 1.1)]), panel([point(3, 500, 100)])];

describe('scatter', () => {
  it('puts a perfect estimate on the diagonal', () => {
    const { points, panels } = scatterLayout(three, 1116);
    const perfect = points.find(({ point: { id } }) => id === 0);
    const { left, top, size } = panels[0]!.frame;
    expect(perfect!.x - left).toBeCloseTo(top + size - perfect!.y, 9);
  });

  it('puts equal factors at equal distances, whatever the size', () => {
    const { points } = scatterLayout([panel([point(0, 1, 2), point(1, 10, 20), point(2, 100, 200)])], 400);
    const [first, ...others] = points.map(({ x, y }) => x + y);
    for (const other of others) expect(other).toBeCloseTo(first!, 9);
  });

  it('walks the points from the largest miss to the smallest', () => {
    expect(scatterLayout(three, 1116).points.map(({ point: { id } }) => id)).toEqual([3, 1, 2, 0]);
  });

  it('stands its squares side by side, and below each other on a phone', () => {
    const wide = scatterLayout(three, 1116),
      phone = scatterLayout(three, 354);
    expect(new Set(wide.panels.map(({ frame }) => frame.top)).size).toBe(1);
    expect(new Set(phone.panels.map(({ frame }) => frame.left)).size).toBe(1);
    for (const { panels, width } of [wide, phone])
      for (const {
        frame: { left, size },
      } of panels)
        expect(left + size).toBeLessThanOrEqual(width);
  });

  it('has no two ticks that touch: where steps of 1-2-5 would, whole decades are left', () => {
    const words = (seconds: number): string => `${Number((seconds * 1e3).toPrecision(1))} ms`;
    const wide = { ...panel([point(0, 0.003, 0.004), point(1, 0.9, 0.8)]), tick: words };
    for (const width of [354, 700, 1116]) {
      const [placed] = scatterLayout([wide, wide, wide], width).panels;
      const ends = placed!.ticks.map((tick) => [placed!.x(tick) - words(tick).length * 3.3, placed!.x(tick) + words(tick).length * 3.3] as const);
      for (const [index, [from]] of ends.slice(1).entries()) expect(from).toBeGreaterThan(ends[index]![1]);
      expect(placed!.ticks.length).toBeGreaterThan(1);
    }
  });

  it('takes the typical interval for its band', () => {
    const [only] = scatterLayout([panel([point(0, 1, 1), point(1, 2, 2), { ...point(2, 3, 3), low: 0.3, high: 30 }])], 400).panels;
    expect(only!.band[0]).toBeCloseTo(0.8, 12);
    expect(only!.band[1]).toBeCloseTo(1.25, 12);
  });

  it('finds the point under the pointer, and none far from all', () => {
    const layout = scatterLayout(three, 1116),
      [worst] = layout.points;
    expect(scatterAt(layout, worst!.x + 3, worst!.y - 3)).toBe(0);
    expect(scatterAt(layout, worst!.x + 60, worst!.y + 60)).toBeNull();
  });

  it('draws nothing it was not given', () => {
    expect(scatterLayout([], 400).points).toEqual([]);
  });
});
