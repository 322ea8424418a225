/**
 * The experimental lane: kernels on matrix units, in the thorough plan, where the adapter reports a matrix for their elements. They come
 * last, since no calibration rests on them.
 */
import type { GemmExtents, PlanPoint } from './points.ts';
import type { SubgroupMatrixConfig } from './run.ts';

const cubes: readonly GemmExtents[] = [8192, 4096, 2048, 1024].map((side) => ({ m: side, n: side, k: side }));

/** A prompt of 512 tokens through the projections of an 8B model, and smaller. */
const prompts: readonly GemmExtents[] = [
  { m: 512, n: 14336, k: 4096 },
  { m: 512, n: 4096, k: 4096 },
  { m: 256, n: 2048, k: 2048 },
];

export function matrixPoints(matrices: readonly SubgroupMatrixConfig[]): PlanPoint[] {
  const has = (component: SubgroupMatrixConfig['component']): boolean => matrices.some((config) => config.component === component);
  const gemm = (dtype: 'f32' | 'f16' | 'i8' | 'i4', ladder: readonly GemmExtents[]): PlanPoint => ({ kernel: 'gemm.sgm', dtype, ladder });
  /** Attention needs sums in f32. */
  const summed = (component: 'f16' | 'f32'): boolean => matrices.some((config) => config.component === component && config.result === 'f32');
  const prefill = (dtype: 'f16' | 'f32', seq: number, headDim: number): PlanPoint => ({
    kernel: 'attention.prefill.sgm',
    dtype,
    ladder: [seq, seq / 2, seq / 4].map((tokens) => ({ batch: 1, seq: tokens, heads: 32, kvHeads: 8, headDim })),
  });
  return [
    ...(has('f16') ? [gemm('f16', cubes), gemm('f16', prompts), gemm('i4', prompts)] : []),
    ...(has('i8') ? [gemm('i8', cubes)] : []),
    ...(has('f32') ? [gemm('f32', cubes)] : []),
    ...(['f16', 'f32'] as const).filter(summed).flatMap((dtype) => [prefill(dtype, 8192, 128), prefill(dtype, 2048, 64)]),
  ];
}
