/** What a plan is made of: a kernel, an element type and a ladder of shapes, largest first. */
import type { ModelPoint } from './model-points.ts';
import type { KernelDtype, SubgroupMatrixConfig } from './run.ts';

export interface GemmExtents {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Rows and columns of the matrix; without `batch` it meets one vector. */
export interface GemvExtents {
  readonly batch?: number;
  readonly n: number;
  readonly k: number;
}

export interface AttentionExtents {
  readonly batch: number;
  readonly seq: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

export type FloatDtype = Extract<KernelDtype, 'f32' | 'f16'>;

export type PlanPoint =
  | ModelPoint
  | { readonly kernel: 'peak.fma'; readonly dtype: FloatDtype; readonly ladder: readonly { readonly threads: number; readonly turns: number }[] }
  | { readonly kernel: 'peak.dp4a'; readonly dtype: 'i8'; readonly ladder: readonly { readonly threads: number; readonly turns: number }[] }
  | {
      readonly kernel: 'peak.sgm';
      readonly dtype: SubgroupMatrixConfig['component'];
      readonly result: SubgroupMatrixConfig['result'];
      readonly ladder: readonly { readonly m: number; readonly n: number; readonly k: number; readonly groups: number; readonly turns: number }[];
    }
  | {
      readonly kernel: 'mem.read' | 'mem.copy' | 'mem.write' | 'mem.triad';
      readonly dtype: 'f32';
      readonly ladder: readonly { readonly bytes: number }[];
    }
  /** `bytes` is the pool, the largest working set of the sweep. */
  | { readonly kernel: 'mem.sweep'; readonly dtype: 'f32'; readonly ladder: readonly { readonly bytes: number }[] }
  /** How many workgroups a GPU needs to be busy: from this many downwards, with a fixed share of work each, or sharing a fixed read. */
  | { readonly kernel: 'peak.width'; readonly dtype: 'f32'; readonly ladder: readonly { readonly groups: number; readonly turns: number }[] }
  | { readonly kernel: 'mem.width'; readonly dtype: 'f32'; readonly ladder: readonly { readonly groups: number; readonly bytes: number }[] }
  | {
      readonly kernel: 'launch.dispatch' | 'launch.pass' | 'launch.submit';
      readonly dtype: 'f32';
      readonly ladder: readonly { readonly groups: number }[];
    }
  | { readonly kernel: 'gemm'; readonly dtype: FloatDtype; readonly ladder: readonly GemmExtents[] }
  | { readonly kernel: 'gemm.f16a16'; readonly dtype: 'f16'; readonly ladder: readonly GemmExtents[] }
  | { readonly kernel: 'gemm.i8'; readonly dtype: 'i8'; readonly ladder: readonly GemmExtents[] }
  | { readonly kernel: 'gemm.w4a16' | 'gemm.w4a8'; readonly dtype: 'i4'; readonly ladder: readonly GemmExtents[] }
  | { readonly kernel: 'gemv'; readonly dtype: FloatDtype; readonly ladder: readonly GemvExtents[] }
  | { readonly kernel: 'gemv.q8'; readonly dtype: 'i8'; readonly ladder: readonly GemvExtents[] }
  | { readonly kernel: 'gemv.q4' | 'gemv.q4a8'; readonly dtype: 'i4'; readonly ladder: readonly GemvExtents[] }
  /** Experimental: on matrix units. */
  | { readonly kernel: 'gemm.sgm'; readonly dtype: KernelDtype; readonly ladder: readonly GemmExtents[] }
  | { readonly kernel: 'attention.prefill.sgm'; readonly dtype: FloatDtype; readonly ladder: readonly AttentionExtents[] }
  | { readonly kernel: 'attention.prefill'; readonly dtype: FloatDtype; readonly ladder: readonly AttentionExtents[] }
  /** i8 is a cache of bytes. */
  | { readonly kernel: 'attention.decode'; readonly dtype: FloatDtype | 'i8'; readonly ladder: readonly AttentionExtents[] };
