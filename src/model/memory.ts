/**
 * Bytes on one accelerator: weights after every split, and KV cache per token and sequence. What is left of the
 * memory decides how many requests run at once.
 */
import type { Model } from '../catalogue/facts.ts';
import type { KvFormat, Parallel } from '../scenario/scenario.ts';
import { embeddingParameters, expertParameters, linears, localKvHeads } from './geometry.ts';
import { storageBytes, type PartFormats } from './number-formats.ts';
import { kvBytes } from './operators/formats.ts';

/**
 * Weight bytes on each accelerator of a replica. Attention and dense layers are split by `tensor` and copied to every
 * attention-data rank; routed experts are spread over the whole tensor · attentionData group; layers over `pipeline`.
 */
export function weightBytes(model: Model, formats: PartFormats, parallel: Parallel): number {
  const { tensor, pipeline, attentionData } = parallel;
  let bytes = 0;
  for (const { part, n, k, count } of linears(model, tensor)) bytes += n * k * count * storageBytes[formats[part]];
  bytes += (expertParameters(model) * storageBytes[formats.experts]) / (tensor * attentionData);
  // The first and the last pipeline stage hold one embedding matrix each; the fuller stage decides.
  const embedding = (embeddingParameters(model) * storageBytes[formats.head]) / tensor;
  return bytes / pipeline + (pipeline > 1 && !model.tiedEmbeddings ? embedding / 2 : embedding);
}

/** How a sequence's cache lies in the memory of one accelerator. */
export interface CacheBytes {
  /** Bytes per token of context, over the layers that see the whole context. */
  readonly perToken: number;
  /** Bytes per sequence that do not grow: full sliding windows, recurrent state. */
  readonly fixed: number;
}

/** MLA caches one compressed vector that every tensor rank needs whole; grouped-query heads are split, then replicated. */
export function cacheBytes(model: Model, kv: KvFormat, parallel: Parallel): CacheBytes {
  const { tensor, pipeline } = parallel;
  const share = model.attention.kind === 'mla' ? 1 : localKvHeads(model, tensor) / model.kvHeads;
  const element = kvBytes[kv];
  const index = model.attention.indexElements * model.attention.fullLayers;
  return {
    perToken: (model.kvElementsPerToken * element * share + index) / pipeline,
    // The recurrent state of linear layers is split by heads like everything else in them.
    fixed: (model.kvFixedElementsPerSequence * element * share + model.attention.linearStateBytes / tensor) / pipeline,
  };
}

/** Bytes of one sequence with `context` tokens. A window that is not full yet takes its share. */
export function sequenceBytes(model: Model, cache: CacheBytes, context: number): number {
  const { window, windowLayers } = model.attention;
  const filled = windowLayers > 0 && window > 0 ? Math.min(context / window, 1) : 1;
  return cache.perToken * context + cache.fixed * filled;
}
