import { describe, expect, it } from 'vitest';
import { modelLayout, type ModelRow } from '../../src/charts/model-chart.ts';

const row = (value: number, predicted: number | null): ModelRow => ({
  id: String(value),
  name: '',
  detail: '',
  measured: { value, low: value * 0.98, high: value * 1.02, unit: 'tokens/s', evidence: 'measured' },
  predicted,
  error: '',
});

describe('whole models', () => {
  it('put a prediction that is met on the dot, and a faster one right of it', () => {
    const {
      rows: [met, faster],
    } = modelLayout([row(50, 50), row(50, 60)], 900);
    expect(met!.predicted).toBeCloseTo(met!.x, 9);
    expect(faster!.predicted).toBeGreaterThan(faster!.x);
  });
  it.each([354, 768, 1116])('stay inside %i px, words and all', (width) => {
    for (const { low, high, predicted } of modelLayout([row(0.4, 0.5), row(20_000, 31_000), row(90, null)], width).rows) {
      for (const x of [low, high, predicted ?? low]) expect(x >= 0 && x < width - 100).toBe(true);
    }
  });
  it('draw no prediction that there is not', () => expect(modelLayout([row(90, null)], 900).rows[0]!.predicted).toBeNull());
});
