import { describe, expect, it } from 'vitest';
import { kernelFamilies, kernelFamily, linkedFamilies } from '../../src/run/kernel-families.ts';

describe('kernel families', () => {
  it('have the codes that links of version 1 were made with', () => {
    expect(linkedFamilies).toEqual(['peak.fma', 'mem.read', 'mem.copy', 'launch.dispatch', 'gemm', 'gemv', 'attention.prefill', 'attention.decode']);
    const codes = kernelFamilies.flatMap(({ linkCode }) => (linkCode === undefined ? [] : [linkCode]));
    expect(codes.sort((a, b) => a - b)).toEqual(linkedFamilies.map((_, code) => code));
  });

  it('are one row each, and the longest name that fits decides', () => {
    expect(new Set(kernelFamilies.map(({ id }) => id)).size).toBe(kernelFamilies.length);
    expect(kernelFamily('gemv.q4')?.id).toBe('gemv.q4');
    expect(kernelFamily('gemv.q4.new')).toMatchObject({ id: 'gemv.q4', operatorClass: 'gemv' });
    expect(kernelFamily('gemv.later')?.id).toBe('gemv');
    expect(kernelFamily('attention.prefill.sgm')?.operatorClass).toBe('attention.prefill');
    expect(kernelFamily('later')).toBeNull();
  });
});
