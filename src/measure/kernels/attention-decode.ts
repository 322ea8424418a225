/** Attention of one new token a sequence over a KV cache; two shaders, explained in `shaders/attention-decode*.wgsl`. */
import reduceSource from '../../../shaders/attention-decode-reduce.wgsl?raw';
import source from '../../../shaders/attention-decode.wgsl?raw';
import {
  attentionOutput,
  attentionRow,
  meanFills,
  noQuery,
  onlyOnes,
  peakedFills,
  realFills,
  type AttentionFills,
  type AttentionLane,
  type AttentionShape,
} from './attention.ts';
import { expand } from './expand.ts';
import { fillInto } from './fill-values.ts';
import type { FloatType } from './gemm.ts';
import { bytesOf, uniformWords, type BufferPlan, type DeviceTraits, type Instance, type Oracle } from './instance.ts';
import { timesVectors, type RowSource } from './linear.ts';

export interface DecodeConfig {
  readonly threads: number;
  /** Keys of one workgroup. */
  readonly keys: number;
  /** Threads that share a key. */
  readonly split: number;
}

/** How many threads share a head's columns moved decode by a third on one GPU and a tenth on another (llama.cpp #25418), so it is tried. */
export function decodeCandidates(shape: AttentionShape, traits: DeviceTraits): DecodeConfig[] {
  const group = shape.heads / shape.kvHeads;
  const threads = group > 4 ? 64 : 128;
  // Short caches are cut finer, so that there are still hundreds of workgroups.
  const keys = shape.batch * shape.kvHeads * Math.ceil(shape.seq / 128) >= 512 ? 128 : 64;
  const splits = group > 4 ? [16, 8] : [8, 4, 16];
  return splits
    .map((split) => ({ threads, keys, split }))
    .filter(
      (config) => config.threads <= traits.maxInvocations && decodeWorkgroupBytes(config, shape) <= traits.workgroupStorage && fits(config, shape),
    );
}

function fits({ threads, keys, split }: DecodeConfig, { headDim }: AttentionShape): boolean {
  return (headDim / 4) % split === 0 && keys % (threads / split) === 0 && (4 * threads) % headDim === 0;
}

/** Scores, partial dot products and partial sums of V, all f32. */
export function decodeWorkgroupBytes({ threads, keys }: DecodeConfig, { heads, kvHeads }: AttentionShape): number {
  return (heads / kvHeads) * 4 * (keys + threads + 4 * threads);
}

/** FLOP and bytes: `4 batch heads D seq`, and the cache, the queries and the result moved once. */
export function decodeWork({ batch, seq, heads, kvHeads, headDim }: AttentionShape, dtype: FloatType): { flops: number; bytes: number } {
  return { flops: 4 * batch * heads * headDim * seq, bytes: bytesOf[dtype] * batch * headDim * 2 * (kvHeads * seq + heads) };
}

export function attentionDecode(config: DecodeConfig, shape: AttentionShape, dtype: FloatType, seed: number): Instance {
  if (!fits(config, shape))
    throw new RangeError(
      `attention-decode: head dimension ${shape.headDim} does not fit ${config.threads} threads, ${config.keys} keys, split ${config.split}`,
    );
  const fills = realFills(seed);
  const small: AttentionShape = { ...shape, batch: 2, seq: 2 * config.keys + 7, heads: (2 * shape.heads) / shape.kvHeads, kvHeads: 2 };
  const mean = build(config, small, dtype, (set) => meanFills(fills(set)), 'mean', []);
  const peaked = build(config, small, dtype, (set) => peakedFills(fills(set)), 'peaked', []);
  return build(config, shape, dtype, fills, 'timed', [mean, peaked]);
}

