/**
 * Matrix times a few vectors, the work of one decode step: every weight is read once, so the memory sets the time.
 */
import source from '../../../../shaders/gemv.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import { fillInto } from '../wgsl/fill-values.ts';
import { fillingLoads } from '../probes/saturation-width.ts';
import {
  bytesOf,
  grid,
  inputSeed,
  tolerances,
  uniformWords,
  type BufferPlan,
  type DeviceTraits,
  type Fill,
  type FloatType,
  type Instance,
  type Stage,
} from '../instance.ts';
import { rowProductOracle, type RowSource } from '../linear.ts';
import { searchOrder } from '../search-order.ts';
import { reduceStage, reduceUniform, splitK } from '../gemm/split-k.ts';

/** Rows and columns of the matrix, and how many vectors it meets at once. */
export interface GemvShape {
  readonly n: number;
  readonly k: number;
  readonly batch?: number;
}

/** Threads of a workgroup and the rows that it owns. */
export interface GemvConfig {
  readonly threads: number;
  readonly rows: number;
  readonly reduction: 'subgroup' | 'shared';
  /** Workgroups that share the depth of the same rows; their partial sums are added by a second stage. */
  readonly split?: number;
}

/**
 * Vectors that one workgroup takes; more are spread evenly over tiles. Beside each running sum stands a piece of its row, and with integers
 * a sum of its step: of 64, compilers for two of four kinds of GPU spilled (docs/kernels.md), of 32 none.
 */
const mostVectors = 16;
const mostSums = 32;

export function batchTiles(batch: number): { readonly tile: number; readonly tiles: number } {
  const tiles = Math.ceil(batch / mostVectors);
  return { tile: Math.ceil(batch / tiles), tiles };
}

/** Entries of workgroup memory a sum: subgroups have at least 4 invocations. */
export function gemvSlots({ threads, reduction }: GemvConfig): number {
  return reduction === 'subgroup' ? threads / 4 : threads;
}

export function gemvFits(config: GemvConfig, batch: number, traits: DeviceTraits): boolean {
  const { tile } = batchTiles(batch);
  const sums = config.rows * tile;
  const subgroups = traits.subgroups && traits.subgroupMin > 0;
  return (
    config.threads <= traits.maxInvocations &&
    (sums <= mostSums || config.rows === 1) &&
    4 * sums * gemvSlots(config) <= traits.workgroupStorage &&
    // The sums of many vectors, one a thread, take so much workgroup memory that few workgroups run side by side.
    (config.reduction === 'subgroup' ? subgroups : !subgroups || tile < mostVectors)
  );
}

/** Every workgroup worth a try; what a matrix is stored as adds to it. */
export const gemvSpace: readonly GemvConfig[] = [32, 64, 128, 256].flatMap((threads) =>
  [1, 2, 4, 8].flatMap((rows) => (['subgroup', 'shared'] as const).map((reduction) => ({ threads, rows, reduction }))),
);

/** Elements of a 16-byte load in f16: what the depth is counted in where its type is left open. */
const widestLoad = 8;

/**
 * A workgroup with its depth whole and, where the rows are too few to fill memory, shared by 4 and by 2: each thread has a load of every
 * row in flight, and keeps at least one of each in every part.
 */
export function gemvSplits<T extends GemvConfig>(config: T, { n, k, batch = 1 }: GemvShape, traits: DeviceTraits): T[] {
  const inFlight = n * batchTiles(batch).tiles * config.threads;
  const most = Math.min(fillingLoads(traits) / inFlight, k / (widestLoad * config.threads));
  return [config, ...[4, 2].filter((split) => split <= most).map((split) => ({ ...config, split }))];
}

/** The likeliest first, and third the very first with its depth shared: the plan that tries three then meets both. */
export function gemvSearch<T extends GemvConfig>(
  likely: readonly T[],
  space: readonly T[],
  shape: GemvShape,
  traits: DeviceTraits,
  seed: number,
): T[] {
  const fits = (config: T): boolean => gemvFits(config, shape.batch ?? 1, traits);
  const splits = (config: T): T[] => gemvSplits(config, shape, traits);
  const fitting = likely.filter(fits);
  const shared = fitting.slice(0, 1).flatMap(splits).slice(1, 2);
  return searchOrder([...fitting.slice(0, 2), ...shared, ...fitting, ...fitting.flatMap(splits)], space.flatMap(splits), fits, seed);
}

/** Rows in flight give each thread several independent loads; the shared reduction wins on some GPUs and needs no feature. */
export function gemvCandidates(shape: GemvShape, traits: DeviceTraits, seed: number): GemvConfig[] {
  const threads = shape.k >= 2048 ? 128 : 64;
  const rows = 4 * batchTiles(shape.batch ?? 1).tile <= mostSums ? 4 : 2;
  const likely: GemvConfig[] = [
    { threads, rows, reduction: 'subgroup' },
    { threads, rows, reduction: 'shared' },
    { threads: 64, rows: 2, reduction: 'subgroup' },
    { threads: 64, rows: 2, reduction: 'shared' },
  ];
  return gemvSearch(likely, gemvSpace, shape, traits, seed);
}

/** FLOP and bytes: `2 batch n k`, the matrix, the vectors and the results moved once. */
export function gemvWork({ n, k, batch = 1 }: GemvShape, dtype: FloatType): { flops: number; bytes: number } {
  return { flops: 2 * batch * n * k, bytes: bytesOf[dtype] * (n * k + batch * k + batch * n) };
}

/** `4096x4096`, with the batch before it where there is one. */
export function gemvName({ n, k, batch = 1 }: GemvShape): string {
  return batch === 1 ? `${n}x${k}` : `${batch}x${n}x${k}`;
}

