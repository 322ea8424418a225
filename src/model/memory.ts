/**
 * Bytes on one accelerator: weights after every split, and KV cache per token and sequence. What is left of the
 * memory decides how many requests run at once.
 */
import type { Model } from '../catalogue/facts.ts';
import type { KvFormat, Parallel } from '../scenario/scenario.ts';
import { attentionLayers, embeddingParameters, expertParameters, linears, localKvHeads } from './geometry.ts';
import { partBytes, type PartFormats } from './number-formats.ts';
import { kvBytes } from './operators/formats.ts';

/** What makes loaded weights larger than stored ones. */
export interface Loading {
  /** MXFP4 experts are padded to what kernels tile: with units for four bits, or widened on the way without. */
  readonly fourBitUnits: boolean;
  /** A draft is loaded beside the model: its own heads, or one of a layer. */
  readonly draft: boolean;
}

const asStored: Loading = { fourBitUnits: true, draft: false };

/**
 * Weight bytes on each accelerator of a replica. Attention and dense layers are split by `tensor` and copied to every
 * attention-data rank; routed experts are spread over the whole tensor · attentionData group; layers over `pipeline`.
 */
export function weightBytes(model: Model, formats: PartFormats, parallel: Parallel, loading: Loading = asStored): number {
  const { tensor, pipeline, attentionData } = parallel;
  let shared = 0;
  for (const { part, n, k, count } of linears(model, tensor)) shared += n * k * count * partBytes(formats, part);
  const experts = (expertParameters(model) * expertBytes(model, formats) * padding(model, formats, parallel, loading)) / (tensor * attentionData);
  // The first and the last pipeline stage hold one embedding matrix each; the fuller stage decides.
  const embedding = (embeddingParameters(model) * partBytes(formats, 'head')) / tensor;
  const layers = (shared + experts) / pipeline;
  return layers + (loading.draft ? draftBytes(model, shared, experts) : 0) + (pipeline > 1 && !model.tiedEmbeddings ? embedding / 2 : embedding);
}

/** Where only the experts are stored in 4-bit integers, groups are of 32, with a half each (Kimi K2 Thinking and later); elsewhere of 128. */
const expertBytes = ({ moe }: Model, formats: PartFormats): number =>
  moe && !formats.bits && formats.experts === 'int4' && formats.attention !== 'int4' ? 0.5 + 2 / 32 : partBytes(formats, 'experts');

const upTo = (multiple: number, width: number): number => Math.ceil(width / multiple) * multiple;

/**
 * Widths of MXFP4 experts as kernels take them: multiples of 256 where chips have units for four bits, of 128 between the
 * matrices and 256 outside where the weights are repacked (vLLM, quantization/mxfp4.py: gpt-oss-120b takes 65.97 GiB on an H100).
 */
function padding({ moe, hidden }: Model, { experts }: PartFormats, { tensor, attentionData, expert }: Parallel, { fourBitUnits }: Loading): number {
  if (!moe || experts !== 'mxfp4' || moe.width !== hidden) return 1;
  const inter = moe.inter / ((tensor * attentionData) / expert);
  return (upTo(256, hidden) / hidden) * (upTo(fourBitUnits ? 256 : 128, inter) / inter);
}

/** A draft's layers, each as large as one of the model; the embedding and the head are the model's own. */
function draftBytes({ layers, moe, mtpLayers = 0 }: Model, shared: number, experts: number): number {
  return Math.max(mtpLayers, 1) * (shared / layers + (mtpLayers > 0 && moe ? experts / moe.layers : 0));
}

/** How a sequence's cache lies in the memory of one accelerator. */
export interface CacheBytes {
  /** Bytes per token of context, over the layers that see the whole context. */
  readonly perToken: number;
  /** Bytes per sequence that do not grow: full sliding windows, recurrent state. */
  readonly fixed: number;
  /** Bytes per token inside the sliding windows, over the layers that have one. */
  readonly perWindowToken: number;
  /** Bytes of one recurrent state. */
  readonly state: number;
  /** Bytes per token that a pass has not settled yet: inputs of compressed attention (DeepSeek-V4). */
  readonly perTokenInFlight: number;
}

/**
 * Latent attention that reads a choice of tokens keeps its 8-bit cache with scales, and the rotary part in 16 bits: 656 bytes for
 * 576 elements (vLLM fp8_ds_mla of DeepSeek-V3.2), 584 for 512 (DeepSeek-V4); its index keys have 4 bytes of scale for 128.
 */
const sparseMla = 656 / 576;
const compressedElements = 584 / 512;
const scaledIndex = 132 / 128;

/** True where the cache itself is compressed along the context: every layer has a window beside it (DeepSeek-V4). */
export const compressesCache = ({ attention, mla }: Model): boolean => mla === null && attention.indexElements > 0 && attention.windowLayers > 0;

/**
 * Inputs that compressed attention keeps until it has compressed them (DeepSeek-V4), bytes per token: layers that compress by 4
 * have index keys of 128 elements, the others compress by 128. Pages of 4 and of 8 tokens, each padded to the page of 256 tokens
 * of the compressed cache (vllm-project/vllm#54703: 1,002,240 bytes for V4-Flash).
 */
function compressorState({ headDim, attention: { fullLayers, indexElements } }: Model): number {
  const byFour = (indexElements * fullLayers) / (128 / 4);
  const entry = compressedElements * headDim;
  const page = 256 * ((byFour * (entry + 132)) / 4 + ((fullLayers - byFour) * entry) / 128);
  return page * (1 / 4 + 1 / 8);
}

/** MLA caches one compressed vector that every tensor rank needs whole; grouped-query heads are split, then replicated. */
export function cacheBytes(model: Model, kv: KvFormat, parallel: Parallel, draft = false): CacheBytes {
  const { tensor, pipeline, decodeContext = 1 } = parallel;
  const { kind, fullLayers, indexElements, linearStateBytes, windowLayers, window } = model.attention;
  const share = kind === 'mla' ? 1 : localKvHeads(model, tensor) / model.kvHeads;
  const sparse = indexElements > 0 && kv === 'fp8';
  const element = kvBytes[kv] * (sparse ? (compressesCache(model) ? compressedElements : sparseMla) : 1);
  const index = indexElements * fullLayers * (sparse ? scaledIndex : 1);
  const layers = draft ? 1 + Math.max(model.mtpLayers ?? 0, 1) / Math.max(attentionLayers(model), 1) : 1;
  const windows = windowLayers > 0 ? model.kvFixedElementsPerSequence * element * share : 0;
  // The recurrent state of linear layers is split by heads like everything else in them.
  const state = linearStateBytes / tensor / pipeline;
  return {
    perToken: (((model.kvElementsPerToken * element * share + index) / pipeline) * layers) / decodeContext,
    fixed: windows / pipeline + state,
    perWindowToken: window > 0 ? windows / window / pipeline : 0,
    state,
    perTokenInFlight: compressesCache(model) ? compressorState(model) / pipeline : 0,
  };
}

/** Bytes of one sequence with `context` tokens. A window that is not full yet takes its share. */
export function sequenceBytes(model: Model, cache: CacheBytes, context: number): number {
  const { window, windowLayers } = model.attention;
  const filled = windowLayers > 0 && window > 0 ? Math.min(context / window, 1) : 1;
  return cache.perToken * context + cache.fixed * filled;
}
