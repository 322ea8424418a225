/** What is compared: the shapes of real models on a GPU, and small ones on a processor, where only correctness is looked at. */
import type { AdapterSummary } from '../../src/run/run.ts';
import type { ComparisonPolicy } from './results.ts';
import type { ProblemPoint } from './problem.ts';

const MiB = 2 ** 20;

export function casesFor(adapter: Pick<AdapterSummary, 'fallback' | 'features'>): {
  readonly points: readonly ProblemPoint[];
  readonly policy: ComparisonPolicy;
} {
  const { fallback, features } = adapter;
  const points = (fallback ? smallPoints() : gpuPoints()).filter(({ dtype }) => dtype !== 'f16' || features.includes('shader-f16'));
  return {
    points,
    policy: fallback ? { window: 0, rounds: 3, workingSet: 0, seed: 1 } : { window: 0.1, rounds: 12, workingSet: 256 * MiB, seed: 1 },
  };
}

type Float = 'f32' | 'f16';
const floats: readonly Float[] = ['f32', 'f16'];

function gemm(dtype: Float, m: number, n: number, k: number): ProblemPoint {
  return { kernel: 'gemm', dtype, ladder: [{ m, n, k }] };
}

function gemv(dtype: Float, n: number, k: number): ProblemPoint {
  return { kernel: 'gemv', dtype, ladder: [{ n, k }] };
}

function attention(
  kernel: 'attention.prefill' | 'attention.decode',
  dtype: Float,
  seq: number,
  heads: number,
  kvHeads: number,
  headDim: number,
): ProblemPoint {
  return { kernel, dtype, ladder: [{ batch: 1, seq, heads, kvHeads, headDim }] };
}

function gemvOf4Bits(n: number, k: number): ProblemPoint {
  return { kernel: 'gemv.q4', dtype: 'i4', ladder: [{ n, k }] };
}

function gemmOf4Bits(m: number, n: number, k: number): ProblemPoint {
  return { kernel: 'gemm.w4a16', dtype: 'i4', ladder: [{ m, n, k }] };
}

/** By importance: where time is short, the last are left. */
function gpuPoints(): ProblemPoint[] {
  const fourBits = [
    gemvOf4Bits(4096, 4096),
    gemvOf4Bits(14336, 4096),
    gemvOf4Bits(16384, 16384),
    gemmOf4Bits(512, 4096, 4096),
    gemmOf4Bits(512, 14336, 4096),
  ];
  const plain = floats.flatMap((dtype) => [
    gemm(dtype, 1024, 1024, 1024),
    gemm(dtype, 2048, 2048, 2048),
    gemm(dtype, 4096, 4096, 4096),
    gemm(dtype, 512, 4096, 4096),
    gemm(dtype, 512, 14336, 4096),
    gemm(dtype, 30208, 256, 1024),
    gemv(dtype, 4096, 4096),
    gemv(dtype, 14336, 4096),
    gemv(dtype, 8192, 8192),
    attention('attention.prefill', dtype, 512, 32, 8, 128),
    attention('attention.prefill', dtype, 2048, 32, 8, 128),
    attention('attention.prefill', dtype, 2048, 32, 8, 64),
    attention('attention.decode', dtype, 2048, 32, 8, 128),
    attention('attention.decode', dtype, 8192, 32, 8, 128),
  ]);
  return [...plain, ...fourBits];
}

function smallPoints(): ProblemPoint[] {
  const plain = floats.flatMap((dtype) => [
    gemm(dtype, 64, 64, 64),
    gemm(dtype, 128, 256, 192),
    gemv(dtype, 256, 256),
    attention('attention.prefill', dtype, 64, 4, 2, 64),
    attention('attention.decode', dtype, 256, 4, 2, 64),
  ]);
  return [...plain, gemvOf4Bits(256, 256), gemmOf4Bits(64, 128, 256)];
}