export function gemvWords({ n, k, batch = 1 }: GemvShape): string {
  return `matrix × ${batch === 1 ? 'vector' : `${batch} vectors`} ${n}×${k}`;
}

/** One row past whole workgroups, and as many vectors in the last tile as the timed shape has. */
export function smallGemv(config: GemvConfig, { batch = 1 }: GemvShape, k: number): GemvShape {
  return { n: 3 * config.rows + 1, k, batch };
}

export function gemv(config: GemvConfig, shape: GemvShape, dtype: FloatType, seed: number): Instance {
  const lanes = lanesOf(shape, dtype);
  // Whole numbers, and a last stride that only some threads take.
  const small = smallGemv(config, shape, lanes * ((config.split ?? 1) * config.threads + 3));
  const limit = dtype === 'f32' ? 8 : 1;
  const exact = build(
    config,
    small,
    dtype,
    lanes,
    (operand, set) => ({ kind: 'integers', seed: inputSeed(seed, operand, set), low: -limit, high: limit }),
    [],
  );
  return build(config, shape, dtype, lanes, (operand, set) => ({ kind: 'reals', seed: inputSeed(seed, operand, set) }), [exact]);
}

/** Elements in one 16-byte load, or 1 where rows of W do not start on 16 bytes. */
function lanesOf({ k }: GemvShape, dtype: FloatType): number {
  const whole = 16 / bytesOf[dtype];
  return k % whole === 0 ? whole : 1;
}

function build(
  config: GemvConfig,
  shape: GemvShape,
  dtype: FloatType,
  lanes: number,
  fill: (operand: number, set: number) => Fill,
  cases: readonly Instance[],
): Instance {
  const { threads, rows, reduction, split = 1 } = config;
  const { n, k, batch = 1 } = shape;
  const { tile, tiles } = batchTiles(batch);
  const parts = gemvParts(config, shape, lanes, dtype);
  const subgroups = reduction === 'subgroup';
  const code = expand('gemv.wgsl', source, {
    enable: [...(dtype === 'f16' ? ['f16'] : []), ...(subgroups ? ['subgroups'] : [])],
    alias: { Elem: dtype, Out: parts.element },
    constants: {
      THREADS: threads,
      ROWS: rows,
      BATCH: tile,
      LANES: lanes,
      WIDE: lanes > 1,
      HALF: dtype === 'f16',
      SUBGROUPS: subgroups,
      SLOTS: gemvSlots(config),
    },
  });
  const input = (length: number, operand: number): BufferPlan => ({ element: dtype, length, fill: fill(operand, 0), rotates: true });
  const rowsOf =
    (operand: number, set: number): RowSource =>
    (index, row) =>
      fillInto(row, fill(operand, set), dtype, index * k);
  return {
    id: `gemv/${gemvName(shape)}/${dtype}`,
    kernel: 'gemv',
    variant: `${threads} rows ${rows} ${reduction}${split > 1 ? ` split ${split}` : ''}${lanes > 1 ? '' : ' scalar'}`,
    dtype,
    shape: { m: batch, n, k },
    words: `${gemvWords(shape)}, ${dtype}`,
    ...gemvWork(shape, dtype),
    rateUnit: 'B/s',
    stages: [
      {
        shader: 'gemv',
        code,
        bindings: [
          { type: 'read-only-storage', buffer: 'w' },
          { type: 'read-only-storage', buffer: 'x' },
          { type: 'storage', buffer: parts.target },
          { type: 'uniform', buffer: 'shape' },
        ],
        workgroups: grid(Math.ceil(n / rows) * tiles * parts.splits),
      },
      ...parts.stages,
    ],
    buffers: {
      w: input(n * k, 0),
      x: input(batch * k, 1),
      ...parts.buffers,
      y: { element: dtype, length: batch * n, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { shape: parts.shape, ...parts.uniforms },
    output: {
      buffer: 'y',
      matrix: { rows: batch, columns: n },
      ...(cases.length === 0 ? { compare: 'entries', tolerance: 0 } : { compare: 'rms', tolerance: tolerances[dtype] }),
    },
    oracle: (set) => rowProductOracle({ m: batch, n, k, rowOfX: rowsOf(1, set), rowOfW: rowsOf(0, set) }, cases.length === 0),
    cases,
  };
}

/** How the depth is shared, and what adds the parts: nothing where it is whole. A load is `lanes` elements of a row. */
export function gemvParts({ rows, split = 1 }: GemvConfig, { n, k, batch = 1 }: GemvShape, lanes: number, element: FloatType): GemvParts {
  const { depth, splits } = splitK(k, lanes, split);
  const shape = uniformWords(n, k, batch, Math.ceil(n / rows), batchTiles(batch).tiles, depth / lanes);
  if (split === 1) return { splits, element, target: 'y', shape, stages: [], buffers: {}, uniforms: {} };
  return {
    splits,
    element: 'f32',
    target: 'parts',
    shape,
    stages: [reduceStage(batch * n, element, 'y')],
    buffers: { parts: { element: 'f32', length: splits * batch * n, fill: { kind: 'poison' }, rotates: false } },
    uniforms: { reduce: reduceUniform(batch * n, splits) },
  };
}

export interface GemvParts {
  readonly splits: number;
  /** What the product writes, and where. */
  readonly element: FloatType;
  readonly target: 'y' | 'parts';
  /** The product's uniform. */
  readonly shape: Uint32Array<ArrayBuffer>;
  readonly stages: readonly Stage[];
  readonly buffers: Readonly<Record<string, BufferPlan>>;
  readonly uniforms: Readonly<Record<string, Uint32Array<ArrayBuffer>>>;
}
