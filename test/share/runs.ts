/** A quick run of fifteen kernels as the lab makes it; the times are invented and claim nothing. */
import type { KernelResult, Run } from '../../src/run/run.ts';
import { seeded } from '../../src/stats/random.ts';

const points: readonly [
  kernel: string,
  dtype: 'f32' | 'f16',
  shape: Record<string, number>,
  flops: number,
  bytes: number,
  seconds: number,
  variant: string,
][] = [
  ...[1024, 2048, 3072, 4096].flatMap((n) =>
    (['f32', 'f16'] as const).map((dtype): (typeof points)[number] => [
      'gemm',
      dtype,
      { m: n, n, k: n },
      2 * n ** 3,
      3 * n * n * (dtype === 'f32' ? 4 : 2),
      (2 * n ** 3) / 9.7e12,
      dtype === 'f32' ? '64x64x16 8x4 128' : '128x64x16 8x8 128',
    ]),
  ),
  ...[4096, 8192].map((n): (typeof points)[number] => [
    'gemv',
    'f16',
    { m: 1, n, k: n },
    2 * n * n,
    2 * (n * n + 2 * n),
    (2 * n * n) / 4.1e11,
    'rows 4 lanes 64',
  ]),
  [
    'attention.prefill',
    'f16',
    { batch: 1, seq: 2048, heads: 32, kvHeads: 8, headDim: 128 },
    2 * 2048 * 2049 * 32 * 128,
    41_943_040,
    3.84e-3,
    'q64 k32 128',
  ],
  [
    'attention.prefill',
    'f16',
    { batch: 1, seq: 4096, heads: 32, kvHeads: 8, headDim: 128 },
    2 * 4096 * 4097 * 32 * 128,
    83_886_080,
    1.49e-2,
    'q64 k32 128',
  ],
  ...[1024, 4096, 16384].map((seq): (typeof points)[number] => [
    'attention.decode',
    'f16',
    { batch: 4, seq, heads: 32, kvHeads: 8, headDim: 128 },
    4 * 4 * 32 * 128 * seq,
    2 * 4 * 128 * 2 * (8 * seq + 32),
    (16 * seq * 1024) / 3.3e11,
    'split 8 64',
  ]),
];

/** Ids as the kernels make them. */
function idOf(kernel: string, shape: Readonly<Record<string, number>>, dtype: string): string {
  const { m = 0, n = 0, k = 0, batch = 0, seq = 0, heads = 0, kvHeads = 0, headDim = 0 } = shape;
  if (kernel === 'gemm') return `gemm/${m}x${n}x${k}/${dtype}`;
  if (kernel === 'gemv') return `gemv/${n}x${k}/${dtype}`;
  return `${kernel}/${batch}x${seq}x${heads}:${kvHeads}x${headDim}/${dtype}`;
}

export function quickRun(seed = 1): Run {
  const random = seeded(seed);
  const kernels = points.map(([kernel, dtype, shape, flops, bytes, seconds, variant]): KernelResult => {
    const median = seconds * (0.9 + 0.2 * random.uniform());
    return {
      id: idOf(kernel, shape, dtype),
      kernel,
      variant,
      dtype,
      shape,
      flops,
      bytes,
      samples: [median],
      median,
      low: median * (1 - 0.02 * random.uniform()),
      high: median * (1 + 0.02 * random.uniform()),
      checks: [{ kind: 'sampled', error: 1e-6, tolerance: 1e-5, passed: true }],
      badges: ['quantised-clock'],
    };
  });
  return {
    version: 1,
    when: '2026-11-22T15:04:05.678Z',
    adapter: {
      vendor: 'apple',
      architecture: 'metal-3',
      device: 'secret',
      description: 'secret too',
      fallback: false,
      features: ['shader-f16'],
      limits: { maxBufferSize: 4e9 },
    },
    clock: { kind: 'timestamp', step: 65536e-9 },
    plan: 'quick',
    elapsed: 14.2,
    kernels,
    ceilings: {
      fmaF32: { value: 10.4e12, low: 10.31e12, high: 10.47e12 },
      fmaF16: { value: 20.1e12, low: 19.9e12, high: 20.4e12 },
      read: { value: 363e9, low: 360e9, high: 365.4e9 },
      copy: { value: 331e9, low: 330e9, high: 334e9 },
      dispatch: { value: 4.21e-6, low: 4.02e-6, high: 4.4e-6 },
    },
    left: [],
  };
}
