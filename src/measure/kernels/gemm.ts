/**
 * Matrix multiply, the work of prefill: config and shape to a runnable instance. The tiling is explained in
 * `shaders/gemm.wgsl`; which variants are tried for a shape is in `gemm-candidates.ts`.
 */
import source from '../../../shaders/gemm.wgsl?raw';
import { expand } from './expand.ts';
import { fillInto, fillValues } from './fill-values.ts';
import {
  bytesOf,
  grid,
  inputSeed,
  tolerances,
  uniformWords,
  type BufferPlan,
  type Fill,
  type FloatType,
  type Instance,
  type Oracle,
} from './instance.ts';
import { timesVectors, type RowSource } from './linear.ts';
import { reduceStage, reduceUniform, splitK } from './split-k.ts';

export type { FloatType };

export interface GemmShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** A workgroup's tile bm x bn, the depth bk staged at a time, and the outputs tm x tn of one thread. */
export interface GemmTile {
  readonly bm: number;
  readonly bn: number;
  readonly bk: number;
  readonly tm: number;
  readonly tn: number;
  /** Workgroups that share the depth of one tile; their partial sums are added by a second stage. */
  readonly split?: number;
}

export interface GemmConfig extends GemmTile {
  /** Tiles in workgroup memory once, or twice so that the next ones load meanwhile, or not at all. */
  readonly staging?: 'double' | 'none';
}

/** `gemm.f16a16` adds up to 32 products in f16 before they join an f32 sum. */
export type GemmKernel = 'gemm' | 'gemm.f16a16';

/**
 * From small tiles to large. 32x32 with 64 threads is what tfjs, ONNX Runtime and TVM emit for WebGPU; on an A100 under
 * Chrome, tiles of 128x64 reached 1.5 times its speed on large shapes (sokrypton/localfold, docs/A100.md).
 */
export const gemmConfigs = {
  '16x64': { bm: 16, bn: 64, bk: 16, tm: 2, tn: 4 },
  '32x32': { bm: 32, bn: 32, bk: 16, tm: 4, tn: 4 },
  '64x64': { bm: 64, bn: 64, bk: 16, tm: 4, tn: 4 },
  '64x64/64': { bm: 64, bn: 64, bk: 8, tm: 8, tn: 8 },
  '128x64': { bm: 128, bn: 64, bk: 16, tm: 8, tn: 4 },
  '128x128': { bm: 128, bn: 128, bk: 8, tm: 8, tn: 8 },
} as const satisfies Record<string, GemmConfig>;

/** Tile rows that are walked together; 8 rows of 128 keep about 4 MB of A and B in use at k = 4096. */
const groupedRows = 8;

export function gemmThreads(tile: GemmTile): number {
  return (tile.bm / tile.tm) * (tile.bn / tile.tn);
}

/** Bytes of workgroup memory: A's tile with one vec4 of padding a row, and B's tile. */
export function gemmWorkgroupBytes({ bm, bn, bk, staging }: GemmConfig, dtype: FloatType): number {
  const buffers = { once: 1, double: 2, none: 0 }[staging ?? 'once'];
  return buffers * (bm * (bk + 4) + bk * bn) * bytesOf[dtype];
}

/** FLOP and bytes: `2 m n k` and each of A, B, C moved once. */
export function gemmWork({ m, n, k }: GemmShape, dtype: FloatType): { flops: number; bytes: number } {
  return { flops: 2 * m * n * k, bytes: bytesOf[dtype] * (m * k + k * n + m * n) };
}

/** `kernel` decides about the accumulators: `gemm.f16a16` needs f16 and tiles in workgroup memory. */
export function gemm(config: GemmConfig, shape: GemmShape, dtype: FloatType, seed: number, kernel: GemmKernel = 'gemm'): Instance {
  const problem = { config, dtype, kernel };
  return build(problem, shape, fills(seed, 'reals', dtype), [smallCase(problem, shape, seed)]);
}

interface Problem {
  readonly config: GemmConfig;
  readonly dtype: FloatType;
  readonly kernel: GemmKernel;
}

type InputFills = (operand: number, set: number) => Fill;

function fills(seed: number, kind: 'reals' | 'integers', dtype: FloatType): InputFills {
  // Whole numbers up to 8 keep every f32 sum exact to k = 262,144; up to 2, an f16 result exact to k = 512.
  const limit = dtype === 'f32' ? 8 : 2;
  return (operand, set) => {
    const own = inputSeed(seed, operand, set);
    return kind === 'reals' ? { kind, seed: own } : { kind, seed: own, low: -limit, high: limit };
  };
}

interface Path {
  readonly vector: boolean;
  readonly guarded: boolean;
}

function pathOf(config: GemmConfig, { m, n, k }: GemmShape): Path {
  return { vector: n % 4 === 0 && k % 4 === 0, guarded: m % config.bm !== 0 || n % config.bn !== 0 || k % config.bk !== 0 };
}

/** Two tiles each way and two steps of k in each split, ragged exactly where the timed shape's path allows it. */
function smallCase(problem: Problem, shape: GemmShape, seed: number): Instance {
  const { config, dtype } = problem;
  const path = pathOf(config, shape);
  const { vector, guarded } = path;
  const depth = 2 * config.bk * (config.split ?? 1);
  const small = guarded
    ? { m: config.bm + 5, n: config.bn + (vector ? 4 : 3), k: depth + (vector ? 4 : 3) }
    : { m: 2 * config.bm, n: 2 * config.bn, k: depth };
  return build(problem, small, fills(seed, 'integers', dtype), [], path);
}

