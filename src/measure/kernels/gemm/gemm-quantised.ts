/**
 * Matrix multiply with weights stored as integers, W[n, k] as a model keeps them. Ids `gemm.i8` (bytes on both sides, one scale a
 * row), `gemm.w4a16` and `gemm.w8a16` (4-bit and 8-bit weights, float arithmetic in f16 storage where the device has it),
 * `gemm.w4a8` (4-bit weights, activations quantised on the way, packed integer arithmetic).
 */
import source from '../../../../shaders/gemm-quantised.wgsl?raw';
import { expand, shareOf } from '../wgsl/preprocess.ts';
import { fillInto, fillValues } from '../wgsl/fill-values.ts';
import { gemmThreads, productName, tileConstants, tileName, type GemmShape, type GemmTile } from './gemm.ts';
import { tileCount, withSplit } from './gemm-candidates.ts';
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
import { packedDotFeature } from '../probes/peak-dp4a.ts';
import { packedPlan, quantiseStage, quantiseUniform } from '../layer/quantise.ts';
import {
  blockSize,
  quantisedBytes,
  quantisedValues,
  requireBlocks,
  unpackInto,
  weightFills,
  weightPlans,
  weightRow,
  type PackedFormat,
} from '../quantised.ts';
import { searchOrder } from '../search-order.ts';
import { reduceStage, reduceUniform, splitK } from './split-k.ts';

export type QuantisedGemm = 'gemm.i8' | 'gemm.w4a16' | 'gemm.w8a16' | 'gemm.w4a8';

interface Kind {
  /** Both sides meet as packed bytes. */
  readonly bytes: boolean;
  /** Weights in blocks with a scale each; null: bytes with one scale a row. */
  readonly format: PackedFormat | null;
  readonly dtype: 'i8' | 'i4';
  readonly words: string;
}

const kinds: Readonly<Record<QuantisedGemm, Kind>> = {
  'gemm.i8': { bytes: true, format: null, dtype: 'i8', words: 'int8' },
  'gemm.w4a16': { bytes: false, format: 'q4', dtype: 'i4', words: '4-bit weights' },
  'gemm.w8a16': { bytes: false, format: 'q8', dtype: 'i8', words: '8-bit weights' },
  'gemm.w4a8': { bytes: true, format: 'q4', dtype: 'i4', words: '4-bit weights, int8 activations' },
};

/** Sums of bytes scaled by two reals pass the largest f16 easily: `gemm.i8` has its scales and results in f32. */
export function elementOf(kernel: QuantisedGemm, { f16 }: Pick<DeviceTraits, 'f16'>): FloatType {
  return f16 && kernel !== 'gemm.i8' ? 'f16' : 'f32';
}

const tiles = {
  flat: { bm: 16, bn: 64, bk: 32, tm: 2, tn: 4 },
  small: { bm: 32, bn: 32, bk: 32, tm: 4, tn: 4 },
  middle: { bm: 64, bn: 64, bk: 32, tm: 4, tn: 4 },
  dense: { bm: 64, bn: 64, bk: 32, tm: 8, tn: 8 },
  tall: { bm: 128, bn: 64, bk: 32, tm: 8, tn: 4 },
} as const satisfies Record<string, GemmTile>;

/**
 * Outputs of a thread. Where both sides are packs of 16 bytes, a thread holds four registers for each row beside its sums, and packed dot products
 * are made of plain ones on some GPUs.
 */
const mostOutputs = { bytes: 32, floats: 64 } as const;

export const quantisedTiles: Readonly<Record<keyof typeof tiles, GemmTile>> = tiles;

const extents = [16, 32, 64, 128] as const;
const space: readonly GemmTile[] = extents.flatMap((bm) =>
  extents.flatMap((bn) =>
    ([32, 64] as const).flatMap((bk) =>
      (
        [
          [2, 4],
          [4, 4],
          [8, 4],
          [4, 8],
          [8, 8],
        ] as const
      ).flatMap(([tm, tn]) => (bm % tm === 0 && bn % tn === 0 ? [{ bm, bn, bk, tm, tn }] : [])),
    ),
  ),
);

/** Bytes of workgroup memory: both tiles with one pack of padding a row, and the scales of their blocks. */
export function quantisedWorkgroupBytes(kernel: QuantisedGemm, { bm, bn, bk }: GemmTile, element: FloatType): number {
  const { bytes, format } = kinds[kernel];
  const packBytes = bytes ? 16 : 4 * bytesOf[element];
  const packs = bytes ? bk / 16 : bk / 4;
  return (bm + bn) * ((packs + 1) * packBytes + (bytes && format !== null ? (4 * bk) / blockSize : 0));
}

