/**
 * What a run measures, in order of importance: it stops when its time is up and lists what it left. A point holds a ladder of
 * shapes, largest first; the run takes the first one whose single dispatch stays within the safe time on this adapter.
 */
import { ceilingPoints, sweepPoint, widthPoints, type CeilingFacts } from './ceiling-points.ts';
import { planPolicy, type PlanFacts } from './policy.ts';
import { matrixPoints } from './matrix-points.ts';
import { modelPoints, type ModelPoint } from './model-points.ts';
import { moreProducts, quickProducts } from './product-points.ts';
import type { FloatDtype, GemmExtents, PlanPoint } from './points.ts';
import type { PlanName } from './run.ts';

export type * from './points.ts';
export { planPolicy, type PlanFacts, type PlanPolicy } from './policy.ts';

const MiB = 2 ** 20;

export function planPoints(plan: PlanName, facts: PlanFacts): PlanPoint[] {
  const { workingSet } = planPolicy(plan, facts);
  const ceilings = { software: facts.software, workingSet, subgroupMatrices: facts.subgroupMatrices ?? [] };
  const points = facts.software ? softwarePoints(plan, ceilings) : gpuPoints(plan, facts.f16 ? 'f16' : 'f32', ceilings);
  return withModels(points, modelPoints(plan, facts)).filter((point) => point.dtype !== 'f16' || facts.f16);
}

/**
 * The quick plan's points with the thorough one's probes: the sweep after the stream read, so that what comes later rotates through
 * enough for the caches that it finds, then the widths, by which later points share their work out; the others before the first point that is divided by one of them.
 */
function withCeilings(quick: readonly PlanPoint[], ceilings: CeilingFacts): PlanPoint[] {
  const points = quick.flatMap((point) => (point.kernel === 'mem.read' ? [point, sweepPoint(ceilings), ...widthPoints(ceilings)] : [point]));
  const divided = points.findIndex(({ kernel }) => kernel === 'gemm.i8');
  const at = divided === -1 ? points.length : divided;
  return [...points.slice(0, at), ...ceilingPoints(ceilings), ...points.slice(at)];
}

/** The headline, a token and a prompt of one model, comes once each family that it is made of has been met; other models come last. */
function withModels(points: readonly PlanPoint[], models: readonly ModelPoint[]): PlanPoint[] {
  const after = points.findIndex(({ kernel }) => kernel === 'attention.prefill') + 1;
  return [...points.slice(0, after), ...models.slice(0, 2), ...points.slice(after), ...models.slice(2)];
}

function cube(side: number): GemmExtents {
  return { m: side, n: side, k: side };
}

/** Query and KV heads and head dimension of Llama 3 8B, the most common layout of 2024 and after (arXiv 2407.21783, table 3). */
const llama = { heads: 32, kvHeads: 8, headDim: 128 } as const;

/** Threads of the multiply-add probe, from a data-centre GPU down to a phone. */
const fmaLadder = [1_048_576, 262_144, 65_536, 16_384, 4_096].map((threads) => ({ threads, turns: 256 }));

/** `half` is f16 where the device has it: decode is measured in the narrowest type that real weights would have here. */
function gpuPoints(plan: PlanName, half: FloatDtype, ceilings: CeilingFacts): PlanPoint[] {
  const { workingSet } = ceilings;
  const stream = [1, 2, 4, 8].map((part) => ({ bytes: workingSet / part }));
  const gemms: GemmExtents[][] = [
    [cube(2048), cube(1024), cube(512)],
    [
      { m: 512, n: 4096, k: 4096 },
      { m: 512, n: 2048, k: 2048 },
      { m: 256, n: 1024, k: 1024 },
    ],
    [
      { m: 64, n: 4096, k: 4096 },
      { m: 64, n: 2048, k: 2048 },
    ],
    [cube(512), cube(256)],
  ];
  const prefill = (seq: number): PlanPoint => ({
    kernel: 'attention.prefill',
    dtype: half,
    ladder: [seq, seq / 2, seq / 4].map((tokens) => ({ batch: 1, seq: tokens, ...llama })),
  });
  const decode = (batch: number, seq: number): PlanPoint => ({
    kernel: 'attention.decode',
    dtype: half,
    ladder: [seq, seq / 4].map((tokens) => ({ batch, seq: tokens, ...llama })),
  });
  const gemm = (dtype: FloatDtype, index: number): PlanPoint => ({ kernel: 'gemm', dtype, ladder: gemms[index] ?? [] });
  const gemv = (n: number, k: number): PlanPoint => ({
    kernel: 'gemv',
    dtype: half,
    ladder: [
      { n, k },
      { n: n / 2, k: k / 2 },
    ],
  });
  const quick: PlanPoint[] = [
    { kernel: 'peak.fma', dtype: 'f32', ladder: fmaLadder },
    { kernel: 'mem.read', dtype: 'f32', ladder: stream },
    { kernel: 'launch.dispatch', dtype: 'f32', ladder: [{ groups: 1 }] },
    gemm('f32', 0),
    gemv(4096, 4096),
    decode(8, 4096),
    prefill(2048),
    { kernel: 'peak.fma', dtype: 'f16', ladder: fmaLadder },
    gemm('f16', 0),
    { kernel: 'mem.copy', dtype: 'f32', ladder: stream.map(({ bytes }) => ({ bytes: bytes / 2 })) },
    gemm('f32', 1),
    gemm('f16', 1),
    gemv(14336, 4096),
    decode(1, 4096),
    gemm('f32', 2),
    gemm('f16', 2),
    prefill(512),
    gemv(1024, 4096),
    decode(1, 16384),
    gemm('f32', 3),
    gemm('f16', 3),
    ...quickProducts(false),
  ];
  if (plan === 'quick') return quick;
  const both: FloatDtype[] = ['f32', 'f16'];
  const more = both.flatMap((dtype): PlanPoint[] => [
    { kernel: 'gemm', dtype, ladder: [cube(4096)] },
    { kernel: 'gemm', dtype, ladder: [{ m: 512, n: 14336, k: 4096 }] },
    { kernel: 'gemm', dtype, ladder: [{ m: 8192, n: 256, k: 1024 }] },
    { kernel: 'gemm', dtype, ladder: [{ m: 16, n: 4096, k: 4096 }] },
    { kernel: 'gemm', dtype, ladder: [{ m: 511, n: 1023, k: 1022 }] },
    { kernel: 'gemm', dtype, ladder: [cube(256)] },
    { kernel: 'gemv', dtype, ladder: [{ n: 4096, k: 14336 }] },
    { kernel: 'gemv', dtype, ladder: [{ n: 8192, k: 8192 }] },
    { kernel: 'attention.prefill', dtype, ladder: [{ batch: 1, seq: 4096, ...llama }] },
    { kernel: 'attention.prefill', dtype, ladder: [{ batch: 4, seq: 512, heads: 16, kvHeads: 16, headDim: 64 }] },
    { kernel: 'attention.decode', dtype, ladder: [{ batch: 4, seq: 1000, ...llama }] },
    { kernel: 'attention.decode', dtype, ladder: [{ batch: 16, seq: 1024, heads: 64, kvHeads: 8, headDim: 128 }] },
    // Llama 3.2 1B, whose heads are half as wide.
    { kernel: 'attention.decode', dtype, ladder: [{ batch: 8, seq: 4096, heads: 32, kvHeads: 8, headDim: 64 }] },
  ]);
  const cacheOfBytes: PlanPoint[] = [
    { kernel: 'attention.decode', dtype: 'i8', ladder: [{ batch: 8, seq: 4096, ...llama }] },
    { kernel: 'attention.decode', dtype: 'i8', ladder: [{ batch: 1, seq: 16384, ...llama }] },
  ];
  return [...withCeilings(quick, ceilings), ...more, ...moreProducts(false, half), ...cacheOfBytes, ...matrixPoints(ceilings.subgroupMatrices)];
}

