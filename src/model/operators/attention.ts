/**
 * Attention with grouped queries over a KV cache: prefill of new tokens (causal, with prefix and sliding window) and
 * decode of one token per sequence. Heads are those of this accelerator after the tensor split.
 * Both are priced by two kernels that latent attention shares: `scoreSeconds` for blocks of queries that walk keys,
 * `streamSeconds` for cores that stream a cache.
 */
import type { KvFormat } from '../../scenario/scenario.ts';
import { kvBytes, outputBytes } from './formats.ts';
import { overlapped, type ChipRates } from './primitive.ts';

export interface AttentionQuery {
  readonly batch: number;
  /** Prefill: new tokens per sequence. Decode: tokens already in the cache. */
  readonly seq: number;
  /** Prefill only: tokens already in the cache. */
  readonly prefix: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Tokens that a query sees at most; 0 means all. */
  readonly window: number;
}

export interface PrefillParameters {
  /** e_c: share of the dense peak that the two matrix products reach while no exponential is in the way. */
  readonly computeEfficiency: number;
  /** Softmax scores per second and core. A score costs the same whatever the format, so it caps low precision. */
  readonly scoreRate: number;
  /** s that a core spends on a block of queries beside its scores: loading it, rescaling, writing it out. */
  readonly blockTime: number;
  /** Queries of the block that walks all the keys one after another; the last such block ends the kernel. */
  readonly blockRows: number;
  /** e_m: share of the memory bandwidth at which Q, K, V and O pass. */
  readonly memoryEfficiency: number;
  /** t0, s. */
  readonly floor: number;
}

export interface DecodeParameters {
  /** e_m: share of the memory bandwidth that a large cache reaches. */
  readonly memoryEfficiency: number;
  /** t0, s. */
  readonly floor: number;
  /** Tokens of context below which it is not split over cores. */
  readonly splitTokens: number;
  /** Blocks per core at which splitting stops. */
  readonly coreFill: number;
  /** byte/s that one block draws at most. */
  readonly blockRate: number;
  /** s that a core spends on a block beside its stream: starting it, and merging its part of the softmax. */
  readonly blockTime: number;
  /** p of the norm between the whole stream and its longest block. */
  readonly overlap: number;
  /** byte/s and core at which the last-level cache delivers keys and values that stayed in it. */
  readonly cacheRate: number;
  /** e_c of the products with each cached token. */
  readonly computeEfficiency: number;
}

/** Rows of queries that common kernels give to one block. */
export const queryBlock = 128;

/** Query–key pairs of one head and sequence: causal, with what came before and a sliding window. */
export function causalPairs(seq: number, prefix: number, window: number): number {
  if (window <= 0 || window >= prefix + seq) return seq * (prefix + (seq + 1) / 2);
  // Queries before the window fills see prefix + i, the others `window`.
  const growing = Math.max(0, window - prefix);
  return growing * (prefix + (growing + 1) / 2) + (seq - growing) * window;
}

/** FLOP of prefill: scores and values, 2 · 2 · d per pair. */
export function prefillFlops({ batch, seq, prefix, heads, headDim, window }: AttentionQuery): number {
  return 4 * batch * heads * headDim * causalPairs(seq, prefix, window);
}

/** Bytes of prefill: Q in and O out, new K and V in, the cache written and what it holds read once. */
export function prefillBytes({ batch, seq, prefix, heads, kvHeads, headDim, window }: AttentionQuery, kv: KvFormat): number {
  const read = window > 0 ? Math.min(prefix, window) : prefix;
  const queries = 2 * outputBytes * seq * heads * headDim;
  return batch * (queries + 2 * kvHeads * headDim * (outputBytes * seq + kvBytes[kv] * (seq + read)));
}

/** FLOP of decode. */
export function decodeFlops({ batch, seq, heads, headDim, window }: AttentionQuery): number {
  return 4 * batch * heads * headDim * visible(seq, window);
}

