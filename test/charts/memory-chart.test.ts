import { describe, expect, it } from 'vitest';
import { memoryLayout } from '../../src/charts/memory-chart.ts';
import { utilisationLayout, utilisationRowAt } from '../../src/charts/utilisation-chart.ts';

const parts = [
  { name: 'Weights', colour: 'blue', amount: 70e9 },
  { name: 'Optimiser', colour: 'green', amount: 430e9 },
];

describe('memory against what a device has', () => {
  it('puts the line where the parts would end if they just fitted', () => {
    const over = memoryLayout(parts, 141e9, 530);
    const last = over.parts.at(-1);
    expect(over.used).toBe(500e9);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(500, 6);
    expect(over.limit).toBeCloseTo((530 / 1.06) * (141 / 500), 6);
    const under = memoryLayout(parts, 1000e9, 530);
    expect(under.limit).toBeCloseTo(500, 6);
    expect(under.parts[1]?.x).toBeCloseTo(35 + 1.5, 6);
  });
});

describe('MFU of runs', () => {
  const row = (id: string, published: number | null, high: number) => ({
    id,
    name: id,
    detail: '',
    published,
    predicted: { value: 0.4, low: 0.2, high, unit: '1', evidence: 'prior' as const },
  });

  it('never reaches beyond all of the peak', () => {
    const layout = utilisationLayout([row('asked', null, 1.3), row('run', 0.38, 0.5)], 1000);
    const [asked, run] = layout.rows;
    expect(layout.ticks.at(-1)?.share).toBe(1);
    expect(asked?.predicted?.high).toBe(980);
    expect(run?.published).toBeCloseTo(300 + 680 * 0.38, 6);
    expect(utilisationRowAt(layout, (run?.top ?? 0) + 1)).toBe(1);
    expect(utilisationRowAt(layout, 2)).toBeNull();
  });
});
