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
});
