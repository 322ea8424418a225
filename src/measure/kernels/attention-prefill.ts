/** Causal attention over a whole prompt; the tiling is explained in `shaders/attention-prefill.wgsl`. */
import source from '../../../shaders/attention-prefill.wgsl?raw';
import {
  attentionOutput,
  attentionRow,
  meanFills,
  noQuery,
  peakedFills,
  type AttentionFills,
  type AttentionLane,
  type AttentionShape,
} from './attention.ts';
import { expand } from './expand.ts';
import { fillInto } from './fill-values.ts';
import type { FloatType } from './gemm.ts';
import { bytesOf, inputSeed, uniformWords, type BufferPlan, type DeviceTraits, type Instance, type Oracle } from './instance.ts';
import { timesVectors, type RowSource } from './linear.ts';

export interface PrefillConfig {
  /** Queries and keys of a tile, multiples of 4. */
  readonly bq: number;
  readonly bk: number;
  /** Columns of Q and K, and rows of V, staged at a time. */
  readonly dc: number;
  readonly vc: number;
}

export function prefillCandidates(shape: AttentionShape, dtype: FloatType, traits: DeviceTraits): PrefillConfig[] {
  const candidates = [
    { bq: 32, bk: 32, dc: 32, vc: 16 },
    { bq: 64, bk: 32, dc: 16, vc: 8 },
    { bq: 64, bk: 64, dc: 16, vc: 16 },
  ];
  return candidates.filter(
    (config) => prefillThreads(config) <= traits.maxInvocations && prefillWorkgroupBytes(config, shape, dtype) <= traits.workgroupStorage,
  );
}

export function prefillThreads({ bq, bk }: PrefillConfig): number {
  return (bq / 4) * (bk / 4);
}

function stageVectors({ bq, bk, dc, vc }: PrefillConfig, headDim: number): number {
  return Math.max((bq + bk) * (dc / 4 + 1), (vc * headDim) / 4);
}

export function prefillWorkgroupBytes(config: PrefillConfig, { headDim }: AttentionShape, dtype: FloatType): number {
  const { bq, bk } = config;
  return stageVectors(config, headDim) * 4 * bytesOf[dtype] + bq * bk * 4 + ((bq * bk) / 4) * 4;
}

/** FLOP and bytes: `2 batch heads D seq (seq + 1)` (causal pairs only) and Q, K, V, O moved once. */
export function prefillWork({ batch, seq, heads, kvHeads, headDim }: AttentionShape, dtype: FloatType): { flops: number; bytes: number } {
  return { flops: 2 * batch * heads * headDim * seq * (seq + 1), bytes: bytesOf[dtype] * batch * seq * headDim * 2 * (heads + kvHeads) };
}

export function attentionPrefill(config: PrefillConfig, shape: AttentionShape, dtype: FloatType, seed: number): Instance {
  const fills = (set: number): AttentionFills => ({
    q: { kind: 'reals', seed: inputSeed(seed, 0, set) },
    k: { kind: 'reals', seed: inputSeed(seed, 1, set) },
    v: { kind: 'reals', seed: inputSeed(seed, 2, set) },
  });
  const guarded = shape.seq % config.bq !== 0 || shape.seq % config.bk !== 0;
  const tile = Math.max(config.bq, config.bk);
  const small: AttentionShape = { ...shape, batch: 2, seq: guarded ? tile + 5 : 2 * tile, heads: 4, kvHeads: 2 };
  const mean = build(config, small, dtype, guarded, (set) => meanFills(fills(set)), 'mean', []);
  const peaked = build(config, small, dtype, guarded, (set) => peakedFills(fills(set)), 'peaked', []);
  return build(config, shape, dtype, guarded, fills, 'timed', [mean, peaked]);
}