function build(
  config: DecodeConfig,
  shape: AttentionShape,
  dtype: FloatType,
  fills: (set: number) => AttentionFills,
  lane: AttentionLane,
  cases: readonly Instance[],
): Instance {
  const { threads, keys, split } = config;
  const { batch, seq, heads, kvHeads, headDim } = shape;
  const group = heads / kvHeads;
  const splits = Math.ceil(seq / keys);
  const enable = dtype === 'f16' ? ['f16'] : [];
  const code = expand('attention-decode.wgsl', source, {
    enable,
    alias: { Elem: dtype },
    constants: { D: headDim, G: group, THREADS: threads, KEYS: keys, SPLIT: split, J4: headDim / (4 * split), STRIPES: (4 * threads) / headDim },
  });
  const rowsAtOnce = Math.max(1, 256 / headDim);
  const reduceCode = expand('attention-decode-reduce.wgsl', reduceSource, {
    enable,
    alias: { Elem: dtype },
    constants: { D: headDim, ROWS: rowsAtOnce, THREADS: (rowsAtOnce * headDim) / 4 },
  });
  const input = (length: number, fill: BufferPlan['fill']): BufferPlan => ({ element: dtype, length, fill, rotates: true });
  const scratch = (length: number): BufferPlan => ({ element: 'f32', length, fill: { kind: 'poison' }, rotates: false });
  const first = fills(0);
  return {
    id: `attention.decode/${batch}x${seq}x${heads}:${kvHeads}x${headDim}/${dtype}`,
    kernel: 'attention.decode',
    variant: `${keys} keys split ${split} ${threads}`,
    dtype,
    shape: { batch, seq, heads, kvHeads, headDim },
    words: `attention, one token after ${seq}${batch > 1 ? ` × ${batch}` : ''}, ${dtype}`,
    ...decodeWork(shape, dtype),
    rateUnit: 'B/s',
    stages: [
      {
        shader: 'attention-decode',
        code,
        bindings: [
          { type: 'read-only-storage', buffer: 'q' },
          { type: 'read-only-storage', buffer: 'k' },
          { type: 'read-only-storage', buffer: 'v' },
          { type: 'storage', buffer: 'parts' },
          { type: 'storage', buffer: 'states' },
          { type: 'uniform', buffer: 'shape' },
        ],
        workgroups: [splits, kvHeads, batch],
      },
      {
        shader: 'attention-decode-reduce',
        code: reduceCode,
        bindings: [
          { type: 'read-only-storage', buffer: 'parts' },
          { type: 'read-only-storage', buffer: 'states' },
          { type: 'storage', buffer: 'o' },
          { type: 'uniform', buffer: 'rows' },
        ],
        workgroups: [Math.ceil((batch * heads) / rowsAtOnce), 1, 1],
      },
    ],
    buffers: {
      q: input(batch * heads * headDim, first.q),
      k: input(batch * kvHeads * seq * headDim, first.k),
      v: input(batch * kvHeads * seq * headDim, first.v),
      parts: scratch(batch * heads * splits * headDim),
      states: scratch(batch * heads * splits * 2),
      o: { element: dtype, length: batch * heads * headDim, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: {
      shape: uniformWords(seq, kvHeads, splits, { f32: Math.LOG2E / Math.sqrt(headDim) }),
      rows: uniformWords(batch * heads, splits),
    },
    output: { buffer: 'o', matrix: { rows: batch * heads, columns: headDim }, ...attentionOutput(lane, dtype) },
    oracle: (set) => oracle(shape, dtype, fills(set), lane !== 'timed'),
    covering: [
      {
        fills: { q: noQuery },
        product: (vectors) => cacheMeans(shape, (index, row) => fillInto(row, first.v, dtype, index * headDim), vectors),
      },
      onlyOnes(batch * heads),
    ],
    cases,
  };
}

/** Rows compared in full: the first, the last, and 6 anywhere. */
const sampledRows = 8;

function oracle({ batch, seq, heads, kvHeads, headDim }: AttentionShape, dtype: FloatType, fills: AttentionFills, whole: boolean): Oracle {
  const rows = batch * heads;
  const row = (index: number): { start: number; values: Float64Array } => {
    const kvHead = Math.floor(index / heads) * kvHeads + Math.floor((index % heads) / (heads / kvHeads));
    const key = (position: number): number => (kvHead * seq + position) * headDim;
    return { start: index * headDim, values: attentionRow(fills, dtype, headDim, { query: index * headDim, keys: seq, key }) };
  };
  return {
    ranges(pick) {
      if (whole || rows <= sampledRows) return Array.from({ length: rows }, (_, index) => row(index));
      return Array.from({ length: sampledRows }, (_, at) => row(at === 0 ? 0 : at === 1 ? rows - 1 : pick(rows)));
    },
  };
}

/** O r with q = 0: the mean of V r over the whole cache, the same for all queries of a group. */
function cacheMeans({ batch, seq, heads, kvHeads, headDim }: AttentionShape, v: RowSource, vectors: readonly Float64Array[]): Float64Array[] {
  const group = heads / kvHeads;
  return timesVectors(v, batch * kvHeads * seq, headDim, vectors).map((products) => {
    const means = new Float64Array(batch * heads);
    for (let kvHead = 0; kvHead < batch * kvHeads; kvHead++) {
      const sum = products.subarray(kvHead * seq, (kvHead + 1) * seq).reduce((total, product) => total + product, 0);
      means.fill(sum / seq, kvHead * group, (kvHead + 1) * group);
    }
    return means;
  });
}
