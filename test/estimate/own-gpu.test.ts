import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibration/calibrate.ts';
import { ownGpu, type OwnGpu } from '../../src/estimate/own-gpu/own-gpu.ts';
import { overlapped } from '../../src/model/operators/primitive.ts';
import type { KernelDtype, KernelResult, Run } from '../../src/run/run.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';

const peak = 20e12;
const read = 500e9;
const ceiling = (value: number) => ({ value, low: value, high: value });

/** A matrix-vector product whose weights arrive at a share of the stream's rate. */
function timed(kernel: string, dtype: KernelDtype, [n, k]: readonly [number, number], bytesPerWeight: number, share: number): KernelResult {
  const bytes = n * k * bytesPerWeight;
  const median = 8e-6 + overlapped((2 * n * k) / (0.5 * peak), bytes / (share * read), 2.4);
  const id = `${kernel}/${n}x${k}/${dtype}`;
  const result = { id, kernel, dtype, variant: '', shape: { n, k }, flops: 2 * n * k, bytes, samples: [median], median };
  return { ...result, low: median * 0.998, high: median * 1.002, checks: [], badges: [] };
}

const shapes = [
  [14336, 4096],
  [4096, 4096],
  [2048, 2048],
] as const;
const floats = shapes.map((shape) => timed('gemv', 'f16', shape, 2, 0.8));
const integers = (share: number): readonly KernelResult[] => shapes.map((shape) => timed('gemv.q4', 'i4', shape, 0.5 + 2 / 32, share));

function own(kernels: readonly KernelResult[]): OwnGpu {
  const run: Pick<Run, 'kernels' | 'ceilings' | 'adapter'> = {
    kernels,
    ceilings: { fmaF32: ceiling(peak), fmaF16: ceiling(peak), copy: null, read: ceiling(read), dispatch: ceiling(8e-6) },
    adapter: { vendor: 'v', architecture: 'a', device: '', description: '', fallback: false, features: [], limits: {} },
  };
  const answer = ownGpu(calibrate(run), { ...defaultScenario, model: 'llama-3.1-8b' }, null);
  if (!answer) throw new Error('the run has all that a decode step needs');
  return answer;
}
const width = ({ timePerOutputToken: { low, high } }: OwnGpu): number => Math.log(high / low);

describe('the GPU of a run whose 4-bit kernels were timed', () => {
  it('answers from those: half as fast where they widen at half the rate', () => {
    const fast = own([...floats, ...integers(0.8)]);
    const slow = own([...floats, ...integers(0.4)]);
    expect(fast.weights).toBe('int4');
    expect(slow.timePerOutputToken.value / fast.timePerOutputToken.value).toBeGreaterThan(1.5);
    expect(slow.timePerOutputToken.value / fast.timePerOutputToken.value).toBeLessThan(2);
  });

  it('is surer than where floating-point kernels stand in', () => {
    expect(width(own([...floats, ...integers(0.8)]))).toBeLessThan(width(own(floats)));
  });

  it('does not move by what was not timed', () => {
    expect(own([...floats, ...integers(0.8)]).timePerOutputToken.value).toBeWithinPercent(own(floats).timePerOutputToken.value, 10);
  });
});
