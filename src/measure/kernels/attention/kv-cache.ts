/**
 * How the keys and values of a cache are stored, and the same values on the CPU. Rows are batch × KV heads × tokens, D elements each.
 *   f32, f16   as they are
 *   q8         D signed bytes, and one scale a row (a token and head) of the activations' type: element = byte / 128 × scale, so that
 *              the scale is the row's largest magnitude. Byte b of word j is element 4 j + b.
 */
import { everywhere, meanFills, peakedFills, type AttentionFills, type AttentionLane } from './attention.ts';
import { fillInto, fillValues } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, type BufferPlan, type Covering, type Fill } from '../instance.ts';
import type { RowSource } from '../linear.ts';
import { perWord, unpackInto } from '../quantised.ts';

export type CacheFormat = FloatType | 'q8';

/** What the bytes are fractions of. */
const unit = 128;

/** Bytes of one row with its scale. */
export function cacheRowBytes(format: CacheFormat, activations: FloatType, headDim: number): number {
  return format === 'q8' ? headDim + bytesOf[activations] : headDim * bytesOf[format];
}

/** The data of one cache under a lane of the checks: elements or words, and scales where there are any. */
export interface CacheFills {
  readonly q: Fill;
  readonly k: StoredFills;
  readonly v: StoredFills;
  readonly sinks: Fill;
}

export interface StoredFills {
  readonly elements: Fill;
  /** Null for a cache of floats. */
  readonly scales: Fill | null;
}

/**
 * The lanes of `attention.ts` for a cache in `format`. Bytes are made at random in every lane; whole scales keep the means of q8 exact, and
 * scales of 8 and more spread its scores over tens of units.
 */
export function cacheFills(format: CacheFormat, lane: AttentionLane, reals: AttentionFills): CacheFills {
  const { q, k, v, sinks } = lane === 'mean' ? meanFills(reals) : lane === 'peaked' ? peakedFills(reals) : reals;
  if (format !== 'q8') return { q, sinks, k: { elements: k, scales: null }, v: { elements: v, scales: null } };
  const stored = (fill: Fill, scales: Fill): StoredFills => ({ elements: { kind: 'words', seed: seedOf(fill) }, scales });
  const whole = (fill: Fill, low: number, high: number): Fill => ({ kind: 'integers', seed: scaleSeed(fill), low, high });
  const real = (fill: Fill): Fill => ({ kind: 'reals', seed: scaleSeed(fill) });
  return {
    q,
    sinks,
    k: stored(k, lane === 'peaked' ? whole(k, 8, 16) : real(k)),
    v: stored(v, lane === 'mean' ? whole(v, 1, 2) : real(v)),
  };
}

function seedOf(fill: Fill): number {
  return 'seed' in fill ? fill.seed : 0;
}

/** A seed of its own, which rotation sets move along by the same steps. */
function scaleSeed(fill: Fill): number {
  return (seedOf(fill) + 0x2545f491) >>> 0;
}

/** The buffers of one operand: `k`, or `k` and `k_scales`. */
export function cachePlans(
  name: 'k' | 'v',
  format: CacheFormat,
  activations: FloatType,
  rows: number,
  headDim: number,
  fills: StoredFills,
): Record<string, BufferPlan> {
  const length = rows * headDim;
  if (format !== 'q8' || fills.scales === null) return { [name]: { element: activations, length, fill: fills.elements, rotates: true } };
  return {
    [name]: { element: 'u32', length: length / perWord.q8, fill: fills.elements, rotates: true },
    [`${name}_scales`]: { element: activations, length: rows, fill: fills.scales, rotates: true },
  };
}

/** The rows as the kernel reads them, exact in float64. */
export function cacheRows(format: CacheFormat, activations: FloatType, headDim: number, { elements, scales }: StoredFills): RowSource {
  if (format !== 'q8' || scales === null) return (index, row) => fillInto(row, elements, activations, index * headDim);
  const words = headDim / perWord.q8;
  const scale = new Float64Array(1);
  return (index, row) => {
    unpackInto('q8', fillValues(elements, 'u32', index * words, words), row);
    fillInto(scale, scales, activations, index);
    for (let at = 0; at < headDim; at++) row[at] = ((row[at] as number) * (scale[0] as number)) / unit;
  };
}

/** V = 1 everywhere: bytes of 64 and scales of 2 for q8. */
export function onesInCache(format: CacheFormat): Covering['fills'] {
  return format === 'q8' ? { v: { kind: 'arithmetic', base: 0x40404040, step: 0 }, v_scales: everywhere(2) } : { v: everywhere(1) };
}