function build(problem: Problem, shape: GemmShape, fill: InputFills, cases: readonly Instance[], path = pathOf(problem.config, shape)): Instance {
  const { config, dtype, kernel } = problem;
  const { bm, bn, bk, tm, tn, staging } = config;
  const { m, n, k } = shape;
  const whole = cases.length === 0;
  const tilesM = Math.ceil(m / bm);
  const tilesN = Math.ceil(n / bn);
  const { depth, splits } = splitK(k, bk, config.split ?? 1);
  // A shape too shallow for the split that its config names still takes the two stages of that config.
  const inParts = (config.split ?? 1) > 1;
  const threads = gemmThreads(config);
  const code = expand('gemm.wgsl', source, {
    enable: dtype === 'f16' ? ['f16'] : [],
    alias: { Elem: dtype, Out: inParts ? 'f32' : dtype },
    constants: {
      BM: bm,
      BN: bn,
      BK: bk,
      TX: bn / tn,
      TY: bm / tm,
      TM: tm,
      TN4: tn / 4,
      THREADS: threads,
      GROUP: groupedRows,
      VECTOR: path.vector,
      GUARDED: path.guarded,
      STAGED: staging !== 'none',
      DIRECT: staging === 'none',
      DOUBLE: staging === 'double',
      BUFFERS: staging === 'double' ? 2 : 1,
      A_LOADS: Math.ceil((bm * bk) / 4 / threads),
      B_LOADS: Math.ceil((bk * bn) / 4 / threads),
      HALF_SUMS: kernel === 'gemm.f16a16',
    },
  });
  const input = (length: number, operand: number): BufferPlan => ({ element: dtype, length, fill: fill(operand, 0), rotates: true });
  return {
    id: `${kernel}/${m}x${n}x${k}/${dtype}`,
    kernel,
    variant: `${tileName(config)}${stagingWords[staging ?? 'once']}${path.vector ? '' : ' scalar'}${path.guarded ? ' guarded' : ''}`,
    dtype,
    shape: { m, n, k },
    words: `matrix multiply ${productName(shape)}, ${dtype}${kernel === 'gemm' ? '' : ' accumulated'}`,
    ...gemmWork(shape, dtype),
    rateUnit: 'FLOP/s',
    stages: [
      {
        shader: 'gemm',
        code,
        bindings: [
          { type: 'read-only-storage', buffer: 'a' },
          { type: 'read-only-storage', buffer: 'b' },
          { type: 'storage', buffer: inParts ? 'parts' : 'c' },
          { type: 'uniform', buffer: 'shape' },
        ],
        workgroups: grid(tilesM * tilesN * splits),
      },
      ...(inParts ? [reduceStage(m * n, dtype)] : []),
    ],
    buffers: {
      a: input(m * k, 0),
      b: input(k * n, 1),
      ...(inParts ? { parts: { element: 'f32', length: splits * m * n, fill: { kind: 'poison' }, rotates: false } } : {}),
      c: { element: dtype, length: m * n, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { shape: uniformWords(m, n, k, tilesM, tilesN, depth), ...(inParts ? { reduce: reduceUniform(m * n, splits) } : {}) },
    output: {
      buffer: 'c',
      matrix: { rows: m, columns: n },
      ...(whole ? { compare: 'entries', tolerance: 0 } : { compare: 'rms', tolerance: kernel === 'gemm' ? tolerances[dtype] : halfSumTolerance }),
    },
    oracle: (set) => oracle(shape, dtype, fill(0, set), fill(1, set), whole),
    cases,
  };
}

/** `128x64x16 8x4 256`, and the split. */
export function tileName(tile: GemmTile): string {
  const { bm, bn, bk, tm, tn, split = 1 } = tile;
  return `${bm}x${bn}x${bk} ${tm}x${tn} ${gemmThreads(tile)}${split > 1 ? ` split ${split}` : ''}`;
}

const stagingWords = { once: '', double: ' double', none: ' direct' } as const;

export function productName({ m, n, k }: GemmShape): string {
  return m === n && n === k ? `${m}³` : `${m}×${n}×${k}`;
}

/** Sums of 32 products that are each rounded to 11 bits. */
const halfSumTolerance = 1e-2;

/** Entries compared one by one beside the Freivalds check. */
const sampledEntries = 64;

function oracle({ m, n, k }: GemmShape, dtype: FloatType, fillA: Fill, fillB: Fill, whole: boolean): Oracle {
  const rowOfA: RowSource = (index, row) => fillInto(row, fillA, dtype, index * k);
  const rowOfB: RowSource = (index, row) => fillInto(row, fillB, dtype, index * n);
  const entry = (index: number): number => {
    const a = fillValues(fillA, dtype, Math.floor(index / n) * k, k);
    const column = index % n;
    const one = new Float64Array(1);
    let sum = 0;
    for (let at = 0; at < k; at++) {
      fillInto(one, fillB, dtype, at * n + column);
      sum += (a[at] ?? 0) * (one[0] ?? 0);
    }
    return sum;
  };
  return {
    ranges(pick) {
      if (whole) return [{ start: 0, values: product(fillValues(fillA, dtype, 0, m * k), fillValues(fillB, dtype, 0, k * n), m, n, k) }];
      return Array.from({ length: sampledEntries }, () => {
        const start = pick(m * n);
        return { start, values: Float64Array.of(entry(start)) };
      });
    },
    product: (vectors) => timesVectors(rowOfA, m, k, timesVectors(rowOfB, k, n, vectors)),
  };
}

function product(a: Float64Array, b: Float64Array, m: number, n: number, k: number): Float64Array {
  const c = new Float64Array(m * n);
  for (let row = 0; row < m; row++) {
    for (let at = 0; at < k; at++) {
      const scale = a[row * k + at] ?? 0;
      for (let column = 0; column < n; column++) c[row * n + column] = (c[row * n + column] ?? 0) + scale * (b[at * n + column] ?? 0);
    }
  }
  return c;
}
