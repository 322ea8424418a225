import { describe, expect, it } from 'vitest';
import { excess, excessText } from '../../../src/measure/protocol/gate.ts';

const ceiling = (value: number): { value: number; low: number; high: number } => ({ value, low: value, high: value });
const ceilings = { fmaF32: ceiling(10e12), fmaF16: ceiling(20e12), read: ceiling(500e9) };
const result = { kernel: 'gemm', dtype: 'f32', flops: 1e12, bytes: 1e9, median: 0.2 } as const;

describe('physics gate', () => {
  it('lets through what the probes allow, with room for noise', () => {
    expect(excess(result, true, ceilings)).toBeNull();
    expect(excess({ ...result, median: 0.1 / 1.04 }, true, ceilings)).toBeNull();
  });

  it('names the probe that was exceeded', () => {
    expect(excess({ ...result, median: 0.05 }, true, ceilings)).toEqual({ probe: 'peak.fma', share: 2 });
    expect(excess({ ...result, flops: 1, bytes: 1e12, median: 1 }, true, ceilings)).toEqual({ probe: 'mem.read', share: 2 });
    expect(excessText({ probe: 'mem.read', share: 1.4 })).toContain('140 % of the memory bandwidth');
  });

  it('allows f16 what the f16 probe reached', () => {
    expect(excess({ ...result, dtype: 'f16', median: 0.06 }, true, ceilings)).toBeNull();
    expect(excess({ ...result, dtype: 'f16', median: 0.06 }, true, { ...ceilings, fmaF16: null })?.share).toBeCloseTo(1.667, 3);
  });

  it('holds no probe against itself, and nothing against a probe that is missing', () => {
    expect(excess({ ...result, kernel: 'peak.fma', median: 1e-6 }, true, ceilings)).toBeNull();
    expect(excess({ ...result, median: 1e-6 }, true, { fmaF32: null, fmaF16: null, read: null })).toBeNull();
  });

  it('lets a cache be faster than memory, but not than arithmetic', () => {
    expect(excess({ ...result, flops: 1, bytes: 1e12, median: 1 }, false, ceilings)).toBeNull();
    expect(excess({ ...result, median: 0.05 }, false, ceilings)?.probe).toBe('peak.fma');
  });

  it('holds whole numbers against the dot products, matrix units against their own, and names the probe', () => {
    const units = { ...ceilings, dp4a: ceiling(40e12), matrixF16: ceiling(300e12), matrixI8: ceiling(600e12) };
    const integer = { ...result, kernel: 'gemm.i8', dtype: 'i8', rateUnit: 'OP/s' } as const;
    expect(excess({ ...integer, median: 0.025 }, false, units)).toBeNull();
    expect(excess({ ...integer, median: 0.02 }, false, units)).toEqual({ probe: 'peak.dp4a', share: 1.25 });
    // Whole-number arithmetic may say so though memory sets its time.
    expect(excess({ ...integer, rateUnit: 'B/s', arithmetic: 'dp4a', median: 0.02 }, false, units)?.probe).toBe('peak.dp4a');
    const matrix = { ...result, dtype: 'f16', arithmetic: 'matrix', rateUnit: 'FLOP/s' } as const;
    expect(excess({ ...matrix, median: 1 / 310 }, false, units)).toBeNull();
    expect(excess({ ...matrix, median: 1 / 330 }, false, units)?.probe).toBe('peak.sgm');
    expect(excess({ ...matrix, dtype: 'i8', rateUnit: 'OP/s', median: 1 / 600 }, false, units)).toBeNull();
    expect(excessText({ probe: 'peak.dp4a', share: 1.25 })).toContain('125 % of the 8-bit dot-product rate');
  });

  it('holds nothing against a probe of before it was measured', () => {
    expect(excess({ ...result, dtype: 'i8', rateUnit: 'OP/s', median: 1e-6 }, false, ceilings)).toBeNull();
  });
});
