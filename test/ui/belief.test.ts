import { describe, expect, it } from 'vitest';
import { beliefOf } from '../../src/run/belief.ts';
import type { Badge, KernelResult } from '../../src/run/run.ts';
import { beliefWords } from '../../src/ui/text/belief.ts';

const kernel = (badges: readonly Badge[], samples: readonly number[] = []): KernelResult => ({
  id: 'x',
  kernel: 'gemm',
  variant: '',
  dtype: 'f32',
  shape: {},
  flops: 1,
  bytes: 1,
  samples,
  median: 1,
  low: 1,
  high: 1,
  checks: [],
  badges,
});
const sound = (count: number): KernelResult[] => Array.from({ length: count }, () => kernel(['quantised-clock', 'wall-clock']));
const said = (kernels: readonly KernelResult[]): string | null => {
  const words = beliefWords(beliefOf({ kernels }));
  return words && `${words.verdict} ${words.words}`;
};

describe('whether to rely on a run', () => {
  it('says nothing where only the way of timing is marked', () => {
    expect(beliefOf({ kernels: sound(4) })).toEqual({ verdict: 'relied on', doubts: [] });
    expect(said(sound(4))).toBeNull();
    expect(said([])).toBeNull();
  });

  it('says by how much the GPU slowed down: 1 s at first and 1.25 s at last are a fifth less', () => {
    const slowed = kernel(['thermally-unstable'], [1, 1, 1.1, 1.1, 1.25, 1.25]);
    expect(beliefOf({ kernels: [slowed] }).doubts[0]?.change).toBeCloseTo(-0.2, 12);
    expect(said([slowed, ...sound(3)])).toBe(
      'Do not rely on this run: the GPU slowed down while it ran (20 %). Plug the computer in, let it cool, and run again.',
    );
    expect(said([kernel(['thermally-unstable'], [1.25, 1.1, 1])])).toContain('sped up while it ran (25 %)');
    expect(said([kernel(['thermally-unstable'])])).toContain('the speed of the GPU changed while it ran.');
  });

  it('is a doubt about the run from a quarter of its points on, and about those points below', () => {
    expect(said([kernel(['noisy']), ...sound(3)])).toMatch(/^Do not rely on this run: 1 of 4 points vary too much/);
    expect(said([kernel(['noisy']), ...sound(4)])).toBe(
      'Most of this run can be relied on. 1 of 5 points varied a lot between samples. Run again to be sure.',
    );
    expect(said([kernel(['page-was-hidden', 'noisy']), ...sound(1)])).toMatch(/^Do not rely on this run: the tab was hidden/);
  });

  it('puts the graver doubt first: many noisy points before one that was hidden', () => {
    expect(
      beliefOf({ kernels: [kernel(['page-was-hidden']), kernel(['noisy']), kernel(['noisy']), ...sound(5)] }).doubts.map(({ badge }) => badge),
    ).toEqual(['noisy', 'page-was-hidden']);
  });

  it('says of a software adapter that no GPU was measured, whatever else there is', () => {
    expect(said([kernel(['software-adapter', 'noisy']), ...sound(9)])).toMatch(
      /^This run says nothing about a GPU: the browser ran it on the processor/,
    );
  });
});
