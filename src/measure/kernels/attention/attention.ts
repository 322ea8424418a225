/**
 * What prefill and decode share: the float64 attention row that both are judged by, and the tolerance.
 */
import type { FloatType } from '../gemm/gemm.ts';
import { inputSeed, type Binding, type BufferPlan, type Covering, type Fill } from '../instance.ts';
import { dot, type RowSource } from '../linear.ts';

export interface AttentionShape {
  readonly batch: number;
  /** Tokens in the sequence (prefill) or in the KV cache (decode). */
  readonly seq: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Prefill alone: a token sees this many, itself included. */
  readonly window?: number;
  /** Each head has a logit that joins the sum of its weights and brings no value, as in gpt-oss (arXiv 2508.10925, section 2.2). */
  readonly sinks?: boolean;
}

export interface AttentionFills {
  readonly q: Fill;
  readonly k: Fill;
  readonly v: Fill;
  readonly sinks: Fill;
}

/** What one row of the output is made of: its query, and as many keys and values as it sees, by position. */
export interface RowOperands {
  readonly query: Float64Array;
  readonly keys: number;
  readonly key: RowSource;
  readonly value: RowSource;
  /** The logit of the head's sink, where it has one. */
  readonly sink?: number | undefined;
}

/** softmax(q K^T / sqrt(D)) V for one row, two passes in float64. */
export function attentionRow({ query, keys, key, value, sink = -Infinity }: RowOperands): Float64Array {
  const headDim = query.length;
  const operand = new Float64Array(headDim);
  const scores = new Float64Array(keys);
  let highest = sink;
  for (let position = 0; position < keys; position++) {
    key(position, operand);
    const score = dot(query, operand) / Math.sqrt(headDim);
    scores[position] = score;
    highest = Math.max(highest, score);
  }
  const row = new Float64Array(headDim);
  let total = Math.exp(sink - highest);
  for (let position = 0; position < keys; position++) {
    const weight = Math.exp((scores[position] ?? 0) - highest);
    total += weight;
    value(position, operand);
    for (let d = 0; d < headDim; d++) row[d] = (row[d] as number) + weight * (operand[d] as number);
  }
  return row.map((sum) => sum / total);
}

/**
 * Sums of products of exponentials: an f32 result carries the error of 2^x (3 + 2|x| ULP in WGSL, section 15.7.4) on top of the
 * sum's, and its entries are averages, small beside their terms.
 */
const attentionTolerances: Readonly<Record<FloatType, number>> = { f32: 3e-5, f16: 2e-3 };

/** What is timed: reals for all three, of other seeds in each rotation set. */
export function realFills(seed: number): (set: number) => AttentionFills {
  return (set) => ({
    q: { kind: 'reals', seed: inputSeed(seed, 0, set) },
    k: { kind: 'reals', seed: inputSeed(seed, 1, set) },
    v: { kind: 'reals', seed: inputSeed(seed, 2, set) },
    sinks: { kind: 'reals', seed: inputSeed(seed, 3, set) },
  });
}

export function everywhere(value: number): Fill {
  return { kind: 'integers', seed: 0, low: value, high: value };
}

/** The buffer of sinks and how it is bound; nothing where there are none. */
export function sinkParts({ heads, sinks = false }: AttentionShape, dtype: FloatType, fill: Fill): SinkParts {
  if (!sinks) return { buffers: {}, bindings: [] };
  return { buffers: { sinks: { element: dtype, length: heads, fill, rotates: true } }, bindings: [{ type: 'read-only-storage', buffer: 'sinks' }] };
}

export interface SinkParts {
  readonly buffers: Readonly<Record<string, BufferPlan>>;
  readonly bindings: readonly Binding[];
}

/** A logit whose exponential is 0 in f32; whole in f16. */
const noWeight = -2000;

/** No query: every key weighs the same, and so does a sink that is 0. */
export function noQueries(sinks = false): Covering['fills'] {
  return { q: everywhere(0), ...(sinks ? { sinks: everywhere(0) } : {}) };
}

/** With V = 1, and sinks that weigh nothing, the weights of every row must add to what they are divided by: O = 1, under the timed queries and keys. */
export function onlyOnes(rows: number, sinks = false, fills: Covering['fills'] = { v: everywhere(1) }): Covering {
  return {
    fills: { ...fills, ...(sinks ? { sinks: everywhere(noWeight) } : {}) },
    product: (vectors) => vectors.map((vector) => new Float64Array(rows).fill(vector.reduce((sum, entry) => sum + entry, 0))),
  };
}

/**
 * With q = 0 every visible key weighs the same, as does the sink where there is one, and O is the mean of V: whole numbers, exact but for one division and
 * one rounding. Every row, key and head takes part, so a skipped tile or a swapped head cannot hide.
 */
export function meanFills(fills: AttentionFills): AttentionFills {
  return { ...fills, q: everywhere(0), sinks: everywhere(0), v: { kind: 'integers', seed: seedOf(fills.v), low: -8, high: 8 } };
}

/**
 * Scores that spread over tens of units: the running maximum moves again and again and most weights vanish, so that a
 * forgotten rescale or a lost maximum shows. Judged by RMS over every row.
 */
export function peakedFills(fills: AttentionFills): AttentionFills {
  return {
    ...fills,
    q: { kind: 'integers', seed: seedOf(fills.q), low: -4, high: 4 },
    k: { kind: 'integers', seed: seedOf(fills.k), low: -4, high: 4 },
  };
}

function seedOf(fill: Fill): number {
  return fill.kind === 'reals' || fill.kind === 'integers' ? fill.seed : 0;
}

/** Which rows an oracle of attention gives, and how they are compared. */
export type AttentionLane = 'timed' | 'mean' | 'peaked';

export function attentionOutput(lane: AttentionLane, dtype: FloatType): { readonly compare: 'entries' | 'rms'; readonly tolerance: number } {
  return lane === 'mean' ? { compare: 'entries', tolerance: meanTolerances[dtype] } : { compare: 'rms', tolerance: attentionTolerances[dtype] };
}

const meanTolerances: Readonly<Record<FloatType, number>> = { f32: 1e-6, f16: 5e-4 };
