/** Physics: no kernel can be faster than the probes of the same adapter. What exceeds them was not measured right. */
import type { Ceilings, KernelResult } from '../../run/run.ts';

/** Room for noise and boost clocks between a probe and a kernel. */
export const gateMargin = 1.05;

/** A sentence that says what is impossible, or null. Kernels without a ceiling pass. */
export function impossible(result: Pick<KernelResult, 'dtype' | 'flops' | 'bytes' | 'median' | 'kernel'>, ceilings: Pick<Ceilings, 'fmaF32' | 'fmaF16' | 'read'>): string | null {
  if (result.kernel.startsWith('peak.') || result.kernel.startsWith('mem.') || result.kernel.startsWith('launch.')) return null;
  const arithmetic = result.dtype === 'f32' ? ceilings.fmaF32 : larger(ceilings.fmaF32, ceilings.fmaF16);
  const flopsShare = arithmetic === null ? 0 : result.flops / result.median / arithmetic.value;
  const bytesShare = ceilings.read === null ? 0 : result.bytes / result.median / ceilings.read.value;
  if (flopsShare > gateMargin) return `${percent(flopsShare)} of the multiply-add rate that the probe reached`;
  if (bytesShare > gateMargin) return `${percent(bytesShare)} of the memory bandwidth that the probe reached`;
  return null;
}

function larger(a: Ceilings['fmaF32'], b: Ceilings['fmaF16']): Ceilings['fmaF32'] {
  if (a === null || b === null) return a ?? b;
  return a.value >= b.value ? a : b;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
