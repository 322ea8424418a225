import { describe, expect, it } from 'vitest';
import type { KernelCheck } from '../../src/run/run.ts';
import type { Judged } from './judge-all.ts';
import { kernelLines, printNumerics } from './table.ts';

const check = (kind: KernelCheck['kind'], error: number, tolerance: number): KernelCheck => ({ kind, error, tolerance, passed: error <= tolerance });
const judged = (kernel: string, precision: Judged['precision'], variant: string, ...checks: KernelCheck[]): Judged => ({
  kernel,
  precision,
  variant,
  case: 'a case',
  checks,
});

describe('the table of kernels and what they are off by', () => {
  const all = [
    judged('gemm', 'f16', 'a', check('sampled', 2e-4, 1e-3)),
    judged('gemm', 'f32', 'a', check('exact', 0, 0), check('sampled', 1e-7, 1e-5), check('freivalds', 4e-7, 1e-4)),
    judged('gemm', 'f32', 'b', check('exact', 3, 0)),
    judged('attention', 'f32', 'a', check('poison', 0, 0)),
  ];

  it('has a line for each kernel and precision, with the error that comes nearest to what is allowed', () => {
    expect(kernelLines(all)).toEqual([
      { kernel: 'attention', precision: 'f32', variants: 1, cases: 1, right: 1, wrong: 0, error: null, tolerance: null },
      { kernel: 'gemm', precision: 'f32', variants: 2, cases: 2, right: 1, wrong: 3, error: 1e-7, tolerance: 1e-5 },
      { kernel: 'gemm', precision: 'f16', variants: 1, cases: 1, right: 1, wrong: 0, error: 2e-4, tolerance: 1e-3 },
    ]);
  });

  it('prints a dash where no real data were compared', () => {
    expect(printNumerics(all)).toMatch(/^attention +f32 +1 +1 +1 +0 +– +–$/m);
    expect(printNumerics(all)).toMatch(/^gemm +f32 +2 +2 +1 +3 +1e−7 +1e−5$/m);
  });
});
