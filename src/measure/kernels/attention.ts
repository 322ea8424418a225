/**
 * What prefill and decode share: the float64 attention row that both are judged by, and the tolerance.
 */
import type { FloatType } from './gemm.ts';
import { fillValue } from './fill-values.ts';
import type { Fill } from './instance.ts';

export interface AttentionShape {
  readonly batch: number;
  /** Tokens in the sequence (prefill) or in the KV cache (decode). */
  readonly seq: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

export interface AttentionFills {
  readonly q: Fill;
  readonly k: Fill;
  readonly v: Fill;
}

/** Offsets of the first element of a query row, and of the key and value rows that it sees. */
export interface RowPlace {
  readonly query: number;
  readonly keys: number;
  readonly key: (position: number) => number;
}

/** softmax(q K^T / sqrt(D)) V for one row, two passes in float64. */
export function attentionRow(fills: AttentionFills, dtype: FloatType, headDim: number, place: RowPlace): Float64Array {
  const q = fillValue(fills.q, dtype);
  const k = fillValue(fills.k, dtype);
  const v = fillValue(fills.v, dtype);
  const query = Float64Array.from({ length: headDim }, (_, d) => q(place.query + d));
  const scores = new Float64Array(place.keys);
  let highest = -Infinity;
  for (let position = 0; position < place.keys; position++) {
    const base = place.key(position);
    let score = 0;
    for (let d = 0; d < headDim; d++) score += (query[d] ?? 0) * k(base + d);
    score /= Math.sqrt(headDim);
    scores[position] = score;
    highest = Math.max(highest, score);
  }
  const row = new Float64Array(headDim);
  let total = 0;
  for (let position = 0; position < place.keys; position++) {
    const weight = Math.exp((scores[position] ?? 0) - highest);
    total += weight;
    const base = place.key(position);
    for (let d = 0; d < headDim; d++) row[d] = (row[d] ?? 0) + weight * v(base + d);
  }
  return row.map((value) => value / total);
}

/**
 * Sums of products of exponentials: an f32 result carries the error of 2^x (3 + 2|x| ULP in WGSL, section 15.7.4) on top of the
 * sum's, and its entries are averages, small beside their terms.
 */
export const attentionTolerances: Readonly<Record<FloatType, number>> = { f32: 3e-5, f16: 2e-3 };

/**
 * With q = 0 every visible key weighs the same, and O is the mean of V: whole numbers, exact but for one division and
 * one rounding. Every row, key and head takes part, so a skipped tile or a swapped head cannot hide.
 */
export function meanFills(fills: AttentionFills): AttentionFills {
  const seed = fills.v.kind === 'reals' ? fills.v.seed : 0;
  return { ...fills, q: { kind: 'integers', seed, low: 0, high: 0 }, v: { kind: 'integers', seed, low: -8, high: 8 } };
}

export const meanTolerances: Readonly<Record<FloatType, number>> = { f32: 1e-6, f16: 5e-4 };
