/** Causal attention over a whole prompt as a problem: its operands, its work, and the judge. Kernels that solve it differ in `PrefillProgram`. */
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
import { fillInto, fillValues } from './fill-values.ts';
import type { FloatType } from './gemm.ts';
import { bytesOf, uniformWords, type BufferPlan, type Fill, type Instance, type Oracle } from './instance.ts';
import { timesVectors, type RowSource } from './linear.ts';

/** One kernel with its tile sizes fixed. All take q, k, v, o and the same uniform, in this order. */
export interface PrefillProgram {
  /** The experimental lane, `attention.prefill.sgm`. */
  readonly onMatrixUnits?: boolean;
  readonly variant: string;
  /** Queries that a workgroup owns, and keys of a tile: where the sequence is no multiple of both, the code is guarded. */
  readonly queries: number;
  readonly keys: number;
  readonly shader: string;
  code(headDim: number, dtype: FloatType, guarded: boolean): string;
}

/** FLOP and bytes: `2 batch heads D seq (seq + 1)` (causal pairs only) and Q, K, V, O moved once. */
export function prefillWork({ batch, seq, heads, kvHeads, headDim }: AttentionShape, dtype: FloatType): { flops: number; bytes: number } {
  return { flops: 2 * batch * heads * headDim * seq * (seq + 1), bytes: bytesOf[dtype] * batch * seq * headDim * 2 * (heads + kvHeads) };
}

export function prefillInstance(program: PrefillProgram, shape: AttentionShape, dtype: FloatType, seed: number): Instance {
  const fills = realFills(seed);
  const guarded = shape.seq % program.queries !== 0 || shape.seq % program.keys !== 0;
  const tile = Math.max(program.queries, program.keys);
  const small: AttentionShape = { ...shape, batch: 2, seq: guarded ? tile + 5 : 2 * tile, heads: 4, kvHeads: 2 };
  const mean = build(program, small, dtype, guarded, (set) => meanFills(fills(set)), 'mean', []);
  const peaked = build(program, small, dtype, guarded, (set) => peakedFills(fills(set)), 'peaked', []);
  return build(program, shape, dtype, guarded, fills, 'timed', [mean, peaked]);
}

function build(
  program: PrefillProgram,
  shape: AttentionShape,
  dtype: FloatType,
  guarded: boolean,
  fills: (set: number) => AttentionFills,
  lane: AttentionLane,
  cases: readonly Instance[],
): Instance {
  const { batch, seq, heads, kvHeads, headDim } = shape;
  const { onMatrixUnits = false } = program;
  const kernel = onMatrixUnits ? 'attention.prefill.sgm' : 'attention.prefill';
  const input = (length: number, fill: BufferPlan['fill']): BufferPlan => ({ element: dtype, length, fill, rotates: true });
  const first = fills(0);
  return {
    id: `${kernel}/${batch}x${seq}x${heads}:${kvHeads}x${headDim}/${dtype}`,
    kernel,
    variant: `${program.variant}${guarded ? ' guarded' : ''}`,
    dtype,
    shape: { batch, seq, heads, kvHeads, headDim },
    words: `attention, prompt of ${seq}${batch > 1 ? ` × ${batch}` : ''}${onMatrixUnits ? ' on matrix units' : ''}, ${dtype}`,
    ...prefillWork(shape, dtype),
    rateUnit: 'FLOP/s',
    ...(onMatrixUnits ? { arithmetic: 'matrix' as const } : {}),
    stages: [
      {
        shader: program.shader,
        code: program.code(headDim, dtype, guarded),
        bindings: [
          { type: 'read-only-storage', buffer: 'q' },
          { type: 'read-only-storage', buffer: 'k' },
          { type: 'read-only-storage', buffer: 'v' },
          { type: 'storage', buffer: 'o' },
          { type: 'uniform', buffer: 'shape' },
        ],
        workgroups: [Math.ceil(seq / program.queries), heads, batch],
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
    covering: [
      {
        fills: { q: noQuery },
        product: (vectors) => prefixMeans(shape, (index, row) => fillInto(row, first.v, dtype, index * headDim), vectors),
      },
      onlyOnes(batch * seq * heads),
    ],
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
    const rowOf =
      (fill: Fill): RowSource =>
      (position, target) =>
        fillInto(target, fill, dtype, key(position));
    const operands = { query: fillValues(fills.q, dtype, index * headDim, headDim), keys: query + 1, key: rowOf(fills.k), value: rowOf(fills.v) };
    return { start: index * headDim, values: attentionRow(operands) };
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
