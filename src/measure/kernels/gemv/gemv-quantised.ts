/**
 * Matrix times a few vectors with the weights stored as integers: a half or a quarter of the bytes of f16, so up to four times
 * the tokens a second where the memory sets the time. Ids `gemv.q8`, `gemv.q4` and, with activations as bytes, `gemv.q4a8`.
 */
import source from '../../../../shaders/gemv-quantised.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import { fillInto } from '../wgsl/fill-values.ts';
import {
  batchTiles,
  gemvName,
  gemvParts,
  gemvSearch,
  gemvSlots,
  gemvSpace,
  gemvWords,
  smallGemv,
  type GemvConfig,
  type GemvParts,
  type GemvShape,
} from './gemv.ts';
import { bytesOf, grid, inputSeed, tolerances, type DeviceTraits, type Fill, type FloatType, type Instance, type Stage } from '../instance.ts';
import { rowProductOracle, type RowSource } from '../linear.ts';
import { packedDotFeature } from '../probes/peak-dp4a.ts';
import { packedPlan, quantiseStage, quantiseUniform } from '../layer/quantise.ts';
import { blockSize, perWord, quantisedBytes, quantisedValues, weightFills, weightPlans, weightRow, type PackedFormat } from '../quantised.ts';

export type QuantisedGemv = 'gemv.q8' | 'gemv.q4' | 'gemv.q4a8';

/** `words`: 32-bit words that a thread loads of a row at a time. */
export interface QuantisedGemvConfig extends GemvConfig {
  readonly words: 1 | 2 | 4;
}

interface Kind {
  readonly format: PackedFormat;
  readonly integer: boolean;
  readonly dtype: 'i8' | 'i4';
}

const kinds: Readonly<Record<QuantisedGemv, Kind>> = {
  'gemv.q8': { format: 'q8', integer: false, dtype: 'i8' },
  'gemv.q4': { format: 'q4', integer: false, dtype: 'i4' },
  'gemv.q4a8': { format: 'q4', integer: true, dtype: 'i4' },
};

/** Activations, results and scales are f16 where the device has it: what engines store. */
export function activationType({ f16 }: Pick<DeviceTraits, 'f16'>): FloatType {
  return f16 ? 'f16' : 'f32';
}

/** Empty for packed products on a device whose WGSL has none. */
export function quantisedGemvCandidates(kernel: QuantisedGemv, shape: GemvShape, traits: DeviceTraits, seed: number): QuantisedGemvConfig[] {
  const { integer } = kinds[kernel];
  if (integer && !traits.packedDot) return [];
  const widths = integer ? ([4] as const) : ([4, 1, 2] as const);
  const within = (most: number) => (config: QuantisedGemvConfig) => heldRegisters(kernel, config, shape, traits) <= most;
  // Wide loads are fewer, narrow ones keep neighbours on neighbouring pieces of x: both early, since either can win.
  const shares = [4, 2, 1].flatMap((rows) => widths.map((words) => ({ threads: 64, rows, words })));
  const fitting = shares.filter((share) => within(likelyRegisters)({ ...share, reduction: 'subgroup' }));
  const most = fitting[0]?.rows ?? 1;
  const first = fitting.filter(({ rows }) => rows === most);
  const likely: QuantisedGemvConfig[] = [
    ...first.slice(0, 2).map((share) => ({ ...share, reduction: 'subgroup' as const })),
    ...first.map((share) => ({ ...share, reduction: 'shared' as const })),
    ...(fitting.length === 0 ? widths.slice(-1).map((words) => ({ threads: 64, rows: 1, reduction: 'shared' as const, words })) : []),
  ];
  const space = gemvSpace.flatMap((config) => widths.map((words) => ({ ...config, words }))).filter(within(mostRegisters));
  return gemvSearch(likely, space, shape, traits, seed);
}

/**
 * Registers for each vector: a sum and one of its step for each row, 8 Σ x, and the pieces of x that meet one load, which compilers fetch at
 * once. Addresses come on top: beyond 128 in all compilers for Apple's GPUs spill, beyond 255 those for NVIDIA's, and what a short race tries
 * must not.
 */
const likelyRegisters = 116;
const mostRegisters = 176;

export function heldRegisters(
  kernel: QuantisedGemv,
  { rows, words }: QuantisedGemvConfig,
  { batch = 1 }: GemvShape,
  traits: Pick<DeviceTraits, 'f16'>,
): number {
  const { format, integer } = kinds[kernel];
  const bytes = integer ? 1 : bytesOf[activationType(traits)];
  return batchTiles(batch).tile * (2 * rows + 1 + (words * perWord[format] * bytes) / 4);
}

/** FLOP, and the bytes that move: integers and scales of the matrix, the vectors and the results. */
export function quantisedGemvWork(kernel: QuantisedGemv, { n, k, batch = 1 }: GemvShape, activations: FloatType): { flops: number; bytes: number } {
  return { flops: 2 * batch * n * k, bytes: quantisedBytes(kinds[kernel].format, { n, k }, activations) + bytesOf[activations] * batch * (k + n) };
}

