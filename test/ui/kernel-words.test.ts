import { describe, expect, it } from 'vitest';
import { rateOf } from '../../src/run/rates.ts';
import type { KernelDtype, KernelResult } from '../../src/run/run.ts';
import { bestOf, familyOf, kernelGroups, kernelWords, shapeWords } from '../../src/ui/text/kernels.ts';
import { kernelTwin, shareOfCeiling } from '../../src/ui/text/kernel-rows.ts';
import { formatQuantity } from '../../src/units/format.ts';
import { run } from '../browser/fake-run.ts';

const result = (kernel: string, dtype: KernelDtype = 'f32', more: Partial<KernelResult> = {}): KernelResult => ({
  id: `${kernel}/${dtype}`,
  kernel,
  variant: '',
  dtype,
  shape: {},
  flops: 2e9,
  bytes: 1e9,
  samples: [],
  median: 1e-3,
  low: 0.9e-3,
  high: 1.1e-3,
  checks: [],
  badges: [],
  ...more,
});

describe('kernel families', () => {
  it.each([
    ['peak.fma', 'f16', 'FLOP/s'],
    ['peak.dp4a', 'i8', 'OP/s'],
    ['peak.sgm', 'f16', 'FLOP/s'],
    ['peak.sgm', 'i8', 'OP/s'],
    ['mem.write', 'f32', 'B/s'],
    ['mem.triad', 'f32', 'B/s'],
    ['mem.sweep', 'f32', 'B/s'],
    ['launch.submit', 'f32', 's'],
    ['gemm.w4a16', 'i4', 'FLOP/s'],
    ['gemm.w4a8', 'i4', 'OP/s'],
    ['gemm.w8a16', 'i8', 'FLOP/s'],
    ['gemm.experts', 'i4', 'FLOP/s'],
    ['gemv.q4a8', 'i4', 'B/s'],
    ['attention.decode', 'f16', 'B/s'],
    ['model.decode', 'i4', 's'],
  ] as const)('%s of %s is judged in %s', (kernel, dtype, unit) => expect(familyOf(result(kernel, dtype)).unit).toBe(unit));

  it('that are new are shown under their own name, in the unit of what they do', () => {
    expect(familyOf(result('attention.paged'))).toEqual({ group: 'Attention', name: 'attention.paged', unit: 'FLOP/s' });
    expect(familyOf(result('gather', 'f32', { flops: 0 }))).toEqual({ group: 'Other kernels', name: 'gather', unit: 'B/s' });
    expect(familyOf(result('barrier', 'f32', { flops: 0, bytes: 0 })).unit).toBe('s');
    expect(familyOf(result('mem.read.vec4')).name).toBe('Stream read');
  });

  it('are grouped in one order, the unknown last, those without a time left out', () => {
    const groups = kernelGroups([
      result('gather'),
      result('gemv.q4', 'i4'),
      result('gemm'),
      result('peak.fma'),
      result('gemv'),
      result('mem.copy', 'f32', { median: 0 }),
    ]);
    expect(groups.map(({ name, results }) => [name, results.length])).toEqual([
      ['Peaks', 1],
      ['Matrix multiply', 1],
      ['Matrix-vector', 2],
      ['Other kernels', 1],
    ]);
  });

  it('have rates whose low end is the longer time, and times that stay times', () => {
    const rate = rateOf(result('gemm'));
    expect([rate.value, rate.unit]).toEqual([2e12, 'FLOP/s']);
    expect(rate.low).toBeCloseTo(2e9 / 1.1e-3);
    expect(rateOf(result('launch.pass'))).toMatchObject({ value: 1e-3, low: 0.9e-3, unit: 's' });
    expect(formatQuantity({ ...rateOf(result('gemm.w4a8')), low: 1.99e12, high: 2.01e12 }).text).toBe('2.00 TOP/s ± 0.01');
  });

  it('have a best: the highest rate, or the shortest time', () => {
    expect(bestOf([result('gemm'), result('gemm', 'f32', { median: 5e-4 })])).toBe('4.0 TFLOP/s');
    expect(bestOf([result('launch.pass'), result('launch.pass', 'f32', { median: 5e-4 })])).toBe('500 µs');
  });

  it('say their shapes', () => {
    expect(shapeWords(result('gemm', 'f32', { shape: { m: 64, n: 64, k: 64 } }))).toBe('64³');
    expect(shapeWords(result('gemv', 'f32', { shape: { batch: 4, n: 4096, k: 1024 } }))).toBe('4096×1024, 4 vectors');
    expect(kernelWords(result('attention.decode', 'f16', { shape: { batch: 2, seq: 8192, heads: 8 } }))).toBe(
      'Attention, decode 2 × 8192 tokens, f16',
    );
    expect(kernelWords(result('mem.read', 'f32', { shape: { bytes: 64 * 2 ** 20 } }))).toBe('Stream read 64 MiB, f32');
    expect(kernelWords(result('launch.submit', 'f32', { shape: { groups: 1 } }))).toBe('Submit to submit');
  });
});

describe('a share of the ceiling', () => {
  const ceilings = { ...run.ceilings, dp4a: { value: 10e12, low: 10e12, high: 10e12 } };
  it('is that of the same resource and the same numbers', () => {
    expect(shareOfCeiling(result('gemm'), ceilings)).toBeCloseTo(2e12 / 11e12);
    expect(shareOfCeiling(result('gemm', 'f16'), ceilings)).toBeCloseTo(2e12 / 21e12);
    expect(shareOfCeiling(result('gemm.w4a8', 'i4'), ceilings)).toBeCloseTo(0.2);
    expect(shareOfCeiling(result('gemv'), ceilings)).toBeCloseTo(1e12 / 360e9);
  });
  it('is unknown where that was not measured, and none of a probe or a time', () => {
    expect(shareOfCeiling(result('gemm.sgm', 'f16'), ceilings)).toBeNull();
    expect(shareOfCeiling(result('peak.fma'), ceilings)).toBeNull();
    expect(shareOfCeiling(result('launch.pass'), ceilings)).toBeNull();
  });
  it('stands in every row that is taken away', () =>
    expect(kernelTwin(run).rows.map(({ share }) => share === null || typeof share === 'number')).not.toContain(false));
});