/** Bytes of decode: K and V of every visible token, once for all the queries that share a KV head. */
export function decodeBytes({ batch, seq, kvHeads, headDim, window }: AttentionQuery, kv: KvFormat): number {
  return 2 * kvBytes[kv] * batch * kvHeads * headDim * visible(seq, window);
}

function visible(seq: number, window: number): number {
  return window > 0 && window < seq ? window : seq;
}

/**
 * Seconds of a kernel that computes `scores` attention scores of `flopsPerScore` in `blocks` blocks of queries, the
 * longest walking `reach` keys, and moves `bytes`. Matrix products and exponentials of a score add up; the longest
 * block overlaps the rest.
 */
export function scoreSeconds(
  scores: number,
  flopsPerScore: number,
  blocks: number,
  reach: number,
  bytes: number,
  parameters: PrefillParameters,
  rates: ChipRates,
): number {
  const perScore = flopsPerScore / (parameters.computeEfficiency * rates.peak) + 1 / (parameters.scoreRate * rates.cores);
  const work = scores * perScore + (blocks * parameters.blockTime) / rates.cores;
  const chain = parameters.blockRows * reach * perScore * rates.cores;
  return parameters.floor + overlapped(work, chain, 4) + bytes / (parameters.memoryEfficiency * rates.bandwidth);
}

/** Share of a repeated stream found in cache: all that fits, and nothing once it is twice as large (RTX PRO 6000, 128 MiB). */
function cacheHit(bytes: number, cacheBytes: number): number {
  return bytes >= 2 * cacheBytes ? 0 : Math.min(1, 2 - bytes / cacheBytes);
}

/**
 * Seconds of a kernel that streams `bytes` of cache: `units` independent streams of `context` tokens, each split until
 * the cores are filled or the pieces are short; one block draws a bounded rate, so few blocks leave the memory idle.
 */
export function streamSeconds(
  bytes: number,
  flops: number,
  units: number,
  context: number,
  bytesPerUnit: number,
  parameters: DecodeParameters,
  rates: ChipRates,
  resident: boolean,
): number {
  const splits = Math.min(Math.max(1, context / parameters.splitTokens), Math.max(1, (parameters.coreFill * rates.cores) / units));
  const memory = parameters.memoryEfficiency * rates.bandwidth;
  const hit = resident ? cacheHit(bytes, rates.cacheBytes) : 0;
  const cache = Math.max(memory, parameters.cacheRate * rates.cores);
  const starting = (units * splits * parameters.blockTime) / rates.cores;
  const stream = (bytes * (1 - hit)) / memory + (bytes * hit) / cache + starting;
  const longest = bytesPerUnit / (splits * parameters.blockRate);
  const compute = flops / (parameters.computeEfficiency * rates.peak);
  return parameters.floor + overlapped(overlapped(stream, longest, parameters.overlap), compute, 2);
}

/** Seconds of prefill. `rates.peak` is that of the format in which scores are computed. */
export function prefillSeconds(shape: AttentionQuery, kv: KvFormat, parameters: PrefillParameters, rates: ChipRates): number {
  const { batch, seq, prefix, heads, headDim, window } = shape;
  const scores = batch * heads * causalPairs(seq, prefix, window);
  const blocks = batch * heads * Math.ceil(seq / queryBlock);
  const reach = window > 0 ? Math.min(prefix + seq, window + queryBlock) : prefix + seq;
  return scoreSeconds(scores, 4 * headDim, blocks, reach, prefillBytes(shape, kv), parameters, rates);
}

/**
 * Seconds of decode, one new token per sequence. `resident` as for a linear layer: true where the same cache is read
 * again at once, as in the published timings; false inside a model.
 */
export function decodeSeconds(shape: AttentionQuery, kv: KvFormat, parameters: DecodeParameters, rates: ChipRates, resident = true): number {
  const bytes = decodeBytes(shape, kv);
  const units = shape.batch * shape.kvHeads;
  const context = visible(shape.seq, shape.window);
  return streamSeconds(bytes, decodeFlops(shape), units, context, bytes / units, parameters, rates, resident);
}