/** Empty for packed products on a device whose WGSL has none. */
export function quantisedGemmCandidates(kernel: QuantisedGemm, shape: GemmShape, traits: DeviceTraits, seed: number): GemmTile[] {
  const element = elementOf(kernel, traits);
  if (kinds[kernel].bytes && !traits.packedDot) return [];
  const { flat, small, middle, dense, tall } = tiles;
  const fast: GemmTile[] =
    shape.m <= 16 ? [flat, small, middle] : tileCount(shape, tall) >= 128 ? [tall, dense, middle, small] : [middle, small, flat];
  const fits = (tile: GemmTile): boolean => {
    const threads = gemmThreads(tile);
    return (
      threads >= 32 &&
      threads <= traits.maxInvocations &&
      tile.tm * tile.tn <= mostOutputs[kinds[kernel].bytes ? 'bytes' : 'floats'] &&
      quantisedWorkgroupBytes(kernel, tile, element) <= traits.workgroupStorage
    );
  };
  return searchOrder<GemmTile>(
    [...fast.map((tile) => withSplit(shape, tile, traits)), ...fast],
    space.map((tile) => withSplit(shape, tile, traits)),
    fits,
    seed,
  );
}

/** Operations, and the bytes that move: both operands with their scales, and the result. */
export function quantisedGemmWork(kernel: QuantisedGemm, { m, n, k }: GemmShape, element: FloatType): { flops: number; bytes: number } {
  const size = bytesOf[element];
  const { format } = kinds[kernel];
  const operands = format !== null ? quantisedBytes(format, { n, k }, element) + size * m * k : m * k + n * k + size * (m + n);
  return { flops: 2 * m * n * k, bytes: operands + size * m * n };
}

/** Throws a RangeError where k is not a multiple of 32. */
export function quantisedGemm(kernel: QuantisedGemm, tile: GemmTile, shape: GemmShape, element: FloatType, seed: number): Instance {
  const { bm, bn, bk, split = 1 } = tile;
  const guarded = isGuarded(tile, shape);
  // Two steps of k in each split and, where bounds are tested, a last one that is not whole.
  const depth = 2 * bk * split;
  const small = guarded ? { m: bm + 5, n: bn + 3, k: depth + blockSize } : { m: 2 * bm, n: 2 * bn, k: depth };
  const exact = build({ kernel, tile, element, guarded }, small, 'integers', seed, []);
  return build({ kernel, tile, element, guarded }, shape, 'reals', seed, [exact]);
}

function isGuarded({ bm, bn, bk }: GemmTile, { m, n, k }: GemmShape): boolean {
  return m % bm !== 0 || n % bn !== 0 || k % bk !== 0;
}

interface Problem {
  readonly kernel: QuantisedGemm;
  readonly tile: GemmTile;
  readonly element: FloatType;
  readonly guarded: boolean;
}

