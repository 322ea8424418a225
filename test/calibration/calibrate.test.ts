/** Five numbers fitted back from kernels whose law is known, on a GPU and on a processor that plays one. */
import { describe, expect, it } from 'vitest';
import { classFit } from '../../src/calibration/calibrate.ts';
import { overlapped } from '../../src/model/operators/primitive.ts';
import type { KernelResult, Run } from '../../src/run/run.ts';

const peak = 20e12;
const read = 500e9;
const dispatch = 8e-6;

interface Law {
  readonly computeShare: number;
  readonly memoryShare: number;
}

function timed(flops: number, bytes: number, { computeShare, memoryShare }: Law): KernelResult {
  const median = dispatch + overlapped(flops / (computeShare * peak), bytes / (memoryShare * read), 2.4);
  return {
    id: `gemm/${flops}/f32`,
    kernel: 'gemm',
    variant: '',
    dtype: 'f32',
    shape: {},
    flops,
    bytes,
    samples: [median],
    median,
    low: median * 0.995,
    high: median * 1.005,
    checks: [],
    badges: [],
  };
}

const run = (kernels: readonly KernelResult[], fallback: boolean): Pick<Run, 'kernels' | 'ceilings' | 'adapter'> => ({
  kernels,
  ceilings: {
    fmaF32: { value: peak, low: peak, high: peak },
    fmaF16: null,
    copy: null,
    read: { value: read, low: read, high: read },
    dispatch: { value: dispatch, low: dispatch, high: dispatch },
  },
  adapter: { vendor: 'v', architecture: 'a', device: '', description: '', fallback, features: [], limits: {} },
});

/** Squares from small to large, and one product of few rows that waits for memory. */
const kernelsOf = (law: Law): readonly KernelResult[] => [
  ...[256, 512, 1024, 2048, 4096].map((n) => timed(2 * n ** 3, 12 * n ** 2, law)),
  timed(2 * 16 * 8192 ** 2, 4 * 8192 ** 2, law),
];

describe('the fit of a class', () => {
  it.each([
    ['a GPU', false, { computeShare: 0.7, memoryShare: 0.8 }],
    // SwiftShader's products reach a hundredth of its multiply-add probe.
    ['a processor', true, { computeShare: 0.02, memoryShare: 0.03 }],
  ] as const)('finds the shares of %s inside its interval', (_, fallback, law) => {
    const fit = classFit('gemm', 'f32', run(kernelsOf(law), fallback));
    expect(fit?.points).toBe(6);
    expect(fit?.computeEfficiency.value).toBeWithinPercent(law.computeShare, 10);
    expect(fit?.computeEfficiency.low).toBeLessThan(law.computeShare);
    expect(fit?.computeEfficiency.high).toBeGreaterThan(law.computeShare);
    expect(fit?.residual).toBeLessThan(0.1);
  });

  it.each([false, true])('promises no share beyond the whole where a run says nothing of it (processor: %s)', (fallback) => {
    const [small] = kernelsOf({ computeShare: 0.7, memoryShare: 0.8 });
    if (!small) throw new Error('no kernel');
    const fit = classFit('gemm', 'f32', run([small], fallback));
    for (const share of [fit?.computeEfficiency, fit?.memoryEfficiency]) {
      expect(share?.high).toBeLessThanOrEqual(Math.max(1, share?.value ?? 0));
      expect(share?.low).toBeLessThan(share?.value ?? 0);
    }
  });

  it('has none without timings or ceilings', () => {
    expect(classFit('gemm', 'f32', run([], false))).toBeNull();
    const blind = run(kernelsOf({ computeShare: 0.7, memoryShare: 0.8 }), false);
    expect(classFit('gemm', 'f32', { ...blind, ceilings: { ...blind.ceilings, read: null } })).toBeNull();
  });
});
