/** The bridge from WGSL to vendor kernels, on runs that are made up and on the published rows themselves. */
import { describe, expect, it } from 'vitest';
import type { KernelResult } from '../../src/run/run.ts';
import { compareWithNative } from '../../src/validation/native-comparison.ts';
import { nativeTimings, systemOfAdapter, type NativeTiming } from '../../src/validation/native-timings.ts';

function result(kernel: string, shape: Record<string, number>, median: number, dtype: KernelResult['dtype'] = 'f16'): KernelResult {
  const id = `${kernel}/${Object.values(shape).join('x')}/${dtype}`;
  return {
    id,
    kernel,
    variant: 'v',
    dtype,
    shape,
    flops: 0,
    bytes: 0,
    samples: [],
    median,
    low: 0.9 * median,
    high: 1.1 * median,
    checks: [],
    badges: [],
  };
}

const gemm = (m: number, n: number, k: number, seconds: number): NativeTiming => ({
  source: 'x/y/1',
  operator: 'gemm',
  dtype: 'bf16',
  shape: { m, n, k },
  seconds,
});

describe('comparison with native timings', () => {
  it('takes the timing of the same shape, and divides the rates', () => {
    const { classes, pairs } = compareWithNative(
      'x',
      [result('gemm', { m: 512, n: 4096, k: 4096 }, 4e-4)],
      [gemm(512, 4096, 4096, 1e-4), gemm(256, 4096, 4096, 5e-5)],
    );
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ class: 'gemm', native: { shape: { m: 512 } } });
    expect(pairs[0]?.share).toBeCloseTo(0.25, 12);
    expect(pairs[0]?.low).toBeCloseTo(0.25 / 1.1, 12);
    expect(classes).toEqual([{ class: 'gemm', points: 1, median: pairs[0]?.share, least: pairs[0]?.share, most: pairs[0]?.share }]);
  });

  it('scales a near shape by its work, and leaves a far one out', () => {
    const [pair] = compareWithNative('x', [result('gemm', { m: 512, n: 4096, k: 4096 }, 1e-4)], [gemm(1024, 4096, 4096, 2e-4)]).pairs;
    expect(pair?.share).toBeCloseTo(1, 12);
    expect(compareWithNative('x', [result('gemm', { m: 512, n: 4096, k: 4096 }, 1e-4)], [gemm(2048, 4096, 4096, 2e-4)]).pairs).toEqual([]);
  });

  it('tells products, matrix units, vectors and attention apart, and leaves f32 and integers out', () => {
    const attention = { batch: 1, seq: 2048, heads: 32, kvHeads: 8, headDim: 128 };
    const timings: NativeTiming[] = [
      gemm(4096, 4096, 4096, 1e-4),
      gemm(1, 4096, 4096, 1e-5),
      { source: 'x/y/1', operator: 'attention.prefill', dtype: 'bf16', shape: attention, seconds: 1e-4 },
      { source: 'x/y/1', operator: 'attention.decode', dtype: 'bf16', shape: attention, seconds: 1e-5 },
    ];
    const cube = { m: 4096, n: 4096, k: 4096 };
    const kernels = [
      result('gemm', cube, 1e-3),
      result('gemm.sgm', cube, 2e-4),
      result('gemv', { m: 1, n: 4096, k: 4096 }, 2e-5),
      result('attention.prefill', attention, 1e-3),
      result('attention.decode', attention, 2e-5),
      result('gemm', cube, 1e-3, 'f32'),
      result('gemv.q4', { m: 1, n: 4096, k: 4096 }, 1e-5, 'i4'),
      result('mem.read', { bytes: 1 }, 1e-3),
    ];
    const { classes } = compareWithNative('x', kernels, timings);
    const shares = Object.fromEntries(classes.map((entry) => [entry.class, entry.median]));
    expect(shares['gemm']).toBeCloseTo(0.1, 12);
    expect(shares['gemm on matrix units']).toBeCloseTo(0.5, 12);
    expect(shares['matrix × vector']).toBeCloseTo(0.5, 12);
    expect(shares['attention.prefill']).toBeCloseTo(0.1, 12);
    expect(shares['attention.decode']).toBeCloseTo(0.5, 12);
    expect(classes).toHaveLength(5);
  });

  it('never mixes heads: another grouping is another operator', () => {
    const shape = { batch: 1, seq: 2048, heads: 32, kvHeads: 8, headDim: 128 };
    const timing: NativeTiming = { source: 'x/y/1', operator: 'attention.decode', dtype: 'bf16', shape: { ...shape, kvHeads: 4 }, seconds: 1e-5 };
    expect(compareWithNative('x', [result('attention.decode', shape, 1e-5)], [timing]).pairs).toEqual([]);
  });

  it('finds rows near the shapes of the thorough plan on a published system', () => {
    const timings = nativeTimings('h200_sxm');
    expect(timings.every(({ seconds }) => seconds > 0)).toBe(true);
    const kernels = [
      result('gemm', { m: 4096, n: 4096, k: 4096 }, 1),
      result('gemv', { m: 1, n: 14336, k: 4096 }, 1),
      result('attention.decode', { batch: 1, seq: 4096, heads: 32, kvHeads: 8, headDim: 128 }, 1),
    ];
    expect(compareWithNative('h200_sxm', kernels, timings).classes.map((entry) => entry.class)).toEqual([
      'gemm',
      'matrix × vector',
      'attention.decode',
    ]);
  });

  it.each([
    ['NVIDIA H200', 'h200_sxm'],
    ['NVIDIA H200 NVL', null],
    ['NVIDIA H100 80GB HBM3', 'h100_sxm'],
    ['NVIDIA H100 PCIe', null],
    ['NVIDIA A100-SXM4-80GB', 'a100_sxm'],
    ['NVIDIA A100-PCIE-40GB', null],
    ['NVIDIA B200', 'b200_sxm'],
    ['NVIDIA GB200', 'gb200'],
    ['NVIDIA GeForce RTX 4090', null],
    ['', null],
  ])('knows the adapter "%s" as %s', (device, system) => expect(systemOfAdapter({ device, description: '' })).toBe(system));
});
