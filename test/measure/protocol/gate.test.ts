import { describe, expect, it } from 'vitest';
import { impossible } from '../../../src/measure/protocol/gate.ts';

const ceiling = (value: number): { value: number; low: number; high: number } => ({ value, low: value, high: value });
const ceilings = { fmaF32: ceiling(10e12), fmaF16: ceiling(20e12), read: ceiling(500e9) };
const result = { kernel: 'gemm', dtype: 'f32', flops: 1e12, bytes: 1e9, median: 0.2 } as const;

describe('physics gate', () => {
  it('lets through what the probes allow, with room for noise', () => {
    expect(impossible(result, ceilings)).toBeNull();
    expect(impossible({ ...result, median: 0.1 / 1.04 }, ceilings)).toBeNull();
  });

  it('names the probe that was exceeded', () => {
    expect(impossible({ ...result, median: 0.05 }, ceilings)).toBe('200 % of the multiply-add rate that the probe reached');
    expect(impossible({ ...result, flops: 1, bytes: 1e12, median: 1 }, ceilings)).toBe('200 % of the memory bandwidth that the probe reached');
  });

  it('allows f16 what the f16 probe reached', () => {
    expect(impossible({ ...result, dtype: 'f16', median: 0.06 }, ceilings)).toBeNull();
    expect(impossible({ ...result, dtype: 'f16', median: 0.06 }, { ...ceilings, fmaF16: null })).toContain('167 %');
  });

  it('holds no probe against itself, and nothing against a probe that is missing', () => {
    expect(impossible({ ...result, kernel: 'peak.fma', median: 1e-6 }, ceilings)).toBeNull();
    expect(impossible({ ...result, median: 1e-6 }, { fmaF32: null, fmaF16: null, read: null })).toBeNull();
  });
});
