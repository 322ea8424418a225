/** The probes of a run as rates. */
import type { Ceiling, Ceilings, KernelResult } from '../../run/run.ts';

type Later = Exclude<keyof Ceilings, 'fmaF32' | 'fmaF16' | 'read' | 'copy' | 'dispatch'>;

/** Null for what was not measured; of the later ones only those that were are there at all. */
export function ceilingsOf(kernels: readonly KernelResult[]): Ceilings {
  const find = (kernel: string, dtype = 'f32'): KernelResult | undefined =>
    kernels.find((result) => result.kernel === kernel && result.dtype === dtype);
  const later: Record<Later, Ceiling | null> = {
    dp4a: rate(find('peak.dp4a', 'i8'), 'flops'),
    matrixF16: bestMatrix(kernels, 'f16'),
    matrixI8: bestMatrix(kernels, 'i8'),
    write: rate(find('mem.write'), 'bytes'),
    triad: rate(find('mem.triad'), 'bytes'),
    pass: time(find('launch.pass')),
    submit: time(find('launch.submit')),
  };
  return {
    fmaF32: rate(find('peak.fma'), 'flops'),
    fmaF16: rate(find('peak.fma', 'f16'), 'flops'),
    read: rate(find('mem.read'), 'bytes'),
    copy: rate(find('mem.copy'), 'bytes'),
    dispatch: time(find('launch.dispatch')),
    ...Object.fromEntries(Object.entries(later).filter(([, ceiling]) => ceiling !== null)),
  };
}

/** An adapter reports several shapes of matrix; the fastest of an element type is its ceiling. */
function bestMatrix(kernels: readonly KernelResult[], dtype: 'f16' | 'i8'): Ceiling | null {
  const own = kernels.filter((result) => result.kernel === 'peak.sgm' && result.dtype === dtype);
  const [best] = own.sort((a, b) => b.flops / b.median - a.flops / a.median);
  return rate(best, 'flops');
}

function rate(result: KernelResult | undefined, work: 'flops' | 'bytes'): Ceiling | null {
  return result === undefined ? null : { value: result[work] / result.median, low: result[work] / result.high, high: result[work] / result.low };
}

function time(result: KernelResult | undefined): Ceiling | null {
  return result === undefined ? null : { value: result.median, low: result.low, high: result.high };
}
