import { describe, expect, it } from 'vitest';
import { accelerator } from '../../../src/catalogue/accelerators.ts';
import type { Model } from '../../../src/catalogue/facts.ts';
import { model } from '../../../src/catalogue/models.ts';
import { arrangements } from '../../../src/estimate/resolve/arrangements.ts';
import { toChipSpec } from '../../../src/model/chip-from-catalogue.ts';
import type { ChipSpec } from '../../../src/model/chip.ts';
import { replicaSize } from '../../../src/scenario/parallel.ts';
import type { Parallel } from '../../../src/scenario/scenario.ts';

const chip = (id: string): ChipSpec => toChipSpec(accelerator(id)!);
const of = (id: string): Model => model(id)!;

describe.each(['llama-3.3-70b', 'gpt-oss-120b', 'deepseek-v3', 'mixtral-8x7b'])('arrangements of %s', (id) => {
  const list = (limit: number): readonly Parallel[] => arrangements(of(id), chip('gb200-nvl72'), limit);

  it('fit into the count, smallest first, and divide heads and layers', () => {
    const { heads, layers } = of(id);
    const all = list(64);
    const sizes = all.map(replicaSize);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
    for (const { tensor, pipeline } of all) {
      expect(heads % tensor).toBe(0);
      expect(tensor).toBeLessThanOrEqual(16);
      expect(pipeline).toBeLessThanOrEqual(Math.min(16, layers));
    }
  });

  it('are one alone on one accelerator, and never fewer on more', () => {
    expect(list(1)).toEqual([{ tensor: 1, pipeline: 1, expert: 1, attentionData: 1 }]);
    for (const [few, more] of [
      [1, 2],
      [2, 4],
      [4, 8],
    ] as const)
      expect(list(more).length).toBeGreaterThanOrEqual(list(few).length);
  });
});
