/**
 * Multi-head latent attention. Prefill multiplies expanded heads (nope + rope wide for scores, v wide for values);
 * decode works on the compressed cache with absorbed projections, all heads of this accelerator sharing one latent
 * per token, so tensor parallelism does not split the cache.
 * Geometry default: DeepSeek-V3 (arXiv 2412.19437, section 4.2).
 */
import type { KvFormat } from '../../scenario/scenario.ts';
import { kvBytes, outputBytes } from './formats.ts';
import type { ChipRates } from './primitive.ts';
import { causalPairs, queryBlock, scoreSeconds, streamSeconds, type DecodeParameters, type PrefillParameters } from './attention.ts';

export interface MlaQuery {
  readonly batch: number;
  /** Prefill: new tokens per sequence. Decode: tokens already in the cache. */
  readonly seq: number;
  /** Prefill only: tokens already in the cache. */
  readonly prefix: number;
  readonly heads: number;
  readonly kvLoraRank: number;
  readonly ropeDim: number;
  readonly nopeDim: number;
  readonly vDim: number;
}

export const deepSeekGeometry = { kvLoraRank: 512, ropeDim: 64, nopeDim: 128, vDim: 128 } as const;

/** Query heads that one block serves with one read of the latent (FlashMLA's block height). */
const headsPerBlock = 64;

export function mlaPrefillFlops({ batch, seq, prefix, heads, ropeDim, nopeDim, vDim }: MlaQuery): number {
  return 2 * batch * heads * (nopeDim + ropeDim + vDim) * causalPairs(seq, prefix, 0);
}

/** Bytes of prefill: Q, expanded K and V in, O out, the latent written and read once. */
export function mlaPrefillBytes(shape: MlaQuery, kv: KvFormat): number {
  const { batch, seq, prefix, heads, kvLoraRank, ropeDim, nopeDim, vDim } = shape;
  const perToken = 2 * outputBytes * heads * (nopeDim + ropeDim + vDim);
  return batch * (seq * perToken + kvBytes[kv] * (seq + prefix) * (kvLoraRank + ropeDim));
}

/** FLOP of decode: scores over latent and rope, values over latent. */
export function mlaDecodeFlops({ batch, seq, heads, kvLoraRank, ropeDim }: MlaQuery): number {
  return 2 * batch * heads * (2 * kvLoraRank + ropeDim) * seq;
}

export function mlaDecodeBytes({ batch, seq, kvLoraRank, ropeDim }: MlaQuery, kv: KvFormat): number {
  return kvBytes[kv] * batch * seq * (kvLoraRank + ropeDim);
}

export function mlaPrefillSeconds(shape: MlaQuery, kv: KvFormat, parameters: PrefillParameters, rates: ChipRates): number {
  const { batch, seq, prefix, heads, nopeDim, ropeDim, vDim } = shape;
  const scores = batch * heads * causalPairs(seq, prefix, 0);
  const blocks = batch * heads * Math.ceil(seq / queryBlock);
  const flopsPerScore = 2 * (nopeDim + ropeDim + vDim);
  return scoreSeconds(scores, flopsPerScore, blocks, prefix + seq, mlaPrefillBytes(shape, kv), parameters, rates);
}

export function mlaDecodeSeconds(shape: MlaQuery, kv: KvFormat, parameters: DecodeParameters, rates: ChipRates, resident = true): number {
  const bytes = mlaDecodeBytes(shape, kv);
  const units = shape.batch * Math.max(1, Math.ceil(shape.heads / headsPerBlock));
  return streamSeconds(bytes, mlaDecodeFlops(shape), units, shape.seq, bytes / shape.batch, parameters, rates, resident);
}
