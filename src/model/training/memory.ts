/**
 * Bytes that training needs on the fullest device, by what they hold. Activations after Korthikanti et al. (arXiv 2205.05198)
 * for gated feed-forward blocks, grouped queries and fused attention: every input of a product and of a small kernel once, in 16 bits.
 */
import type { Model } from '../../catalogue/facts.ts';
import type { Recompute, TrainingMethod, TrainingParallel } from '../../scenario/training.ts';
import { adapterParameters, embeddingOnDevice, layerParameters } from './shape.ts';

export interface MemoryQuestion {
  readonly model: Model;
  readonly method: TrainingMethod;
  readonly loraRank: number;
  readonly sequence: number;
  readonly microBatch: number;
  readonly microBatches: number;
  readonly accelerators: number;
  readonly parallel: TrainingParallel;
  readonly recompute: Recompute;
  /** Inputs of products are kept in 8 bits. */
  readonly narrow: boolean;
}

/** Bytes. */
export interface TrainingMemory {
  readonly weights: number;
  readonly gradients: number;
  readonly optimiser: number;
  readonly activations: number;
  readonly logits: number;
  readonly runtime: number;
}

export const memoryTotal = ({ weights, gradients, optimiser, activations, logits, runtime }: TrainingMemory): number =>
  weights + gradients + optimiser + activations + logits + runtime;

const half = 2;
/** Master weight and two moments in 32 bits. */
const adamBytes = 12;
/** Bytes of a weight stored in 4 bits with double-quantised scales (QLoRA, arXiv 2305.14314, section 3: 4.127 bits). */
const fourBitBytes = 4.127 / 8;
/** Context of the driver, collectives' buffers, workspaces. */
const runtimeBytes = 2.5 * 2 ** 30;
/** Share of what is allocated that the allocator cannot use. */
const fragments = 0.05;

/** Bytes that one layer keeps of one token for its backward pass, on one device. */
export function activationBytesPerToken(model: Model, tensor: number, recompute: Recompute, narrow: boolean): number {
  if (recompute === 'full') return (half * model.hidden) / tensor;
  const { hidden, heads, headDim, vHeadDim, kvHeads, mla, moe, dense, ffnMatrices, layers } = model;
  const latents = mla ? (mla.qLoraRank || hidden) + mla.kvLoraRank + mla.ropeDim : 0;
  const keys = mla ? heads * (mla.nopeDim + mla.ropeDim + vHeadDim) + latents : kvHeads * (headDim + vHeadDim);
  const share = (moe?.layers ?? 0) / layers;
  const width = share * ((moe?.active ?? 0) * (moe?.inter ?? 0) + (moe?.sharedInter ?? 0)) + (dense.layers / layers) * dense.inter;
  const product = narrow ? 1 : half;
  // Inputs of both norms and the output of attention, in 16 bits; what goes to experts, in the products' format.
  const kept = half * (2 * hidden + heads * vHeadDim) + product * share * (moe?.active ?? 0) * (moe?.width ?? 0);
  const between = (ffnMatrices - 1) * width;
  // Selective: norms, activation functions and what latents expand to are made again, and narrow formats hold what goes into the
  // activation too (DeepSeek-V3 report, arXiv 2412.19437, sections 3.2.3 and 3.3.3).
  if (recompute === 'selective') return (kept + half * (mla ? latents : heads * headDim + keys) + product * between) / tensor;
  return (kept + half * (heads * headDim + keys + between) + product * (width + 2 * hidden)) / tensor;
}

/** The fullest of the first and the last stage. */
export function trainingMemory(q: MemoryQuestion): TrainingMemory {
  const first = stageMemory(q, 'first');
  if (q.parallel.pipeline === 1) return first;
  const last = stageMemory(q, 'last');
  return memoryTotal(first) >= memoryTotal(last) ? first : last;
}

function stageMemory(q: MemoryQuestion, which: 'first' | 'last'): TrainingMemory {
  const { model, method, parallel, sequence, microBatch, microBatches, accelerators, recompute, narrow } = q;
  const { tensor, pipeline, context, expert, virtualPipeline, shard, shardRanks } = parallel;
  const only = pipeline === 1;
  // Stages with an embedding or the head hold a layer less where layers do not divide.
  const layers = Math.max(1, Math.floor(model.layers / pipeline));
  const own = layerParameters(model, parallel);
  const ends = only && !model.tiedEmbeddings ? 2 : 1;
  const dense = own.dense * layers + ends * embeddingOnDevice(model, tensor);
  const experts = own.expert * layers;
  const dp = accelerators / (tensor * pipeline * context);
  const ranks = Math.min(shardRanks, dp) * context;
  const expertRanks = Math.max(1, Math.min(ranks, accelerators / (pipeline * expert)));
  const held = (stage: 1 | 2 | 3): number => (shard >= stage ? dense / ranks + experts / expertRanks : dense + experts);
  const frozenBytes = method === 'qlora' ? fourBitBytes : half;
  const gathered = shard === 3 ? (2 * (own.dense + own.expert) + (ends * embeddingOnDevice(model, tensor)) / 2) * frozenBytes : 0;
  const adapters = adapterParameters(model, method, q.loraRank) / tensor / pipeline;
  const trained = method === 'full';

  const tokens = (sequence * microBatch) / context;
  const inFlight = which === 'last' && !only ? 1 : Math.min(pipeline, microBatches);
  // Interleaved stages hold the warm-up of their further parts too (Narayanan et al., arXiv 2104.04473, section 2.2).
  const interleaved = virtualPipeline > 1 ? 1 + (pipeline - 1) / (pipeline * virtualPipeline) : 1;
  const perLayer = activationBytesPerToken(model, tensor, recompute, narrow) * tokens;
  const working = recompute === 'full' ? activationBytesPerToken(model, tensor, 'none', narrow) * tokens : 0;
  const weights = held(3) * frozenBytes + gathered + (trained ? 0 : adapters * half);
  const gradients = trained ? held(2) * half : adapters * half;
  const optimiser = (trained ? held(1) : adapters) * adamBytes;
  const activations = perLayer * layers * inFlight * interleaved + working;
  // The loss is taken sequence by sequence; its logits stand once in 16 and once in 32 bits.
  const logits = which === 'last' || only ? ((sequence / context) * model.vocab * (2 + 4)) / tensor : 0;
  const allocated = weights + gradients + optimiser + activations + logits;
  return { weights, gradients, optimiser, activations, logits, runtime: runtimeBytes + fragments * allocated };
}
