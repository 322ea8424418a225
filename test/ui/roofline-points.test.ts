import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import type { KernelResult, Run } from '../../src/run/run.ts';
import { modelledOperators } from '../../src/ui/figures/kernels/modelled-points.ts';
import { measuredPoints, measuredRoof, roofFinding } from '../../src/ui/figures/kernels/roofline-points.ts';

const kernel = (name: string, flops: number, bytes: number, median: number): KernelResult => ({
  id: name,
  kernel: name,
  variant: '',
  dtype: 'f32',
  shape: { m: 64, n: 64, k: 64 },
  flops,
  bytes,
  samples: [],
  median,
  low: median * 0.9,
  high: median * 1.1,
  checks: [],
  badges: [],
});
const ceiling = (value: number): { value: number; low: number; high: number } => ({ value, low: value, high: value });
const run: Run = {
  version: 1,
  when: '2026-11-22T00:00:00Z',
  plan: 'quick',
  elapsed: 1,
  left: [],
  adapter: { vendor: 'apple', architecture: '', device: '', description: '', fallback: false, features: [], limits: {} },
  clock: { kind: 'timestamp', step: 0 },
  kernels: [kernel('mem.read', 0, 1e9, 1e-3), kernel('gemm', 1e12, 1e9, 0.2), kernel('gemv', 1e9, 2e9, 10e-3)],
  ceilings: { fmaF32: ceiling(10e12), fmaF16: null, read: ceiling(250e9), copy: null, dispatch: null },
};

describe('a run under its roof', () => {
  it('has points for kernels that compute and a roof from the probes', () => {
    expect(measuredPoints(run).map(({ id }) => id)).toEqual(['gemm', 'gemv']);
    expect(measuredRoof(run, 'Your GPU')).toMatchObject({ bandwidth: 250e9, peak: 10e12, peakLabel: 'f32 FMA' });
  });
  it('turns times into rates, the longer time into the lower end', () => {
    const [matmul] = measuredPoints(run);
    expect(matmul?.rate).toBeCloseTo(5e12);
    expect((matmul?.low ?? 0) < (matmul?.rate ?? 0)).toBe(true);
  });
  it('finds how close it came on each side of the knee', () => {
    const roof = measuredRoof(run, '');
    expect(roof && roofFinding(run, roof)).toEqual({ memoryShare: expect.closeTo(0.8, 6) as number, computeShare: expect.closeTo(0.5, 6) as number });
  });
  it('does not count what came from a cache', () => {
    const roof = measuredRoof(run, '');
    const cached: Run = { ...run, kernels: run.kernels.map((each) => (each.kernel === 'gemv' ? { ...each, badges: ['cache-resident'] } : each)) };
    expect(roof && roofFinding(cached, roof).memoryShare).toBeNull();
  });
  it('leaves out whole numbers and whatever is no kernel that computes, and names the rest shortly', () => {
    const more: Run = {
      ...run,
      kernels: [
        ...run.kernels,
        kernel('gemv.q4', 1e9, 1e9, 1e-2),
        { ...kernel('gemm.w4a8', 1e9, 1e9, 1e-2), dtype: 'i4' },
        kernel('layer', 1e6, 1e9, 1e-2),
        kernel('mem.sweep', 0, 1e9, 1e-2),
        kernel('model.decode', 1e9, 1e9, 1e-2),
      ],
    };
    expect(measuredPoints(more).map(({ name }) => name)).toEqual([
      'matmul 64³, f32',
      'matrix-vector 64×64, 64 vectors, f32',
      'matrix-vector q4 64×64, 64 vectors',
    ]);
  });
  it('counts matrix units into the roof only where a kernel used them', () => {
    const ceilings = { ...run.ceilings, matrixF16: ceiling(100e12) };
    expect(measuredRoof({ ...run, ceilings }, '')?.peak).toBe(10e12);
    expect(measuredRoof({ ...run, ceilings, kernels: [...run.kernels, kernel('gemm.sgm', 1e12, 1e9, 0.02)] }, '')).toMatchObject({
      peak: 100e12,
      peakLabel: 'f16 matrix units',
    });
  });
  it('has no roof without a ceiling', () => {
    expect(measuredRoof({ ...run, ceilings: { ...run.ceilings, read: null } }, '')).toBeNull();
  });
});

describe('modelled operators of an accelerator', () => {
  it.each(['llama-3.3-70b', 'deepseek-v3', 'gpt-oss-120b'])('of %s lie at or below the datasheet roof', (model) => {
    const scenario = { ...defaultScenario, model, weights: null, accelerators: null };
    const operators = modelledOperators(scenario, estimateScenario(scenario), 'H200');
    expect(operators?.points.length).toBeGreaterThanOrEqual(3);
    for (const { rate, intensity } of operators?.points ?? []) {
      const roof = Math.min(operators?.roof.peak ?? 0, intensity * (operators?.roof.bandwidth ?? 0));
      // Fractions of a roof that was measured in another way may pass it by a little.
      expect(rate).toBeLessThan(roof * 1.15);
      expect(rate).toBeGreaterThan(0);
    }
  });
  it('are none where the catalogue lacks the facts', () => {
    const scenario = { ...defaultScenario, accelerator: 'dmatrix-corsair' };
    expect(modelledOperators(scenario, estimateScenario(scenario), '')).toBeNull();
  });
});