function build(problem: Problem, shape: GemmShape, data: 'reals' | 'integers', seed: number, cases: readonly Instance[]): Instance {
  const { kernel, tile, element, guarded } = problem;
  const { bytes, format, dtype, words } = kinds[kernel];
  const { m, n, k } = shape;
  requireBlocks(k);
  const tilesM = Math.ceil(m / tile.bm);
  const tilesN = Math.ceil(n / tile.bn);
  const { depth, splits } = splitK(k, tile.bk, tile.split ?? 1);
  const inParts = (tile.split ?? 1) > 1;
  const quantises = bytes && format !== null;
  const sides = format !== null ? floatSides(problem, format, shape, data, seed) : byteSides(shape, data, seed);
  const exact = cases.length === 0;
  return {
    id: `${kernel}/${m}x${n}x${k}/${dtype}`,
    kernel,
    variant: `${tileName(tile)} ${element}${guarded ? ' guarded' : ''}`,
    dtype,
    shape: { m, n, k },
    words: `matrix multiply ${productName(shape)}, ${words}`,
    ...quantisedGemmWork(kernel, shape, element),
    rateUnit: bytes ? 'OP/s' : 'FLOP/s',
    stages: [
      ...(quantises ? [quantiseStage(m, k, element)] : []),
      productStage(problem, inParts, tilesM * tilesN * splits),
      ...(inParts ? [reduceStage(m * n, element)] : []),
    ],
    buffers: {
      ...sides.buffers,
      ...(quantises ? { packed: packedPlan(m, k) } : {}),
      ...(inParts ? { parts: { element: 'f32', length: splits * m * n, fill: { kind: 'poison' }, rotates: false } } : {}),
      c: { element, length: m * n, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: {
      shape: uniformWords(m, n, k, tilesM, tilesN, depth),
      ...(quantises ? { quantise: quantiseUniform(m, k) } : {}),
      ...(inParts ? { reduce: reduceUniform(m * n, splits) } : {}),
    },
    output: {
      buffer: 'c',
      matrix: { rows: m, columns: n },
      // Sums of whole numbers are exact in f32; an f16 result past 2048 is rounded once, either way.
      ...(exact ? { compare: 'entries', tolerance: element === 'f16' ? 2 ** -10 : 0 } : { compare: 'rms', tolerance: tolerances[element] }),
    },
    oracle: (set) => rowProductOracle({ m, n, k, rowOfX: sides.rowOfA(set), rowOfW: sides.rowOfW(set) }, exact),
    cases,
  };
}

/** Both operands: their buffers, and their rows as the CPU makes them. */
interface Sides {
  readonly buffers: Readonly<Record<string, BufferPlan>>;
  readonly rowOfA: (set: number) => RowSource;
  readonly rowOfW: (set: number) => RowSource;
}

function floatSides({ kernel, element }: Problem, format: PackedFormat, { m, n, k }: GemmShape, data: 'reals' | 'integers', seed: number): Sides {
  const weights = (set: number): ReturnType<typeof weightFills> => weightFills(data, inputSeed(seed, 0, set), inputSeed(seed, 1, set));
  const x = (set: number): Fill => realsOr(data, inputSeed(seed, 2, set), -1, 1);
  const plans = weightPlans(format, { n, k }, element, weights(0));
  return {
    buffers: { x: { element, length: m * k, fill: x(0), rotates: true }, w: plans.words, scales: plans.scales },
    rowOfA: (set) => (index, row) => {
      fillInto(row, x(set), element, index * k);
      if (kinds[kernel].bytes) row.set(quantisedValues(row));
    },
    rowOfW: (set) => (index, row) => weightRow(format, weights(set), element, index, row),
  };
}

function byteSides({ m, n, k }: GemmShape, data: 'reals' | 'integers', seed: number): Sides {
  const words = (operand: number, set: number): Fill => ({ kind: 'words', seed: inputSeed(seed, operand, set) });
  const scales = (set: number): Fill => realsOr(data, inputSeed(seed, 2, set), 1, 2);
  const row =
    (operand: number, set: number, firstScale: number): RowSource =>
    (index, target) => {
      unpackInto('q8', fillValues(words(operand, set), 'u32', (index * k) / 4, k / 4), target);
      const [scale = NaN] = fillValues(scales(set), 'f32', firstScale + index, 1);
      for (let at = 0; at < k; at++) target[at] = scale * (target[at] as number);
    };
  const plan = (rows: number, operand: number): BufferPlan => ({ element: 'u32', length: (rows * k) / 4, fill: words(operand, 0), rotates: true });
  return {
    buffers: { a: plan(m, 0), w: plan(n, 1), scales: { element: 'f32', length: n + m, fill: scales(0), rotates: true } },
    rowOfA: (set) => row(0, set, n),
    rowOfW: (set) => row(1, set, 0),
  };
}

function realsOr(data: 'reals' | 'integers', seed: number, low: number, high: number): Fill {
  return data === 'reals' ? { kind: data, seed } : { kind: data, seed, low, high };
}

function productStage({ kernel, tile, element, guarded }: Problem, inParts: boolean, workgroups: number): Stage {
  const { bytes, format } = kinds[kernel];
  const { bm, bn, bk } = tile;
  const perPack = bytes ? 16 : 4;
  const perLoad = bytes ? 16 : 8;
  return {
    shader: 'gemm-quantised',
    code: expand('gemm-quantised.wgsl', source, {
      enable: element === 'f16' ? ['f16'] : [],
      requires: bytes ? [packedDotFeature] : [],
      alias: { Elem: element, Out: inParts ? 'f32' : element },
      constants: {
        ...tileConstants(tile),
        ...shareOf('A', (bm * bk) / perPack, gemmThreads(tile)),
        ...shareOf('W', (bn * bk) / perLoad, gemmThreads(tile)),
        ...shareOf('A_SCALE', (bm * bk) / blockSize, gemmThreads(tile)),
        ...shareOf('W_SCALE', (bn * bk) / blockSize, gemmThreads(tile)),
        PER_PACK: perPack,
        PER_LOAD: perLoad,
        GUARDED: guarded,
        BYTES: bytes,
        Q4: format === 'q4',
        Q8: format === 'q8',
        HALF: false,
        WHOLE: false,
        BLOCKS: bytes && format !== null,
        ROW_SCALES: format === null,
      },
    }),
    bindings: [
      { type: 'read-only-storage', buffer: format === null ? 'a' : bytes ? 'packed' : 'x' },
      { type: 'read-only-storage', buffer: 'w' },
      { type: 'read-only-storage', buffer: 'scales' },
      { type: 'storage', buffer: inParts ? 'parts' : 'c' },
      { type: 'uniform', buffer: 'shape' },
    ],
    workgroups: grid(workgroups),
  };
}
