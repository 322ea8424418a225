/** Causal attention over a whole prompt as a problem: its operands, its work, and the judge. Kernels that solve it differ in `PrefillProgram`. */
import {
  attentionOutput,
  attentionRow,
  meanFills,
  noQueries,
  onlyOnes,
  peakedFills,
  realFills,
  sinkParts,
  type AttentionFills,
  type AttentionLane,
  type AttentionShape,
} from './attention.ts';
import { fillInto, fillValues } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, uniformWords, type BufferPlan, type Fill, type Instance, type Oracle } from '../instance.ts';
import { timesVectors, type RowSource } from '../linear.ts';

/** One kernel with its tile sizes fixed. All take q, k, v, o and the same uniform, in this order. */
export interface PrefillProgram {
  /** The experimental lane, `attention.prefill.sgm`. */
  readonly onMatrixUnits?: boolean;
  readonly variant: string;
  /** Queries that a workgroup owns, and keys of a tile: where the sequence is no multiple of both, the code is guarded. */
  readonly queries: number;
  readonly keys: number;
  readonly shader: string;
  code(shape: AttentionShape, dtype: FloatType, guarded: boolean): string;
}

/** FLOP and bytes: 4 D for each pair that is seen, `seq (seq + 1) / 2` without a window, and Q, K, V, O and the sinks moved once. */
export function prefillWork(
  { batch, seq, heads, kvHeads, headDim, window = seq, sinks = false }: AttentionShape,
  dtype: FloatType,
): { flops: number; bytes: number } {
  const excess = Math.max(0, seq - window);
  return {
    flops: 2 * batch * heads * headDim * (seq * (seq + 1) - excess * (excess + 1)),
    bytes: bytesOf[dtype] * (batch * seq * headDim * 2 * (heads + kvHeads) + (sinks ? heads : 0)),
  };
}

export function prefillInstance(program: PrefillProgram, shape: AttentionShape, dtype: FloatType, seed: number): Instance {
  const fills = realFills(seed);
  const guarded = shape.seq % program.queries !== 0 || shape.seq % program.keys !== 0;
  const tile = Math.max(program.queries, program.keys);
  const small: AttentionShape = {
    ...shape,
    batch: 2,
    seq: guarded ? tile + 5 : 2 * tile,
    heads: 4,
    kvHeads: 2,
    ...(shape.window === undefined ? {} : { window: smallWindow(program) }),
  };
  const mean = build(program, small, dtype, guarded, (set) => meanFills(fills(set)), 'mean', []);
  const peaked = build(program, small, dtype, guarded, (set) => peakedFills(fills(set)), 'peaked', []);
  return build(program, shape, dtype, guarded, fills, 'timed', [mean, peaked]);
}

/** Begins in the middle of a tile, and leaves whole ones out. */
export function smallWindow({ keys }: Pick<PrefillProgram, 'keys'>): number {
  return keys / 2 + 3;
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
  const sinks = sinkParts(shape, dtype, first.sinks);
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
        code: program.code(shape, dtype, guarded),
        bindings: [
          { type: 'read-only-storage', buffer: 'q' },
          { type: 'read-only-storage', buffer: 'k' },
          { type: 'read-only-storage', buffer: 'v' },
          { type: 'storage', buffer: 'o' },
          { type: 'uniform', buffer: 'shape' },
          ...sinks.bindings,
        ],
        workgroups: [Math.ceil(seq / program.queries), heads, batch],
      },
    ],
    buffers: {
      q: input(batch * seq * heads * headDim, first.q),
      k: input(batch * seq * kvHeads * headDim, first.k),
      v: input(batch * seq * kvHeads * headDim, first.v),
      ...sinks.buffers,
      o: { element: dtype, length: batch * seq * heads * headDim, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { shape: uniformWords(seq, heads, kvHeads, { f32: Math.LOG2E / Math.sqrt(headDim) }, shape.window ?? seq) },
    output: { buffer: 'o', matrix: { rows: batch * seq * heads, columns: headDim }, ...attentionOutput(lane, dtype) },
    oracle: (set) => oracle(shape, dtype, fills(set), lane !== 'timed'),
    covering: [
      {
        fills: noQueries(shape.sinks),
        product: (vectors) => prefixMeans(shape, (index, row) => fillInto(row, first.v, dtype, index * headDim), vectors),
      },
      onlyOnes(batch * seq * heads, shape.sinks),
    ],
    cases,
  };
}

/** Rows compared in full: the first, the last, and 14 anywhere. */
const sampledRows = 16;

function oracle(shape: AttentionShape, dtype: FloatType, fills: AttentionFills, whole: boolean): Oracle {
  const { batch, seq, heads, kvHeads, headDim, window = seq, sinks = false } = shape;
  const rows = batch * seq * heads;
  const row = (index: number): { start: number; values: Float64Array } => {
    const head = index % heads;
    const query = Math.floor(index / heads) % seq;
    const sequence = Math.floor(index / (heads * seq));
    const kvHead = Math.floor(head / (heads / kvHeads));
    const keys = Math.min(query + 1, window);
    const oldest = query + 1 - keys;
    const key = (position: number): number => ((sequence * seq + oldest + position) * kvHeads + kvHead) * headDim;
    const rowOf =
      (fill: Fill): RowSource =>
      (position, target) =>
        fillInto(target, fill, dtype, key(position));
    const [sink] = sinks ? fillValues(fills.sinks, dtype, head, 1) : [];
    const operands = { query: fillValues(fills.q, dtype, index * headDim, headDim), keys, key: rowOf(fills.k), value: rowOf(fills.v), sink };
    return { start: index * headDim, values: attentionRow(operands) };
  };
  return {
    ranges(pick) {
      if (whole) return Array.from({ length: rows }, (_, index) => row(index));
      return Array.from({ length: sampledRows }, (_, at) => row(at === 0 ? 0 : at === 1 ? rows - 1 : pick(rows)));
    },
  };
}

/** O r with q = 0: for each row the mean of V r over the keys that it sees, and a sink of 0 beside them, as running sums over the sequence. */
function prefixMeans(shape: AttentionShape, v: RowSource, vectors: readonly Float64Array[]): Float64Array[] {
  const { batch, seq, heads, kvHeads, headDim, window = seq, sinks = false } = shape;
  const group = heads / kvHeads;
  return timesVectors(v, batch * seq * kvHeads, headDim, vectors).map((products) => {
    const means = new Float64Array(batch * seq * heads);
    for (let sequence = 0; sequence < batch; sequence++) {
      const sums = new Float64Array(kvHeads);
      for (let position = 0; position < seq; position++) {
        for (let kvHead = 0; kvHead < kvHeads; kvHead++) {
          const at = (of: number): number => (of < 0 ? 0 : (products[(sequence * seq + of) * kvHeads + kvHead] ?? 0));
          sums[kvHead] = (sums[kvHead] ?? 0) + at(position) - at(position - window);
          const row = (sequence * seq + position) * heads + kvHead * group;
          means.fill((sums[kvHead] ?? 0) / (Math.min(position + 1, window) + (sinks ? 1 : 0)), row, row + group);
        }
      }
    }
    return means;
  });
}
