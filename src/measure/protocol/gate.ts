/** Physics: no kernel can be faster than the probes of the same adapter. What exceeds them was not measured right. */
import type { Ceilings, KernelResult } from '../../run/run.ts';

/** Room for noise and boost clocks between a probe and a kernel. */
export const gateMargin = 1.05;

export interface Excess {
  /** The probe that was exceeded. */
  readonly probe: 'peak.fma' | 'mem.read';
  /** Rate of the kernel as a share of the probe's. */
  readonly share: number;
}

/**
 * The probe that a result exceeds, or null. Kernels without a probe pass, and the memory probe binds only where data come
 * from memory: with `streams` false they may come from a cache.
 */
export function excess(
  result: Pick<KernelResult, 'dtype' | 'flops' | 'bytes' | 'median' | 'kernel'>,
  streams: boolean,
  ceilings: Pick<Ceilings, 'fmaF32' | 'fmaF16' | 'read'>,
): Excess | null {
  if (result.kernel.startsWith('peak.') || result.kernel.startsWith('mem.') || result.kernel.startsWith('launch.')) return null;
  const arithmetic = result.dtype === 'f32' ? ceilings.fmaF32 : larger(ceilings.fmaF32, ceilings.fmaF16);
  const flopsShare = arithmetic === null ? 0 : result.flops / result.median / arithmetic.value;
  const bytesShare = ceilings.read === null || !streams ? 0 : result.bytes / result.median / ceilings.read.value;
  if (flopsShare > gateMargin) return { probe: 'peak.fma', share: flopsShare };
  if (bytesShare > gateMargin) return { probe: 'mem.read', share: bytesShare };
  return null;
}

export function excessText({ probe, share }: Excess): string {
  return `impossible: ${Math.round(100 * share)} % of the ${probe === 'peak.fma' ? 'multiply-add rate' : 'memory bandwidth'} that the probe reached, twice`;
}

function larger(a: Ceilings['fmaF32'], b: Ceilings['fmaF16']): Ceilings['fmaF32'] {
  if (a === null || b === null) return a ?? b;
  return a.value >= b.value ? a : b;
}
