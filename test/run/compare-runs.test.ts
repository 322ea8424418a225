import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../src/run/compare-runs.ts';
import type { KernelResult, Run } from '../../src/run/run.ts';

const kernel = (id: string, median: number, spread = 1.02): KernelResult => ({
  id,
  kernel: 'gemm',
  variant: '',
  dtype: 'f32',
  shape: {},
  flops: 1,
  bytes: 1,
  samples: [],
  median,
  low: median / spread,
  high: median * spread,
  checks: [],
  badges: [],
});
const run = (kernels: readonly KernelResult[], more: Partial<Run> = {}): Run => ({
  version: 1,
  when: '2026-11-22T10:00:00Z',
  plan: 'quick',
  elapsed: 1,
  left: [],
  kernels,
  clock: { kind: 'timestamp', step: 0 },
  adapter: { vendor: 'apple', architecture: 'a', device: '', description: '', fallback: false, features: [], limits: {} },
  ceilings: {
    fmaF32: { value: 10, low: 9.9, high: 10.1 },
    fmaF16: null,
    read: null,
    copy: null,
    dispatch: { value: 4e-6, low: 3.9e-6, high: 4.1e-6 },
  },
  ...more,
});

describe('two runs', () => {
  it('are the same as themselves: every ratio is one and nothing is told apart', () => {
    const one = run([kernel('a', 1), kernel('b', 2)]);
    const { kernels, ceilings, onlyFirst, onlySecond, differences } = compareRuns(one, one);
    expect(kernels.map(({ ratio, overlap }) => [ratio.value, overlap])).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(ceilings.map(({ name, ratio }) => [name, ratio?.value])).toEqual([
      ['fmaF32', 1],
      ['dispatch', 1],
    ]);
    expect([onlyFirst, onlySecond, differences]).toEqual([[], [], []]);
  });
  it('have ratios above one where the second is faster, and say whether the intervals are apart', () => {
    const { kernels } = compareRuns(run([kernel('a', 1), kernel('b', 1)]), run([kernel('a', 0.5), kernel('b', 0.99)]));
    expect(kernels.map(({ ratio, overlap }) => [ratio.value, overlap])).toEqual([
      [2, false],
      [1 / 0.99, true],
    ]);
  });
  it('turn over when they change places, intervals included', () => {
    const time = fc.double({ min: 1e-6, max: 1, noNaN: true }),
      spread = fc.double({ min: 1, max: 3, noNaN: true });
    fc.assert(
      fc.property(time, time, spread, spread, (a, b, left, right) => {
        const one = run([kernel('a', a, left)]),
          other = run([kernel('a', b, right)]);
        const forth = compareRuns(one, other).kernels[0]!,
          back = compareRuns(other, one).kernels[0]!;
        expect(forth.ratio.value * back.ratio.value).toBeCloseTo(1, 9);
        expect(forth.ratio.low * back.ratio.high).toBeCloseTo(1, 9);
        expect(forth.ratio.low <= forth.ratio.value && forth.ratio.value <= forth.ratio.high).toBe(true);
        expect(forth.overlap).toBe(back.overlap);
      }),
    );
  });
  it('count a shorter launch as the better one', () => {
    const slow = run([]),
      fast = run([], { ceilings: { ...slow.ceilings, dispatch: { value: 2e-6, low: 2e-6, high: 2e-6 } } });
    expect(compareRuns(slow, fast).ceilings.find(({ name }) => name === 'dispatch')?.ratio?.value).toBe(2);
  });
  it('list what only one of them has, and what else differs', () => {
    const processor = run([kernel('b', 1)], { plan: 'thorough', clock: { kind: 'wall', step: 0 } });
    const { onlyFirst, onlySecond, differences, kernels } = compareRuns(run([kernel('a', 1)]), {
      ...processor,
      adapter: { ...processor.adapter, vendor: 'google', fallback: true },
    });
    expect([onlyFirst, onlySecond, kernels]).toEqual([['a'], ['b'], []]);
    expect(differences).toEqual(['adapter', 'software', 'plan', 'clock']);
  });
  it('keep a ceiling that one of them lacks, without a ratio', () => {
    const old = run([]),
      later = run([], { ceilings: { ...old.ceilings, dp4a: { value: 5, low: 5, high: 5 } } });
    expect(compareRuns(old, later).ceilings.find(({ name }) => name === 'dp4a')).toMatchObject({ first: null, ratio: null, overlap: null });
  });
});
