import { describe, expect, it } from 'vitest';
import { printTuning } from '../../../src/cli/print/tuning.ts';
import type { KernelResult, Run } from '../../../src/run/run.ts';

const raced = {
  id: 'gemm/2048x2048x2048/f32',
  variant: '128x64x16 8x4 256',
  tried: [
    { variant: '128x64x16 8x4 256', seconds: 1e-3, high: 1.01e-3, samples: 11 },
    { variant: '64x64x16 4x4 256', seconds: 1.1e-3, high: 1.12e-3, samples: 11 },
    { variant: '32x32x16 4x4 64', seconds: 2.4e-3, high: 2.5e-3, samples: 2 },
  ],
} as unknown as KernelResult;
const run = (kernels: readonly Partial<KernelResult>[]): Run => ({ kernels, adapter: { fallback: false } }) as unknown as Run;

describe('the tuning log', () => {
  it('says for each race how many ran, who won and by how much', () => {
    const [, , row = ''] = printTuning(run([raced])).split('\n');
    expect(row.split(/ {2,}/)).toEqual(['gemm/2048x2048x2048/f32', '3', '128x64x16 8x4 256', '1.00 ms', '64x64x16 4x4 256', '10 %', '2.4×']);
  });

  it('is empty where nothing had a choice, and passes over races whose winner was wrong', () => {
    expect(printTuning(run([{ id: 'launch.dispatch', variant: '1' }]))).toBe('');
    expect(printTuning(run([{ ...raced, variant: '32x32x16 4x4 64' }]))).toContain('−58 %');
    expect(printTuning(run([{ ...raced, variant: 'another' }]))).toBe('');
  });
});
