/** Ratios from paired rounds, and a table that claims nothing of a processor. */
import { describe, expect, it } from 'vitest';
import { printComparison, ratiosOf, summarise } from './report.ts';
import type { CaseResult, Comparison, ContenderResult } from './results.ts';

const contender = (name: string, samples: (number | null)[]): ContenderResult => ({
  name,
  version: '1',
  way: samples.length === 0 ? null : 'way',
  ways: [{ way: 'way', error: null, seconds: null, message: 'not here\nat all' }],
  error: samples.length === 0 ? null : 1e-7,
  passed: samples.length > 0,
  calls: 1,
  samples,
});

const result: CaseResult = {
  id: 'gemm/8x8x8/f32',
  kernel: 'gemm',
  dtype: 'f32',
  flops: 1e9,
  bytes: 1e6,
  rateUnit: 'FLOP/s',
  sets: 1,
  tolerance: 1e-4,
  contenders: [
    contender('ours', [1e-3, 2e-3, null, 1e-3]),
    contender('ours, chained', [1e-3, 1e-3, 1e-3, 1e-3]),
    contender('peer', [2e-3, 4e-3, 9e-3, null]),
    contender('other', []),
  ],
};

const comparison = (fallback: boolean): Comparison => ({
  where: 'node',
  adapter: { vendor: 'v', architecture: 'a', device: '', description: '', fallback, features: [], limits: {} },
  policy: { window: 0.1, rounds: 4, workingSet: 0, seed: 1 },
  cases: [result],
  left: ['gemm/16x16x16/f32'],
  absent: [{ name: 'third', message: 'no adapter' }],
});

describe('ratios', () => {
  it('pair the rounds that both have', () => {
    const [called, chained] = ratiosOf(result, 1);
    expect(called).toMatchObject({ peer: 'peer', ours: 'ours', ratio: { value: 2, low: 2, high: 2 } });
    expect(chained?.ratio.value).toBe(4);
    expect(ratiosOf(result, 1)).toHaveLength(2);
  });

  it('repeat from their seed', () => expect(ratiosOf(result, 7)).toEqual(ratiosOf(result, 7)));
});

describe('the table', () => {
  it('shows rates and ratios on a GPU, what is left and who is absent', () => {
    const text = printComparison(summarise(comparison(false), null));
    expect(text).toContain('2.00  (2.00 to 2.00)');
    expect(text).toContain('TFLOP/s');
    expect(text).toContain('No time was left for gemm/16x16x16/f32');
    expect(text).toContain('third did not start: no adapter');
    expect(text).toContain('none: not here');
    expect(text).not.toContain('at all');
  });

  it('shows neither on a processor, and says why', () => {
    const text = printComparison(summarise(comparison(true), null));
    expect(text).toContain('say nothing about GPUs');
    expect(text).not.toMatch(/FLOP\/s|2\.00/);
    expect(text).toContain('1.0e-7');
  });
});
