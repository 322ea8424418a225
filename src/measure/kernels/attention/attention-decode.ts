/** Attention of one new token a sequence over a KV cache; two shaders, explained in `shaders/attention-decode*.wgsl`. */
import reduceSource from '../../../../shaders/attention-decode-reduce.wgsl?raw';
import source from '../../../../shaders/attention-decode.wgsl?raw';
import { attentionOutput, attentionRow, noQueries, onlyOnes, realFills, sinkParts, type AttentionLane, type AttentionShape } from './attention.ts';
import { expand } from '../wgsl/preprocess.ts';
import { fillValues } from '../wgsl/fill-values.ts';
import { fillingSplits } from '../probes/saturation-width.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, uniformWords, type Binding, type BufferPlan, type DeviceTraits, type Instance, type Oracle, type Stage } from '../instance.ts';
import { cacheFills, cachePlans, cacheRowBytes, cacheRows, onesInCache, type CacheFills, type CacheFormat } from './kv-cache.ts';
import { timesVectors, type RowSource } from '../linear.ts';
import { searchOrder } from '../search-order.ts';

export interface DecodeConfig {
  readonly threads: number;
  /** Keys of a tile, and the tiles that one workgroup walks: 1 unless it says otherwise. */
  readonly keys: number;
  readonly tiles?: number;
  /** Threads that share a key. */
  readonly split: number;
}

/**
 * Workgroups aimed at, as parts of what should keep memory busy: before that is measured 2,048, about what an H100 holds at once (2,048
 * threads on each of 132 multiprocessors). More only add parts to join, fewer leave loads out.
 */
const saturationParts = [1, 1 / 4, 4] as const;

/**
 * Splits of the cache by saturation, and 1 to 16 threads a key: how many share a head's columns moved decode by a third on one GPU and a
 * tenth on another (llama.cpp #25418), so it is tried.
 */
export function decodeCandidates(shape: AttentionShape, traits: DeviceTraits, seed = 1): DecodeConfig[] {
  const group = shape.heads / shape.kvHeads;
  const threads = group > 4 ? 64 : 128;
  const saturations = saturationParts.map((part) => part * fillingSplits(traits));
  const splits = group > 4 ? [16, 8, 4, 2, 1] : [8, 4, 16, 2, 1];
  const walk = (keys: number, saturation: number): number => tilesFor(shape, keys, saturation);
  const likely = splits.map((split) => ({ threads, keys: 64, tiles: walk(64, fillingSplits(traits)), split }));
  const space = [64, 128, 256].flatMap((count) =>
    [32, 64, 128].flatMap((keys) =>
      saturations.flatMap((saturation) => splits.map((split) => ({ threads: count, keys, tiles: walk(keys, saturation), split }))),
    ),
  );
  const allowed = (config: DecodeConfig): boolean =>
    config.threads <= traits.maxInvocations && decodeWorkgroupBytes(config, shape) <= traits.workgroupStorage && fits(config, shape);
  return searchOrder<DecodeConfig>(likely, space, allowed, seed);
}

/** Tiles a workgroup walks so that about `saturation` workgroups are left, as evenly as whole tiles allow. */
function tilesFor({ batch, kvHeads, seq }: AttentionShape, keys: number, saturation: number): number {
  const tiles = Math.ceil(seq / keys);
  const splits = Math.max(1, Math.min(tiles, Math.round(saturation / (batch * kvHeads))));
  return Math.ceil(tiles / splits);
}

function fits({ threads, keys, split }: DecodeConfig, { headDim }: AttentionShape): boolean {
  return (headDim / 4) % split === 0 && keys % (threads / split) === 0 && (4 * threads) % headDim === 0;
}

/** Queries of more than 16 vec4s a thread, a quarter of its registers, are read from workgroup memory instead. */
function sharesQueries({ split }: DecodeConfig, { heads, kvHeads, headDim }: AttentionShape): boolean {
  return ((heads / kvHeads) * headDim) / (4 * split) > 16;
}

/** Scores, partial dot products, partial sums of V and, where they do not fit in registers, queries; all f32. */
export function decodeWorkgroupBytes(config: DecodeConfig, shape: AttentionShape): number {
  const { threads, keys } = config;
  const { heads, kvHeads, headDim } = shape;
  return (heads / kvHeads) * 4 * (keys + threads + 4 * threads + (sharesQueries(config, shape) ? headDim : 0));
}

/** FLOP and bytes: `4 batch heads D seq`, and the cache as it is stored, the queries and the result moved once. */
export function decodeWork(
  { batch, seq, heads, kvHeads, headDim, sinks = false }: AttentionShape,
  dtype: FloatType,
  cache: CacheFormat = dtype,
): { flops: number; bytes: number } {
  return {
    flops: 4 * batch * heads * headDim * seq,
    bytes:
      2 * batch * (kvHeads * seq * cacheRowBytes(cache, dtype, headDim) + heads * headDim * bytesOf[dtype]) + (sinks ? heads * bytesOf[dtype] : 0),
  };
}

