/**
 * FLOPs, bytes and id that follow from a kernel's family, shape and element type, so that links need not carry them.
 * Frozen with version 1 of the link: a kernel whose numbers differ is written out in full, so nothing is ever lost.
 */
import type { KernelDtype } from '../run/run.ts';

export interface ImpliedWork {
  readonly id: string;
  readonly flops: number;
  readonly bytes: number;
}

const bytesPerElement: Readonly<Record<KernelDtype, number>> = { f32: 4, f16: 2, i8: 1, i4: 0.5 };

/** Null for a family or a shape that these rules do not know. */
export function impliedWork(kernel: string, shape: Readonly<Record<string, number>>, dtype: KernelDtype): ImpliedWork | null {
  const size = bytesPerElement[dtype];
  const extents = (...names: readonly string[]): readonly number[] | null => {
    const values = names.map((name) => shape[name]).filter((value) => value !== undefined);
    return values.length === names.length && Object.keys(shape).length === names.length ? values : null;
  };
  switch (kernel) {
    case 'gemm': {
      const [m = 0, n = 0, k = 0] = extents('m', 'n', 'k') ?? [];
      return m === 0 ? null : { id: `gemm/${m}x${n}x${k}/${dtype}`, flops: 2 * m * n * k, bytes: size * (m * k + k * n + m * n) };
    }
    case 'gemv': {
      const [m = 0, n = 0, k = 0] = extents('m', 'n', 'k') ?? [];
      return m !== 1 ? null : { id: `gemv/${n}x${k}/${dtype}`, flops: 2 * n * k, bytes: size * (n * k + k + n) };
    }
    case 'attention.prefill':
    case 'attention.decode': {
      const [batch = 0, seq = 0, heads = 0, kvHeads = 0, headDim = 0] = extents('batch', 'seq', 'heads', 'kvHeads', 'headDim') ?? [];
      if (batch === 0) return null;
      const id = `${kernel}/${batch}x${seq}x${heads}:${kvHeads}x${headDim}/${dtype}`;
      return kernel === 'attention.prefill'
        ? { id, flops: 2 * batch * heads * headDim * seq * (seq + 1), bytes: size * batch * seq * headDim * 2 * (heads + kvHeads) }
        : { id, flops: 4 * batch * heads * headDim * seq, bytes: size * batch * headDim * 2 * (kvHeads * seq + heads) };
    }
    case 'mem.read':
    case 'mem.copy': {
      const [bytes = 0] = extents('bytes') ?? [];
      return bytes === 0 ? null : { id: `${kernel}/${bytes}`, flops: 0, bytes: kernel === 'mem.read' ? bytes : 2 * bytes };
    }
    default:
      return null;
  }
}
