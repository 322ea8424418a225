/** Physics: no kernel can be faster than the probes of the same adapter. What exceeds them was not measured right. */
import type { Ceiling, Ceilings, KernelResult } from '../../run/run.ts';
import type { Instance } from '../kernels/instance.ts';

/** Room for noise and boost clocks between a probe and a kernel. */
export const gateMargin = 1.05;

export interface Excess {
  /** The probe that was exceeded. */
  readonly probe: 'peak.fma' | 'peak.dp4a' | 'peak.sgm' | 'mem.read';
  /** Rate of the kernel as a share of the probe's. */
  readonly share: number;
}

type Gated = Pick<KernelResult, 'dtype' | 'flops' | 'bytes' | 'median' | 'kernel'> & Partial<Pick<Instance, 'arithmetic' | 'rateUnit'>>;
type GateCeilings = Pick<Ceilings, 'fmaF32' | 'fmaF16' | 'read' | 'dp4a' | 'matrixF16' | 'matrixI8'>;

/**
 * The probe that a result exceeds, or null. Kernels without a probe pass, and the memory probe binds only where data come
 * from memory: with `streams` false they may come from a cache.
 */
export function excess(result: Gated, streams: boolean, ceilings: GateCeilings): Excess | null {
  if (isProbe(result.kernel)) return null;
  const { probe, ceiling } = arithmeticCeiling(result, ceilings);
  const flopsShare = ceiling === null ? 0 : result.flops / result.median / ceiling.value;
  const bytesShare = ceilings.read === null || !streams ? 0 : result.bytes / result.median / ceilings.read.value;
  if (flopsShare > gateMargin) return { probe, share: flopsShare };
  if (bytesShare > gateMargin) return { probe: 'mem.read', share: bytesShare };
  return null;
}

/** What everything else is divided by, or an overhead: nothing holds these but their own linearity. */
export function isProbe(kernel: string): boolean {
  return kernel.startsWith('peak.') || kernel.startsWith('mem.') || kernel.startsWith('launch.');
}

function arithmeticCeiling(
  { arithmetic, rateUnit, dtype }: Gated,
  { fmaF32, fmaF16, dp4a = null, matrixF16 = null, matrixI8 = null }: GateCeilings,
): { readonly probe: Excess['probe']; readonly ceiling: Ceiling | null } {
  const units = arithmetic ?? (rateUnit === 'OP/s' ? 'dp4a' : 'fma');
  switch (units) {
    case 'dp4a':
      return { probe: 'peak.dp4a', ceiling: dp4a };
    case 'matrix':
      return { probe: 'peak.sgm', ceiling: rateUnit === 'OP/s' ? matrixI8 : matrixF16 };
    case 'fma':
      return { probe: 'peak.fma', ceiling: dtype === 'f32' ? fmaF32 : larger(fmaF32, fmaF16) };
    default:
      return units satisfies never;
  }
}

const whatProbed: Readonly<Record<Excess['probe'], string>> = {
  'peak.fma': 'multiply-add rate',
  'peak.dp4a': '8-bit dot-product rate',
  'peak.sgm': 'subgroup-matrix rate',
  'mem.read': 'memory bandwidth',
};

export function excessText({ probe, share }: Excess): string {
  return `impossible: ${Math.round(100 * share)} % of the ${whatProbed[probe]} that the probe reached, twice`;
}

function larger(a: Ceiling | null, b: Ceiling | null): Ceiling | null {
  if (a === null || b === null) return a ?? b;
  return a.value >= b.value ? a : b;
}