/** `dtype` is that of the queries and the result, and of the cache unless `cache` says q8. */
export function attentionDecode(config: DecodeConfig, shape: AttentionShape, dtype: FloatType, seed: number, cache: CacheFormat = dtype): Instance {
  if (!fits(config, shape))
    throw new RangeError(
      `attention-decode: head dimension ${shape.headDim} does not fit ${config.threads} threads, ${config.keys} keys, split ${config.split}`,
    );
  const fills =
    (lane: AttentionLane) =>
    (set: number): CacheFills =>
      cacheFills(cache, lane, realFills(seed)(set));
  // Two workgroups of two tiles, and one that ends in the middle of its first.
  const walked = { ...config, tiles: 2 };
  const small: AttentionShape = { ...shape, batch: 2, seq: 4 * config.keys + 7, heads: (2 * shape.heads) / shape.kvHeads, kvHeads: 2 };
  const mean = build(walked, small, dtype, cache, fills('mean'), 'mean', []);
  const peaked = build(walked, small, dtype, cache, fills('peaked'), 'peaked', []);
  return build(config, shape, dtype, cache, fills('timed'), 'timed', [mean, peaked]);
}

function build(
  config: DecodeConfig,
  shape: AttentionShape,
  dtype: FloatType,
  cache: CacheFormat,
  fills: (set: number) => CacheFills,
  lane: AttentionLane,
  cases: readonly Instance[],
): Instance {
  const { threads, keys, split, tiles = 1 } = config;
  const { batch, seq, heads, kvHeads, headDim } = shape;
  const span = keys * tiles;
  const splits = Math.ceil(seq / span);
  const quantised = cache === 'q8';
  const scratch = (length: number): BufferPlan => ({ element: 'f32', length, fill: { kind: 'poison' }, rotates: false });
  const first = fills(0);
  const sinks = sinkParts(shape, dtype, first.sinks);
  const rows = batch * kvHeads * seq;
  const scale = Math.LOG2E / Math.sqrt(headDim) / (quantised ? 128 : 1);
  const name = quantised ? 'i8' : dtype;
  return {
    id: `attention.decode/${batch}x${seq}x${heads}:${kvHeads}x${headDim}/${name}`,
    kernel: 'attention.decode',
    variant: `${keys} keys${tiles > 1 ? ` × ${tiles}` : ''} split ${split} ${threads}${quantised ? ` ${dtype}` : ''}`,
    dtype: name,
    shape: { batch, seq, heads, kvHeads, headDim },
    words: `attention, one token after ${seq}${batch > 1 ? ` × ${batch}` : ''}, ${quantised ? 'int8 cache' : dtype}`,
    ...decodeWork(shape, dtype, cache),
    rateUnit: 'B/s',
    stages: [splitStage(config, shape, dtype, cache, splits), reduceStage(shape, dtype, sinks.bindings)],
    buffers: {
      q: { element: dtype, length: batch * heads * headDim, fill: first.q, rotates: true },
      ...cachePlans('k', cache, dtype, rows, headDim, first.k),
      ...cachePlans('v', cache, dtype, rows, headDim, first.v),
      ...sinks.buffers,
      parts: scratch(batch * heads * splits * headDim),
      states: scratch(batch * heads * splits * 2),
      o: { element: dtype, length: batch * heads * headDim, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: {
      shape: uniformWords(seq, kvHeads, splits, { f32: scale }, span),
      rows: uniformWords(batch * heads, splits, heads),
    },
    output: { buffer: 'o', matrix: { rows: batch * heads, columns: headDim }, ...attentionOutput(lane, dtype) },
    oracle: (set) => oracle(shape, dtype, cache, fills(set), lane !== 'timed'),
    covering: [
      { fills: noQueries(shape.sinks), product: (vectors) => cacheMeans(shape, cacheRows(cache, dtype, headDim, first.v), vectors) },
      onlyOnes(batch * heads, shape.sinks, onesInCache(cache)),
    ],
    cases,
  };
}

/**
 * Groups of four columns in a load of a key and of a value: 16 bytes, or less where the threads that share a key would not find a load each.
 * Of values a thread adds up what it loads, for each query of the group, in no more than 8 vec4s; 16 where it holds no queries.
 */
function loadWidths(config: DecodeConfig, shape: AttentionShape, dtype: FloatType, cache: CacheFormat): { readonly k4: number; readonly v4: number } {
  const whole = cache === 'q8' ? 4 : 4 / bytesOf[dtype];
  const { threads, split } = config;
  const groups = shape.headDim / 4;
  const sums = sharesQueries(config, shape) ? 16 : 8;
  const queries = shape.heads / shape.kvHeads;
  const widest = (fits: (width: number) => boolean): number =>
    [whole, whole / 2].find((width) => width >= 1 && groups % width === 0 && fits(width)) ?? 1;
  return {
    k4: widest((width) => (groups / width) % split === 0),
    v4: widest((width) => queries * width <= sums && threads % (groups / width) === 0),
  };
}

/** What is loaded at a time: one vec4 as it is, two of f16 or a word for each four bytes as words. */
function loadType(width: number, dtype: FloatType, cache: CacheFormat): string {
  if (cache === 'q8') return width === 1 ? 'u32' : `vec${width}<u32>`;
  return width === 1 ? `vec4<${dtype}>` : 'vec4<u32>';
}

function splitStage(config: DecodeConfig, shape: AttentionShape, dtype: FloatType, cache: CacheFormat, splits: number): Stage {
  const { threads, keys, split } = config;
  const { batch, heads, kvHeads, headDim } = shape;
  const quantised = cache === 'q8';
  const { k4, v4 } = loadWidths(config, shape, dtype, cache);
  return {
    shader: 'attention-decode',
    code: expand('attention-decode.wgsl', source, {
      enable: dtype === 'f16' ? ['f16'] : [],
      alias: { Elem: dtype, KeyLoad: loadType(k4, dtype, cache), ValueLoad: loadType(v4, dtype, cache) },
      constants: {
        D: headDim,
        G: heads / kvHeads,
        THREADS: threads,
        KEYS: keys,
        SPLIT: split,
        K4: k4,
        V4: v4,
        K_SINGLE: k4 === 1,
        V_SINGLE: v4 === 1,
        LOADS: headDim / (4 * k4 * split),
        STRIPES: (4 * v4 * threads) / headDim,
        Q_SHARED: sharesQueries(config, shape),
        Q8: quantised,
      },
    }),
    bindings: [
      { type: 'read-only-storage', buffer: 'q' },
      { type: 'read-only-storage', buffer: 'k' },
      { type: 'read-only-storage', buffer: 'v' },
      { type: 'storage', buffer: 'parts' },
      { type: 'storage', buffer: 'states' },
      { type: 'uniform', buffer: 'shape' },
      ...(quantised ? ['k_scales', 'v_scales'].map((buffer) => ({ type: 'read-only-storage' as const, buffer })) : []),
    ],
    workgroups: [splits, kvHeads, batch],
  };
}

function reduceStage({ batch, heads, headDim }: AttentionShape, dtype: FloatType, sinks: readonly Binding[]): Stage {
  const rowsAtOnce = Math.max(1, 256 / headDim);
  return {
    shader: 'attention-decode-reduce',
    code: expand('attention-decode-reduce.wgsl', reduceSource, {
      enable: dtype === 'f16' ? ['f16'] : [],
      alias: { Elem: dtype },
      constants: { D: headDim, ROWS: rowsAtOnce, THREADS: (rowsAtOnce * headDim) / 4, SINKS: sinks.length > 0 },
    }),
    bindings: [
      { type: 'read-only-storage', buffer: 'parts' },
      { type: 'read-only-storage', buffer: 'states' },
      { type: 'storage', buffer: 'o' },
      { type: 'uniform', buffer: 'rows' },
      ...sinks,
    ],
    workgroups: [Math.ceil((batch * heads) / rowsAtOnce), 1, 1],
  };
}

/** Rows compared in full: the first, the last, and 6 anywhere. */
const sampledRows = 8;

function oracle(
  { batch, seq, heads, kvHeads, headDim, sinks = false }: AttentionShape,
  dtype: FloatType,
  cache: CacheFormat,
  fills: CacheFills,
  whole: boolean,
): Oracle {
  const rows = batch * heads;
  const rowsOfK = cacheRows(cache, dtype, headDim, fills.k);
  const rowsOfV = cacheRows(cache, dtype, headDim, fills.v);
  const row = (index: number): { start: number; values: Float64Array } => {
    const kvHead = Math.floor(index / heads) * kvHeads + Math.floor((index % heads) / (heads / kvHeads));
    const of =
      (source: RowSource): RowSource =>
      (position, target) =>
        source(kvHead * seq + position, target);
    const query = fillValues(fills.q, dtype, index * headDim, headDim);
    const [sink] = sinks ? fillValues(fills.sinks, dtype, index % heads, 1) : [];
    return { start: index * headDim, values: attentionRow({ query, keys: seq, key: of(rowsOfK), value: of(rowsOfV), sink }) };
  };
  return {
    ranges(pick) {
      if (whole || rows <= sampledRows) return Array.from({ length: rows }, (_, index) => row(index));
      return Array.from({ length: sampledRows }, (_, at) => row(at === 0 ? 0 : at === 1 ? rows - 1 : pick(rows)));
    },
  };
}

/** O r with q = 0: the mean of V r over the whole cache, and a sink of 0 beside it, the same for all queries of a group. */
function cacheMeans(
  { batch, seq, heads, kvHeads, headDim, sinks = false }: AttentionShape,
  v: RowSource,
  vectors: readonly Float64Array[],
): Float64Array[] {
  const group = heads / kvHeads;
  return timesVectors(v, batch * kvHeads * seq, headDim, vectors).map((products) => {
    const means = new Float64Array(batch * heads);
    for (let kvHead = 0; kvHead < batch * kvHeads; kvHead++) {
      const sum = products.subarray(kvHead * seq, (kvHead + 1) * seq).reduce((total, product) => total + product, 0);
      means.fill(sum / (seq + (sinks ? 1 : 0)), kvHead * group, (kvHead + 1) * group);
    }
    return means;
  });
}