function build(
  config: PrefillConfig,
  shape: AttentionShape,
  dtype: FloatType,
  guarded: boolean,
  fills: (set: number) => AttentionFills,
  lane: AttentionLane,
  cases: readonly Instance[],
): Instance {
  const { bq, bk, dc, vc } = config;
  const { batch, seq, heads, kvHeads, headDim } = shape;
  const tx = bk / 4;
  const ty = bq / 4;
  if (headDim % (4 * tx) !== 0 || headDim % dc !== 0 || bk % vc !== 0)
    throw new RangeError(`attention-prefill: head dimension ${headDim} does not fit tile ${bq}x${bk}/${dc}/${vc}`);
  const code = expand('attention-prefill.wgsl', source, {
    enable: dtype === 'f16' ? ['f16'] : [],
    alias: { Elem: dtype },
    constants: {
      D: headDim,
      BQ: bq,
      BK: bk,
      DC: dc,
      VC: vc,
      TX: tx,
      TY: ty,
      THREADS: tx * ty,
      DV4: headDim / (4 * tx),
      STAGE: stageVectors(config, headDim),
      GUARDED: guarded,
    },
  });
  const input = (length: number, fill: BufferPlan['fill']): BufferPlan => ({ element: dtype, length, fill, rotates: true });
  const first = fills(0);
  return {
    id: `attention.prefill/${batch}x${seq}x${heads}:${kvHeads}x${headDim}/${dtype}`,
    kernel: 'attention.prefill',
    variant: `${bq}x${bk} ${dc}/${vc} ${tx * ty}${guarded ? ' guarded' : ''}`,
    dtype,
    shape: { batch, seq, heads, kvHeads, headDim },
    words: `attention, prompt of ${seq}${batch > 1 ? ` × ${batch}` : ''}, ${dtype}`,
    ...prefillWork(shape, dtype),
    rateUnit: 'FLOP/s',
    stages: [
      {
        shader: 'attention-prefill',
        code,
        bindings: [
          { type: 'read-only-storage', buffer: 'q' },
          { type: 'read-only-storage', buffer: 'k' },
          { type: 'read-only-storage', buffer: 'v' },
          { type: 'storage', buffer: 'o' },
          { type: 'uniform', buffer: 'shape' },
        ],
        workgroups: [Math.ceil(seq / bq), heads, batch],
      },
    ],
    buffers: {
      q: input(batch * seq * heads * headDim, first.q),
      k: input(batch * seq * kvHeads * headDim, first.k),
      v: input(batch * seq * kvHeads * headDim, first.v),
      o: { element: dtype, length: batch * seq * heads * headDim, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { shape: uniformWords(seq, heads, kvHeads, { f32: Math.LOG2E / Math.sqrt(headDim) }) },
    output: { buffer: 'o', matrix: { rows: batch * seq * heads, columns: headDim }, ...attentionOutput(lane, dtype) },
    oracle: (set) => oracle(shape, dtype, fills(set), lane !== 'timed'),
    covering: {
      fills: { q: noQuery },
      product: (vectors) => prefixMeans(shape, (index, row) => fillInto(row, first.v, dtype, index * headDim), vectors),
    },
    cases,
  };
}

/** Rows compared in full: the first, the last, and 14 anywhere. */
const sampledRows = 16;

function oracle({ batch, seq, heads, kvHeads, headDim }: AttentionShape, dtype: FloatType, fills: AttentionFills, whole: boolean): Oracle {
  const rows = batch * seq * heads;
  const row = (index: number): { start: number; values: Float64Array } => {
    const head = index % heads;
    const query = Math.floor(index / heads) % seq;
    const sequence = Math.floor(index / (heads * seq));
    const kvHead = Math.floor(head / (heads / kvHeads));
    const key = (position: number): number => ((sequence * seq + position) * kvHeads + kvHead) * headDim;
    return { start: index * headDim, values: attentionRow(fills, dtype, headDim, { query: index * headDim, keys: query + 1, key }) };
  };
  return {
    ranges(pick) {
      if (whole) return Array.from({ length: rows }, (_, index) => row(index));
      return Array.from({ length: sampledRows }, (_, at) => row(at === 0 ? 0 : at === 1 ? rows - 1 : pick(rows)));
    },
  };
}

/** O r with q = 0: for each row the mean of V r over the keys that it sees, as running sums over the sequence. */
function prefixMeans({ batch, seq, heads, kvHeads, headDim }: AttentionShape, v: RowSource, vectors: readonly Float64Array[]): Float64Array[] {
  const group = heads / kvHeads;
  return timesVectors(v, batch * seq * kvHeads, headDim, vectors).map((products) => {
    const means = new Float64Array(batch * seq * heads);
    for (let sequence = 0; sequence < batch; sequence++) {
      const sums = new Float64Array(kvHeads);
      for (let position = 0; position < seq; position++) {
        for (let kvHead = 0; kvHead < kvHeads; kvHead++) {
          sums[kvHead] = (sums[kvHead] ?? 0) + (products[(sequence * seq + position) * kvHeads + kvHead] ?? 0);
          const row = (sequence * seq + position) * heads + kvHead * group;
          means.fill((sums[kvHead] ?? 0) / (position + 1), row, row + group);
        }
      }
    }
    return means;
  });
}