/** The same families at sizes that a processor finishes: they show that the path works, and say nothing about a GPU. */
function softwarePoints(plan: PlanName, ceilings: CeilingFacts): PlanPoint[] {
  const small = { heads: 4, kvHeads: 1, headDim: 64 } as const;
  const prefill = (dtype: FloatDtype, ...tokens: number[]): PlanPoint => ({
    kernel: 'attention.prefill',
    dtype,
    ladder: tokens.map((seq) => ({ batch: 1, seq, ...small })),
  });
  const decode = (dtype: FloatDtype, batch: number, seq: number): PlanPoint => ({
    kernel: 'attention.decode',
    dtype,
    ladder: [seq, seq / 4, seq / 16].map((tokens) => ({ batch, seq: tokens, ...small })),
  });
  const gemm = (dtype: FloatDtype, ...ladder: GemmExtents[]): PlanPoint => ({ kernel: 'gemm', dtype, ladder });
  const gemv = (dtype: FloatDtype, n: number, k: number): PlanPoint => ({
    kernel: 'gemv',
    dtype,
    ladder: [1, 2, 4].map((part) => ({ n: n / part, k: k / part })),
  });
  const fma = [4096, 1024, 256].map((threads) => ({ threads, turns: 64 }));
  const quick: PlanPoint[] = [
    { kernel: 'peak.fma', dtype: 'f32', ladder: fma },
    { kernel: 'mem.read', dtype: 'f32', ladder: [{ bytes: 16 * MiB }, { bytes: 4 * MiB }] },
    { kernel: 'launch.dispatch', dtype: 'f32', ladder: [{ groups: 1 }] },
    gemm('f32', cube(128), cube(64)),
    gemv('f32', 256, 1024),
    decode('f32', 1, 1024),
    prefill('f32', 128, 64, 32),
    { kernel: 'mem.copy', dtype: 'f32', ladder: [{ bytes: 8 * MiB }, { bytes: 2 * MiB }] },
    gemm('f32', { m: 64, n: 256, k: 256 }, { m: 64, n: 128, k: 128 }),
    gemv('f32', 128, 1024),
    decode('f32', 1, 256),
    gemm('f32', { m: 32, n: 256, k: 256 }),
    prefill('f32', 32),
    gemv('f32', 128, 512),
    decode('f32', 2, 256),
    gemm('f32', cube(64)),
    { kernel: 'peak.fma', dtype: 'f16', ladder: fma },
    gemm('f16', cube(128), cube(64)),
    gemv('f16', 256, 1024),
    decode('f16', 1, 1024),
    prefill('f16', 128, 64, 32),
    ...quickProducts(true),
  ];
  if (plan === 'quick') return quick;
  return [
    ...withCeilings(quick, ceilings),
    gemm('f32', cube(256), cube(192)),
    gemm('f32', { m: 128, n: 256, k: 256 }),
    gemm('f32', { m: 63, n: 127, k: 126 }),
    gemv('f32', 500, 510),
    decode('f32', 2, 500),
    prefill('f32', 100),
    { kernel: 'attention.prefill', dtype: 'f32', ladder: [{ batch: 2, seq: 64, heads: 2, kvHeads: 2, headDim: 128 }] },
    { kernel: 'attention.decode', dtype: 'f32', ladder: [{ batch: 1, seq: 250, heads: 8, kvHeads: 2, headDim: 128 }] },
    { kernel: 'attention.decode', dtype: 'i8', ladder: [{ batch: 1, seq: 1000, ...small }] },
    ...moreProducts(true, 'f32'),
  ];
}
