import { describe, expect, it } from 'vitest';
import { parameterSpecs } from '../../../src/calibration/priors/operator-classes.ts';
import { pack } from '../../../src/calibration/priors/pack.ts';
import { collectiveParameters, expertParameters, matrixParameters, parametersFor } from '../../../src/calibration/priors/parameters-for.ts';
import { accelerator, accelerators } from '../../../src/catalogue/accelerators.ts';
import { toChipSpec } from '../../../src/model/chip-from-catalogue.ts';
import type { ChipSpec } from '../../../src/model/chip.ts';

function chip(id: string): ChipSpec {
  const found = accelerator(id);
  if (!found) throw new Error(id);
  return toChipSpec(found);
}

describe('parametersFor', () => {
  it('knows a timed chip, its kin, its class and the rest by falling evidence', () => {
    const evidence = (id: string) => {
      const known = parametersFor(chip(id), 'gemm', 'bf16');
      return known.kind === 'known' ? known.evidence : known.fact;
    };
    expect(evidence('h200-sxm')).toBe('interpolated');
    expect(evidence('b300-sxm')).toBe('prior');
    expect(evidence('l40s')).toBe('prior');
    expect(evidence('mi300x')).toBe('prior');
    expect(evidence('tpu7x')).toBe('projected');
    expect(evidence('vr200-nvl72')).toBe('projected');
    expect(evidence('cerebras-wse3')).toBe('peak.bf16');
  });

  it('gives the same object when asked again', () => {
    const h200 = chip('h200-sxm');
    expect(parametersFor(h200, 'gemm', 'fp8')).toBe(parametersFor(h200, 'gemm', 'fp8'));
  });

  it('runs a format without units in 16 bits with weight-only parameters, as projected', () => {
    const known = matrixParameters(chip('a100-80-sxm'), 'gemm', 'nvfp4');
    expect(known).toMatchObject({ kind: 'known', dtype: 'int4_wo', evidence: 'projected' });
    expect(known.kind === 'known' && known.rates.peak).toBe(312e12);
  });

  it('keeps a chip that was timed in a format without units at its own numbers', () => {
    expect(matrixParameters(chip('arc-pro-b60'), 'gemm', 'fp8')).toMatchObject({ kind: 'known', dtype: 'fp8', evidence: 'interpolated' });
  });

  it('does not use integer units slower than the 16-bit ones', () => {
    expect(matrixParameters(chip('b300-sxm'), 'gemm', 'int8')).toMatchObject({ dtype: 'int8_wo' });
    expect(matrixParameters(chip('h200-sxm'), 'gemm', 'int8')).toMatchObject({ dtype: 'int8' });
  });

  it('lowers e_c of boards whose power cannot sustain their clock', () => {
    const share = (id: string): number => {
      const known = matrixParameters(chip(id), 'gemm', 'bf16');
      return known.kind === 'known' ? known.parameters.computeEfficiency : Number.NaN;
    };
    expect(share('l40s')).toBeLessThan(share('rtx-4090'));
    expect(share('l4')).toBeLessThan(share('l40s'));
  });

  it('takes the low-latency expert kernel only for small NVFP4 batches on chips that have it', () => {
    const b200 = chip('b200-sxm');
    const small = expertParameters(b200, 'nvfp4', 16);
    const large = expertParameters(b200, 'nvfp4', 4096);
    expect(small.known).not.toBe(large.known);
    expect(large.known).toBe(matrixParameters(b200, 'moe', 'nvfp4'));
    expect(expertParameters(chip('rtx-pro-6000-server'), 'nvfp4', 16).otherKernel).toBe(0);
  });

  it('names the fabric that is missing', () => {
    expect(collectiveParameters(chip('cerebras-wse3'), 'allReduce', 'graph')).toEqual({ kind: 'missing', fact: 'scaleUp.bandwidth' });
  });

  it('answers for every accelerator of the catalogue, or names a fact', () => {
    for (const found of accelerators()) {
      const spec = toChipSpec(found);
      for (const [operatorClass, dtype] of [
        ['gemm', 'fp8'],
        ['moe', 'bf16'],
        ['attention.prefill', 'bf16'],
        ['attention.decode', 'bf16'],
        ['mla.decode', 'bf16'],
        ['collective', 'allReduce'],
      ] as const) {
        const known = parametersFor(spec, operatorClass, dtype);
        if (known.kind === 'missing') expect(known.fact).toMatch(/^(peak\.|memoryBandwidth|scaleUp)/);
        else for (const value of Object.values(known.parameters)) expect(value).toBeGreaterThan(0);
      }
    }
  });
});

describe('the pack', () => {
  it('has a number for every parameter, within its bounds to four digits', () => {
    for (const [key, entry] of Object.entries(pack.entries)) {
      const specs = parameterSpecs[entry.class];
      for (const numbers of [entry.systems, entry.families, entry.pools].flatMap((group) => Object.values(group))) {
        expect(numbers, key).toHaveLength(specs.length);
        specs.forEach((spec, j) => {
          expect(numbers[j], `${key} ${spec.name}`).toBeGreaterThanOrEqual(spec.low * 0.999);
          expect(numbers[j], `${key} ${spec.name}`).toBeLessThanOrEqual(spec.high * 1.001);
        });
      }
      expect(entry.spread.system).toBeLessThanOrEqual(entry.spread.family);
      expect(entry.spread.family).toBeLessThanOrEqual(entry.spread.pool);
    }
  });

  it('stays under 60 kB', () => {
    expect(JSON.stringify(pack).length).toBeLessThan(60_000);
  });
});
