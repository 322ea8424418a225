import { describe, expect, it } from 'vitest';
import { tornadoLayout, type TornadoBar } from '../../src/charts/tornado-chart.ts';

const bar = (name: string, low: number | null, high: number | null): TornadoBar => ({
  id: name,
  name,
  low: { at: 'low', value: low },
  high: { at: 'high', value: high },
  change: '',
});

describe('tornado', () => {
  it('makes half and twice equally long, on their sides of the answer', () => {
    const {
      baseX,
      bars: [placed],
    } = tornadoLayout([bar('users', 2, 0.5)], 1, 1100);
    expect(placed!.low.x - baseX).toBeCloseTo(baseX - placed!.high.x, 9);
    expect([placed!.low.left, placed!.high.left]).toEqual([false, true]);
  });
  it('writes an end that moves nothing, or that nothing serves, on the free side', () => {
    const {
      baseX,
      bars: [still, none],
    } = tornadoLayout([bar('hours', 2, 1), bar('tokens', 0.5, null)], 1, 1100);
    expect([still!.high.x, still!.high.left]).toEqual([baseX, true]);
    expect([none!.high.x, none!.high.left]).toEqual([baseX, false]);
  });
  it.each([354, 530, 768, 1116])('keeps bars and the words beside them inside %i px', (width) => {
    for (const { low, high } of tornadoLayout([bar('a', 0.3, 3), bar('b', 0.9, 1.1)], 1, width).bars) {
      for (const { x } of [low, high]) {
        expect(x).toBeGreaterThan(60);
        expect(x).toBeLessThan(width - 60);
      }
    }
  });
  it('stands names above bars on a phone, and draws nothing it was not given', () => {
    expect([tornadoLayout([], 1, 354).stacked, tornadoLayout([], 1, 1100).stacked]).toEqual([true, false]);
    expect(tornadoLayout([], 1, 354).bars).toEqual([]);
  });
});
