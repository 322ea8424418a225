/** The probes of a run as rates. */
import type { Ceiling, Ceilings, KernelResult } from '../../run/run.ts';

/** Null for what was not measured. */
export function ceilingsOf(kernels: readonly KernelResult[]): Ceilings {
  const find = (kernel: string, dtype = 'f32'): KernelResult | undefined =>
    kernels.find((result) => result.kernel === kernel && result.dtype === dtype);
  const dispatch = find('launch.dispatch');
  return {
    fmaF32: rate(find('peak.fma'), 'flops'),
    fmaF16: rate(find('peak.fma', 'f16'), 'flops'),
    read: rate(find('mem.read'), 'bytes'),
    copy: rate(find('mem.copy'), 'bytes'),
    dispatch: dispatch === undefined ? null : { value: dispatch.median, low: dispatch.low, high: dispatch.high },
  };
}

function rate(result: KernelResult | undefined, work: 'flops' | 'bytes'): Ceiling | null {
  return result === undefined ? null : { value: result[work] / result.median, low: result[work] / result.high, high: result[work] / result.low };
}
