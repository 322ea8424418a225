import { describe, expect, it } from 'vitest';
import { accelerator } from '../../../src/catalogue/accelerators.ts';
import type { Model } from '../../../src/catalogue/facts.ts';
import { model } from '../../../src/catalogue/models.ts';
import { arrangements } from '../../../src/estimate/resolve/arrangements.ts';
import { toChipSpec } from '../../../src/model/chip-from-catalogue.ts';
import type { ChipSpec } from '../../../src/model/chip.ts';
import type { Parallel } from '../../../src/scenario/scenario.ts';

const chip = (id: string): ChipSpec => toChipSpec(accelerator(id)!);
const of = (id: string): Model => model(id)!;
/** `tensor/pipeline/expert/attentionData`. */
const words = (list: readonly Parallel[]): readonly string[] =>
  list.map(({ tensor, pipeline, expert, attentionData }) => `${tensor}/${pipeline}/${expert}/${attentionData}`);

describe('arrangements of a dense model', () => {
  it('are tensor splits by twos, to the server, and stages past it', () => {
    expect(words(arrangements(of('llama-3.3-70b'), chip('h200-sxm'), 4))).toEqual(['1/1/1/1', '2/1/1/1', '4/1/1/1']);
    expect(words(arrangements(of('llama-3.3-70b'), chip('h200-sxm'), 32))).toEqual([
      '1/1/1/1',
      '2/1/1/1',
      '4/1/1/1',
      '8/1/1/1',
      '8/2/1/1',
      '8/4/1/1',
    ]);
    // A larger fabric holds sixteen; more are not used.
    expect(words(arrangements(of('llama-3.3-70b'), chip('gb200-nvl72'), 32))).toEqual([
      '1/1/1/1',
      '2/1/1/1',
      '4/1/1/1',
      '8/1/1/1',
      '8/2/1/1',
      '16/1/1/1',
      '8/4/1/1',
      '16/2/1/1',
    ]);
  });

  it('split heads evenly, and stages no finer than layers or sixteen', () => {
    // 24 query heads: 16 does not divide them.
    const odd = { ...of('llama-3.3-70b'), heads: 24 };
    expect(words(arrangements(odd, chip('gb200-nvl72'), 16))).not.toContain('16/1/1/1');
    expect(words(arrangements({ ...odd, layers: 3 }, chip('h200-sxm'), 32))).toEqual(['1/1/1/1', '2/1/1/1', '4/1/1/1', '8/1/1/1', '8/2/1/1']);
    expect(Math.max(...arrangements(of('llama-3.1-405b'), chip('h200-sxm'), 1000).map(({ pipeline }) => pipeline))).toBe(16);
  });
});

describe('arrangements of experts', () => {
  it('put whole experts on tensor ranks, or on attention-data ranks beside them', () => {
    expect(words(arrangements(of('gpt-oss-120b'), chip('h200-sxm'), 4))).toEqual([
      '1/1/1/1',
      '1/1/2/2',
      '2/1/1/1',
      '2/1/2/1',
      '1/1/4/4',
      '2/1/4/2',
      '4/1/1/1',
      '4/1/4/1',
    ]);
  });

  it('reach 128 accelerators, as many as divide the experts', () => {
    const sizes = (id: string): number => Math.max(...arrangements(of(id), chip('gb200-nvl72'), 1024).map(({ expert }) => expert));
    expect(sizes('deepseek-v3')).toBe(128);
    // Mixtral has eight experts.
    expect(sizes('mixtral-8x7b')).toBe(8);
  });
});
