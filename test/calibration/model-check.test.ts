/** A step predicted from kernels whose law is known, so that what the check says is arithmetic. */
import { describe, expect, it } from 'vitest';
import { modelChecks } from '../../src/calibration/model-check.ts';
import type { ModelStep } from '../../src/run/model-step.ts';
import type { KernelResult, Run } from '../../src/run/run.ts';

const read = 100e9;
const dispatch = 10e-6;

/** A kernel that takes a launch and its bytes at 80 % of the stream. */
function timed(kernel: string, dtype: KernelResult['dtype'], bytes: number): KernelResult {
  const median = dispatch + bytes / (0.8 * read);
  return {
    id: `${kernel}/${bytes}/${dtype}`,
    kernel,
    variant: '',
    dtype,
    shape: {},
    flops: 0,
    bytes,
    samples: [median],
    median,
    low: median * 0.999,
    high: median * 1.001,
    checks: [],
    badges: [],
  };
}

const step: ModelStep = {
  phase: 'decode',
  model: 'm',
  name: 'M',
  weights: 'q4',
  batch: 1,
  tokens: 1,
  context: 512,
  layers: 4,
  layersRun: 4,
  layersHeld: 2,
  vocab: 100,
  vocabRun: 100,
  weightBytes: 4e8,
  weightBytesHeld: 2e8,
  dispatches: 12,
  operators: [
    { kernel: 'gemv.q4', name: 'products', dtype: 'i4', count: 4, dispatches: 1, flops: 0, bytes: 1e8 },
    { kernel: 'layer', name: 'norm', dtype: 'f16', count: 8, dispatches: 1, flops: 0, bytes: 0 },
  ],
};

const result = (median: number): KernelResult => ({
  ...timed('model.decode', 'i4', 4e8),
  median,
  low: median * 0.98,
  high: median * 1.02,
  model: step,
});

const run = (...kernels: KernelResult[]): Pick<Run, 'kernels' | 'ceilings' | 'adapter'> => ({
  kernels,
  ceilings: {
    fmaF32: { value: 1e13, low: 1e13, high: 1e13 },
    fmaF16: null,
    copy: null,
    read: { value: read, low: read, high: read },
    dispatch: { value: dispatch, low: dispatch, high: dispatch },
  },
  adapter: { vendor: 'v', architecture: 'a', device: '', description: '', fallback: false, features: [], limits: {} },
});

const products = [1e7, 3e7, 1e8, 3e8].map((bytes) => timed('gemv.q4', 'i4', bytes));
const expected = 4 * (dispatch + 1e8 / (0.8 * read)) + 8 * dispatch;

describe('predicted from kernels', () => {
  it('control: a step that is its kernels is predicted within the fit’s own error', () => {
    const [check] = modelChecks(run(...products, result(expected)));
    expect(check?.predicted?.seconds).toBeWithinPercent(expected, 4);
    expect(Math.abs(check?.predicted?.error ?? 1)).toBeLessThan(0.04);
    expect(check?.predicted?.substituted).toEqual([]);
    expect(check?.predicted?.terms.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(check?.predicted?.seconds ?? NaN, 12);
  });

  it('a step with gaps between its kernels is under-predicted by them', () => {
    const [check] = modelChecks(run(...products, result(1.25 * expected)));
    expect(check?.predicted?.error).toBeWithinPercent(-0.2, 15);
  });

  it('on a processor a lone slow product is a slow rate and no floor: one of 16 times the size takes 16 times as long', () => {
    // Work that no GPU's share explains, as when each packed weight costs a processor dozens of instructions.
    const slow = (bytes: number): number => bytes / (0.01 * read);
    const lone: KernelResult = { ...timed('gemv.q4', 'i4', 2e6), flops: 7e6, median: slow(2e6), low: 0.98 * slow(2e6), high: 1.02 * slow(2e6) };
    const large = {
      ...step,
      operators: [{ kernel: 'gemv.q4', name: 'products', dtype: 'i4', count: 1, dispatches: 1, flops: 16 * 7e6, bytes: 16 * 2e6 }],
    } as const;
    const on = (fallback: boolean): number => {
      const measured = run(lone, { ...result(slow(32e6)), model: large });
      return modelChecks({ ...measured, adapter: { ...measured.adapter, fallback } })[0]?.predicted?.error ?? NaN;
    };
    expect(Math.abs(on(true))).toBeLessThan(0.15);
    expect(on(false)).toBeLessThan(-0.5);
  });

  it('tokens per second turn the interval over', () => {
    const [check] = modelChecks(run(...products, result(0.01)));
    expect(check?.tokensPerSecond.value).toBeCloseTo(100, 9);
    expect(check?.tokensPerSecond.low).toBeCloseTo(100 / 1.02, 9);
    expect(check?.tokensPerSecond.high).toBeCloseTo(100 / 0.98, 9);
  });

  it('without products of this format another format stands in, and is named', () => {
    const [check] = modelChecks(run(...[1e7, 1e8].map((bytes) => timed('gemv', 'f16', bytes)), result(expected)));
    expect(check?.predicted?.substituted).toEqual(['products']);
  });

  it('without any product there is no prediction; without a model no check', () => {
    expect(modelChecks(run(result(expected)))[0]?.predicted).toBeNull();
    expect(modelChecks(run(...products))).toEqual([]);
  });
});
