import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import { models } from '../../src/catalogue/models.ts';
import { editDistance, nearest } from '../../src/catalogue/suggestions.ts';

const chips = accelerators().map((chip) => chip.id);
const shapes = models().map((shape) => shape.id);

describe('nearest', () => {
  it('finds exactly the one chip that "h200" can mean first', () => {
    expect(nearest('h200', chips)[0]).toBe('h200-sxm');
  });

  it.each([
    ['H100', 'h100-nvl h100-80-sxm h100-pcie'],
    ['gb200', 'gb200-nvl72'],
    ['mi300', 'mi300x'],
    ['tpuv6e', 'tpu-v6e'],
    ['b200', 'b200-sxm'],
    ['l40', 'l40s'],
  ])('finds a chip for %s', (typed, expected) => {
    expect(expected.split(' ')).toContain(nearest(typed, chips)[0]);
  });

  it.each([
    ['llama-70b', 'llama-3.3-70b llama-3.1-70b'],
    ['llama3.3-70b', 'llama-3.3-70b'],
    ['deepseek-ai/DeepSeek-V3', 'deepseek-v3'],
    ['gpt-oss', 'gpt-oss-20b gpt-oss-120b'],
    ['qwen3-32', 'qwen3-32b'],
  ])('finds a model for %s', (typed, expected) => {
    expect(expected.split(' ')).toContain(nearest(typed, shapes)[0]);
  });

  it('finds an id with two letters swapped', () => {
    expect(nearest('h020-sxm', chips)[0]).toBe('h200-sxm');
  });

  it('suggests nothing for nonsense', () => {
    expect(nearest('zzzzzzzz', chips)).toEqual([]);
    expect(nearest('', chips)).toEqual([]);
  });

  it('puts an existing id first', () => {
    fc.assert(
      fc.property(fc.constantFrom(...chips, ...shapes), (id) => {
        expect(nearest(id, [...chips, ...shapes])[0]).toBe(id);
      }),
    );
  });
});

describe('editDistance', () => {
  it('is zero only for equal words, and symmetric', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
      }),
    );
  });

  it('counts a swap of neighbours once', () => {
    expect(editDistance('h200', 'h020')).toBe(1);
  });
});
