import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../src/charts/label-place.ts';
import { rooflineLayout, type Roof, type RoofPoint } from '../../src/charts/roofline-chart.ts';

const roof = (name: string, bandwidth: number, peak: number): Roof => ({ name, bandwidth, peak, peakLabel: 'fp8', own: false });
const point = (name: string, intensity: number, rate: number): RoofPoint => ({
  id: name,
  name,
  intensity,
  rate,
  low: rate * 0.9,
  high: rate * 1.1,
  own: true,
  evidence: 'measured',
});

describe('roofline', () => {
  it('bends where the peak meets the bandwidth', () => {
    const {
      roofs: [placed],
      x,
    } = rooflineLayout([], [roof('H200', 4.8e12, 989e12)], 530);
    expect(placed?.kneeX).toBeCloseTo(x(989 / 4.8), 6);
  });
  it('has the same axes for every chip, so that pictures overlay', () => {
    const small = rooflineLayout([point('matmul', 300, 9e12)], [roof('laptop', 0.36e12, 11e12)], 530);
    const large = rooflineLayout([], [roof('B200', 8e12, 4500e12)], 530);
    expect(small.x(64)).toBe(large.x(64));
    expect(small.y(1e12)).toBe(large.y(1e12));
  });
  it('puts a point that reaches its roof on it', () => {
    const {
      points: [placed],
      roofs: [line],
      y,
    } = rooflineLayout([point('matmul', 2048, 11e12)], [roof('laptop', 0.36e12, 11e12)], 530);
    expect(placed?.y).toBeCloseTo(line?.peakY ?? 0, 6);
    expect(placed?.y).toBeCloseTo(y(11e12), 6);
  });
});

describe('labels', () => {
  const frame = { x: 0, y: 0, width: 400, height: 300 };
  it('stand beside their points', () => {
    expect(placeLabels([{ x: 50, y: 100, text: 'matmul' }], frame)).toEqual([{ x: 60, y: 104, anchor: 'start' }]);
  });
  it('turn to the other side at the edge', () => {
    expect(placeLabels([{ x: 390, y: 100, text: 'matmul' }], frame)[0]?.anchor).toBe('end');
  });
  it('are left out where every side is taken, rather than drawn over another', () => {
    const crowd = Array.from({ length: 30 }, (_, index) => ({ x: 200 + index, y: 150, text: 'attention decode 8192' }));
    const placed = placeLabels(crowd, frame);
    expect(placed.some((label) => label === null)).toBe(true);
    expect(placed[0]).not.toBeNull();
  });
});
