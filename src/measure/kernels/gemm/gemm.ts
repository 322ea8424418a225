/**
 * Matrix multiply, the work of prefill: config and shape to a runnable instance. The tiling is explained in
 * `shaders/gemm.wgsl`; which variants are tried for a shape is in `gemm-candidates.ts`.
 */
import source from '../../../../shaders/gemm.wgsl?raw';
import { expand, shareOf } from '../wgsl/preprocess.ts';
import { gemmOracle } from './gemm-oracle.ts';
import { bytesOf, grid, inputSeed, tolerances, uniformWords, type BufferPlan, type Fill, type FloatType, type Instance } from '../instance.ts';
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
  /**
   * Tiles in workgroup memory once; the same with the next ones fetched into registers during the products (`ahead`); twice, which spares
   * a barrier beside that (`double`); or not at all.
   */
  readonly staging?: 'ahead' | 'double' | 'none';
  /** A's tile along m, so that a thread reads four rows of one k at once, and not four k of one row; `tm` is a multiple of 4. */
  readonly layout?: 'transposed';
  /** Elements between the lines of A's tile, without which they start in the same bank: 4 unless it says otherwise. */
  readonly padding?: 0;
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

/** A tile as the shaders that stage both operands along k name its extents. */
export function tileConstants(tile: GemmTile): Readonly<Record<'BM' | 'BN' | 'BK' | 'TX' | 'TY' | 'TM' | 'TN' | 'THREADS', number>> {
  const { bm, bn, bk, tm, tn } = tile;
  return { BM: bm, BN: bn, BK: bk, TX: bn / tn, TY: bm / tm, TM: tm, TN: tn, THREADS: gemmThreads(tile) };
}

/** Bytes of workgroup memory: A's tile with the padding of its lines, and B's tile. */
export function gemmWorkgroupBytes(config: GemmConfig, dtype: FloatType): number {
  const { bm, bn, bk, staging, layout } = config;
  const buffers = { once: 1, ahead: 1, double: 2, none: 0 }[staging ?? 'once'];
  const lines = layout === 'transposed' ? bk : bm;
  return buffers * (bm * bk + lines * paddingOf(config) + bk * bn) * bytesOf[dtype];
}

function paddingOf({ padding }: GemmConfig): number {
  return padding ?? 4;
}

/** Elements of A that a thread fetches at once: a vec4, or a square that is turned on its way into the tile. */
export function gemmPiece({ layout }: Pick<GemmConfig, 'layout'>): number {
  return layout === 'transposed' ? 16 : 4;
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
  const { bm, bn, bk, tm, tn, staging, layout } = config;
  const transposed = layout === 'transposed';
  const run = transposed ? 4 : 1;
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
      RUN: run,
      RUNS: tm / run,
      TN4: tn / 4,
      THREADS: threads,
      GROUP: groupedRows,
      VECTOR: path.vector,
      GUARDED: path.guarded,
      STAGED: staging !== 'none',
      DIRECT: staging === 'none',
      AHEAD: staging === 'ahead' || staging === 'double',
      DOUBLE: staging === 'double',
      BUFFERS: staging === 'double' ? 2 : 1,
      PADDING: paddingOf(config) / 4,
      TRANSPOSED: transposed,
      ROWS: !transposed,
      ...shareOf('A', (bm * bk) / gemmPiece(config), threads),
      ...shareOf('B', (bk * bn) / 4, threads),
      HALF_SUMS: kernel === 'gemm.f16a16',
    },
  });
  const input = (length: number, operand: number): BufferPlan => ({ element: dtype, length, fill: fill(operand, 0), rotates: true });
  return {
    id: `${kernel}/${m}x${n}x${k}/${dtype}`,
    kernel,
    variant: `${tileName(config)}${tileWords(config)}${path.vector ? '' : ' scalar'}${path.guarded ? ' guarded' : ''}`,
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
    oracle: (set) => gemmOracle(shape, dtype, fill(0, set), fill(1, set), whole),
    cases,
  };
}

/** `128x64x16 8x4 256`, and the split. */
export function tileName(tile: GemmTile): string {
  const { bm, bn, bk, tm, tn, split = 1 } = tile;
  return `${bm}x${bn}x${bk} ${tm}x${tn} ${gemmThreads(tile)}${split > 1 ? ` split ${split}` : ''}`;
}

function tileWords({ staging, layout, padding }: GemmConfig): string {
  const words = { once: '', ahead: ' ahead', double: ' double', none: ' direct' }[staging ?? 'once'];
  return `${words}${layout === undefined ? '' : ` ${layout}`}${padding === 0 ? ' unpadded' : ''}`;
}

export function productName({ m, n, k }: GemmShape): string {
  return m === n && n === k ? `${m}³` : `${m}×${n}×${k}`;
}

/** Sums of 32 products that are each rounded to 11 bits. */
const halfSumTolerance = 1e-2;