/** Throws a RangeError where k is not a multiple of 32. */
export function quantisedGemv(kernel: QuantisedGemv, config: QuantisedGemvConfig, shape: GemvShape, activations: FloatType, seed: number): Instance {
  const step = config.words * perWord[kinds[kernel].format];
  // Whole blocks, and a last stride that only some threads take.
  const k = Math.ceil((step * ((config.split ?? 1) * config.threads + 3)) / blockSize) * blockSize;
  const exact = build(kernel, config, smallGemv(config, shape, k), activations, 'integers', seed, []);
  return build(kernel, config, shape, activations, 'reals', seed, [exact]);
}

function build(
  kernel: QuantisedGemv,
  config: QuantisedGemvConfig,
  shape: GemvShape,
  activations: FloatType,
  data: 'reals' | 'integers',
  seed: number,
  cases: readonly Instance[],
): Instance {
  const { format, integer, dtype } = kinds[kernel];
  const { n, k, batch = 1 } = shape;
  const { tile, tiles } = batchTiles(batch);
  const parts = gemvParts(config, shape, config.words * perWord[format], activations);
  const weights = (set: number): ReturnType<typeof weightFills> => weightFills(data, inputSeed(seed, 0, set), inputSeed(seed, 1, set));
  const vectors = (set: number): Fill => {
    const own = inputSeed(seed, 2, set);
    return data === 'reals' ? { kind: data, seed: own } : { kind: data, seed: own, low: -1, high: 1 };
  };
  const plans = weightPlans(format, shape, activations, weights(0));
  const rowOfX =
    (set: number): RowSource =>
    (index, row) => {
      fillInto(row, vectors(set), activations, index * k);
      if (integer) row.set(quantisedValues(row));
    };
  const rowOfW =
    (set: number): RowSource =>
    (index, row) =>
      weightRow(format, weights(set), activations, index, row);
  const exact = cases.length === 0;
  return {
    id: `${kernel}/${gemvName(shape)}/${dtype}`,
    kernel,
    variant: `${config.threads} rows ${config.rows} words ${config.words} ${config.reduction}${config.split === undefined ? '' : ` split ${config.split}`} ${activations}`,
    dtype,
    shape: { m: batch, n, k },
    words: `${gemvWords(shape)}, ${format} weights${integer ? ', int8 activations' : ''}`,
    ...quantisedGemvWork(kernel, shape, activations),
    rateUnit: 'B/s',
    ...(integer ? { arithmetic: 'dp4a' as const } : {}),
    stages: [
      ...(integer ? [quantiseStage(batch, k, activations)] : []),
      productStage(config, format, integer, activations, tile, parts, Math.ceil(n / config.rows) * tiles * parts.splits),
      ...parts.stages,
    ],
    buffers: {
      w: plans.words,
      scales: plans.scales,
      x: { element: activations, length: batch * k, fill: vectors(0), rotates: true },
      ...(integer ? { packed: packedPlan(batch, k) } : {}),
      ...parts.buffers,
      y: { element: activations, length: batch * n, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { shape: parts.shape, ...parts.uniforms, ...(integer ? { quantise: quantiseUniform(batch, k) } : {}) },
    output: {
      buffer: 'y',
      matrix: { rows: batch, columns: n },
      // Sums of whole numbers are exact in f32; an f16 result past 2048 is rounded once, either way.
      ...(exact ? { compare: 'entries', tolerance: activations === 'f16' ? 2 ** -10 : 0 } : { compare: 'rms', tolerance: tolerances[activations] }),
    },
    oracle: (set) => rowProductOracle({ m: batch, n, k, rowOfX: rowOfX(set), rowOfW: rowOfW(set) }, exact),
    cases,
  };
}

function productStage(
  config: QuantisedGemvConfig,
  format: PackedFormat,
  integer: boolean,
  activations: FloatType,
  tile: number,
  parts: GemvParts,
  workgroups: number,
): Stage {
  const subgroups = config.reduction === 'subgroup';
  return {
    shader: 'gemv-quantised',
    code: expand('gemv-quantised.wgsl', source, {
      enable: [...(activations === 'f16' ? ['f16'] : []), ...(subgroups ? ['subgroups'] : [])],
      requires: integer ? [packedDotFeature] : [],
      alias: { Elem: activations, Out: parts.element, Load: config.words === 1 ? 'u32' : `vec${config.words}<u32>` },
      constants: {
        THREADS: config.threads,
        ROWS: config.rows,
        BATCH: tile,
        PER_WORD: perWord[format],
        WORDS: config.words,
        SINGLE: config.words === 1,
        Q4: format === 'q4',
        INTEGER: integer,
        SUBGROUPS: subgroups,
        SLOTS: gemvSlots(config),
      },
    }),
    bindings: [
      { type: 'read-only-storage', buffer: 'w' },
      { type: 'read-only-storage', buffer: 'scales' },
      { type: 'read-only-storage', buffer: integer ? 'packed' : 'x' },
      { type: 'storage', buffer: parts.target },
      { type: 'uniform', buffer: 'shape' },
    ],
    workgroups: grid(workgroups),
  };
}
