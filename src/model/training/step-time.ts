/**
 * Seconds of one training step: forward and backward of the fullest pipeline stage through the operators it is given, each
 * product in the shapes that it has there, then what of the collectives is not hidden, the bubble, and the optimiser.
 */
import type { Model } from '../../catalogue/facts.ts';
import type { Recompute, TrainingMethod, TrainingParallel } from '../../scenario/training.ts';
import { linears, headLinear, localKvHeads, type Part } from '../geometry.ts';
import type { CollectiveOp } from '../operators/collectives.ts';
import { overlapped } from '../operators/primitive.ts';
import { adapted, embeddingOnDevice, fullestStage, layerParameters } from './shape.ts';

/** Seconds of each operator on one accelerator, chip and number format bound. */
export interface TrainingOperators {
  gemm(part: Part, m: number, n: number, k: number): number;
  /** Forward, causal, `batch` sequences of `tokens`. */
  attention(batch: number, tokens: number, heads: number, kvHeads: number, headDim: number, window: number): number;
  latentAttention(batch: number, tokens: number, heads: number): number;
  /** Routed experts of one layer, forward: `tokens` of the expert group, of which `own` lie on this accelerator. */
  experts(tokens: number, own: number, ranks: number): number;
  elementwise(bytes: number): number;
  /** `ranks` that stand `apart` accelerators from each other; `bytes` as nccl-tests counts them. */
  collective(op: CollectiveOp, ranks: number, apart: number, bytes: number): number;
  /** To the next stage, `apart` accelerators away. */
  pointToPoint(bytes: number, apart: number): number;
  /** Time of attention's backward pass over its forward one. */
  readonly attentionBackward: number;
  /** Accelerators that share the fast links. */
  readonly domain: number;
}

/** What is fitted to published steps; see `fit-training.ts`. */
export interface TrainingFactors {
  /** Time of kernels and what lies between them over what tables time of each alone, in 16 bits. */
  readonly kernels: number;
  /** The same where products are in fewer bits, whose tables hold the conversion that training fuses. */
  readonly narrow: number;
  /** Share of time that collectives of tensor and data ranks are not hidden where there is arithmetic to hide them behind. */
  readonly exposed: number;
  /** Time of routed experts' products with the permutations around them over what tables time of products alone. */
  readonly routed: number;
  /** s of each local expert in a layer and micro-batch. */
  readonly each: number;
}

export interface StepQuestion {
  readonly model: Model;
  readonly method: TrainingMethod;
  readonly loraRank: number;
  readonly sequence: number;
  readonly microBatch: number;
  /** Micro-batches of each pipeline in a step. */
  readonly microBatches: number;
  readonly accelerators: number;
  readonly parallel: TrainingParallel;
  readonly recompute: Recompute;
  /** Products are in fewer than 16 bits. */
  readonly narrow: boolean;
}

/** s a step; they add up to it. */
export interface StepTerms {
  readonly compute: number;
  readonly tensor: number;
  readonly context: number;
  readonly expert: number;
  readonly data: number;
  readonly bubble: number;
  readonly optimiser: number;
  readonly host: number;
}

export const stepSeconds = ({ compute, tensor, context, expert, data, bubble, optimiser, host }: StepTerms): number =>
  compute + tensor + context + expert + data + bubble + optimiser + host;

/** Bytes of an activation, a gradient and a weight on the wire: 16 bits. */
const half = 2;
/** Bytes read and written for each parameter by Adam: master, two moments, gradient, and the 16-bit copy. */
const optimiserBytes = 30;
/** Bytes for each logit of a softmax with its loss and gradient: 16 bits in and out, once in 32. */
const logitBytes = 12;
/** Bytes of a 4-bit weight with its scales read, and of the 16-bit one written and read again (QLoRA, arXiv 2305.14314). */
const dequantisedBytes = 0.55 + 2 * half;
/** Kernels are launched while others run: the longer of both ends a layer. */
const hostOverlap = 4;

/** Seconds of one layer and micro-batch. */
interface LayerSeconds {
  readonly forward: number;
  readonly backward: number;
  readonly tensor: number;
  readonly context: number;
  readonly expert: number;
}

export function stepTime(q: StepQuestion, operators: TrainingOperators, factors: TrainingFactors): StepTerms {
  const { model, parallel, microBatches, accelerators } = q;
  const layer = layerSeconds(q, operators, factors);
  const head = headSeconds(q, operators) * factors.kernels;
  const work = layer.forward + layer.backward;
  const layers = fullestStage(model.layers, parallel.pipeline, head / work);
  const dp = accelerators / (parallel.tensor * parallel.pipeline * parallel.context);

  const busy = work + layer.tensor + layer.context + layer.expert;
  const launching = overlapped(busy, (model.moe ? 1 : plainHost) * hostSeconds * passes(q), hostOverlap) - busy;
  const each = { compute: work * layers, tensor: layer.tensor * layers, context: layer.context * layers, expert: layer.expert * layers };
  const data = dataSeconds(q, layers, dp, operators, factors, layer);
  const ofMicroBatch = (busy + launching) * layers + data.eachMicroBatch;
  const sent = (q.microBatch * q.sequence * model.hidden * half) / parallel.context / parallel.tensor;
  const hop = parallel.pipeline > 1 ? operators.pointToPoint(sent, accelerators / parallel.pipeline) : 0;
  return {
    compute: each.compute * microBatches,
    tensor: each.tensor * microBatches,
    context: each.context * microBatches,
    expert: each.expert * microBatches,
    data: data.eachMicroBatch * microBatches + data.eachStep,
    bubble: (parallel.pipeline - 1) * (ofMicroBatch / parallel.virtualPipeline + 2 * hop),
    optimiser: optimiserSeconds(q, layers, dp, operators),
    host: launching * layers * microBatches,
  };
}

/** s that a host needs to launch one pass of a layer with experts: some 60 kernels at 5 µs (pass-by-pass launches, no captured graph). */
const hostSeconds = 300e-6;
/** A plain layer launches about half of the kernels of one with a router, permutations and experts. */
const plainHost = 0.5;

/** Passes through a layer, forward, backward (two products each) and again where it is recomputed. */
const passes = ({ recompute, method }: StepQuestion): number => (method === 'full' ? 3 : 2) + (recompute === 'full' ? 1 : 0);

function layerSeconds(q: StepQuestion, operators: TrainingOperators, factors: TrainingFactors): LayerSeconds {
  const { model, parallel, sequence, microBatch, recompute, method } = q;
  const { tensor, context, expert } = parallel;
  const tokens = (microBatch * sequence) / context;
  const frozen = method !== 'full';
  let forward = 0;
  let gradient = 0;
  for (const { part, n, k, count } of linears(model, tensor)) {
    const share = count / model.layers;
    forward += share * operators.gemm(part, tokens, n, k);
    gradient += share * operators.gemm(part, tokens, k, n);
    // Selective recomputation expands latents again.
    if (recompute === 'selective' && model.mla && (k === model.mla.qLoraRank || k === model.mla.kvLoraRank))
      gradient += share * operators.gemm(part, tokens, n, k);
    if (adapted(part, method)) {
      const adapter = operators.gemm('head', tokens, q.loraRank, k) + operators.gemm('head', tokens, n, q.loraRank);
      forward += share * adapter;
      gradient += 2 * share * adapter;
    }
    if (method === 'qlora' && part !== 'head') {
      const widened = share * operators.elementwise(n * k * dequantisedBytes);
      forward += widened;
      gradient += widened;
    }
    if (!frozen) gradient += share * (operators.gemm(part, k, n, tokens) + operators.elementwise(n * k * 2 * half));
  }
  const local = tokens / tensor;
  const moeShare = (model.moe?.layers ?? 0) / model.layers;
  if (model.moe) {
    const many = (q.narrow ? factors.routed : 1) * operators.experts(local * expert, local, expert);
    const routed = moeShare * (many + (factors.each * model.moe.experts) / expert / 3);
    const { dense: _, expert: weights } = layerParameters(model, parallel);
    forward += routed;
    gradient += frozen ? routed : 2 * routed + operators.elementwise(weights * 2 * half);
    if (method === 'qlora') {
      forward += operators.elementwise(weights * dequantisedBytes);
      gradient += operators.elementwise(weights * dequantisedBytes);
    }
  }
  const attention = attentionSeconds(q, operators);
  const small = elementwiseSeconds(q, local, operators);
  const again = recompute === 'full' ? forward + attention + small : recompute === 'selective' ? attention + small : 0;
  const backward = gradient + operators.attentionBackward * attention + 2 * small + again;
  const slower = q.narrow ? factors.narrow : factors.kernels;
  const turns = recompute === 'full' ? 3 : 2;
  const bytes = tokens * model.hidden * half;
  const oneWay = tensor > 1 ? 2 * (operators.collective('allGather', tensor, 1, bytes) + operators.collective('reduceScatter', tensor, 1, bytes)) : 0;
  // With experts on ranks of their own, a layer of experts needs none of the feed-forward's collectives.
  const reduced = oneWay * (1 - moeShare / 2);
  const exchange =
    moeShare > 0 && expert > 1
      ? 2 * operators.collective('allToAll', expert, 1, local * model.hidden * half * copies(model, expert, operators.domain))
      : 0;
  return {
    forward: (forward + attention + small) * slower,
    backward: backward * slower,
    tensor: turns * reduced * factors.exposed,
    context: contextSeconds(q, attention, operators),
    expert: turns * moeShare * exchange * factors.exposed,
  };
}

function attentionSeconds({ model, parallel, sequence, microBatch }: StepQuestion, operators: TrainingOperators): number {
  const { fullLayers, windowLayers, window, linearLayers } = model.attention;
  const heads = model.heads / parallel.tensor;
  const kvHeads = localKvHeads(model, parallel.tensor);
  let seconds = 0;
  if (model.mla) seconds += fullLayers * operators.latentAttention(microBatch, sequence, heads);
  else if (fullLayers > 0) seconds += fullLayers * operators.attention(microBatch, sequence, heads, kvHeads, model.headDim, 0);
  if (windowLayers > 0) seconds += windowLayers * operators.attention(microBatch, sequence, heads, kvHeads, model.headDim, window);
  if (linearLayers > 0) seconds += linearLayers * operators.elementwise((microBatch * sequence * 8 * model.hidden * half) / parallel.tensor);
  // Every context rank takes an equal share of the pairs: early and late pieces of a sequence together.
  return seconds / model.layers / parallel.context;
}

/** Norms with residuals, rotary embedding, and the activation between the feed-forward's products, forward. */
function elementwiseSeconds({ model }: StepQuestion, local: number, operators: TrainingOperators): number {
  const wide = model.moe ? model.moe.active * model.moe.inter + model.moe.sharedInter : model.dense.inter;
  const routed = model.moe ? 4 * model.moe.active * model.moe.width : 0;
  return operators.elementwise(local * half * (8 * model.hidden + 4 * model.heads * model.headDim + model.ffnMatrices * wide + routed));
}

/** Copies of a token that leave its rank: one for each expert elsewhere, beyond the fast links one for each domain that holds any. */
function copies({ moe }: Model, ranks: number, domain: number): number {
  if (moe === null) return 0;
  const domains = ranks / domain;
  if (domains <= 1) return Math.min(moe.active, ranks - 1) * (1 - 1 / ranks);
  const { count, chosen } = moe.groups;
  const perGroup = domains / count;
  const reached = perGroup < 1 ? 1 - (1 - chosen / count) ** (1 / perGroup) : (chosen / count) * (1 - (1 - 1 / perGroup) ** (moe.active / chosen));
  return domains * reached;
}

/** Keys and values on their way around the context ranks, and their gradients, behind attention; what does not hide there. */
function contextSeconds({ model, parallel, sequence, microBatch }: StepQuestion, attention: number, operators: TrainingOperators): number {
  const { context, tensor } = parallel;
  if (context === 1) return 0;
  const width = model.mla
    ? (model.heads / tensor) * (model.mla.nopeDim + model.mla.ropeDim + model.vHeadDim)
    : localKvHeads(model, tensor) * (model.headDim + model.vHeadDim);
  const pass = operators.collective('allGather', context, tensor, microBatch * sequence * width * half);
  return Math.max(0, pass - attention) + Math.max(0, 2 * pass - operators.attentionBackward * attention);
}

function headSeconds({ model, parallel, sequence, microBatch, method }: StepQuestion, operators: TrainingOperators): number {
  const tokens = (microBatch * sequence) / parallel.context;
  const { n, k, part } = headLinear(model, parallel.tensor);
  const weight = method === 'full' ? operators.gemm(part, k, n, tokens) : 0;
  return operators.gemm(part, tokens, n, k) + operators.gemm(part, tokens, k, n) + weight + operators.elementwise(tokens * n * logitBytes);
}

interface DataSeconds {
  readonly eachMicroBatch: number;
  readonly eachStep: number;
}

/** Gathers of weights and reductions of gradients: what is not hidden behind arithmetic. */
function dataSeconds(
  q: StepQuestion,
  layers: number,
  dp: number,
  operators: TrainingOperators,
  factors: TrainingFactors,
  layer: LayerSeconds,
): DataSeconds {
  const { model, parallel, method, accelerators } = q;
  const { tensor, pipeline, context, expert, shard, shardRanks } = parallel;
  const own = layerParameters(model, parallel);
  // The head's share of a stage is counted in layers already.
  const dense = { bytes: own.dense * layers * half, ranks: dp * context, apart: tensor };
  const experts = { bytes: own.expert * layers * half, ranks: accelerators / (pipeline * expert), apart: expert };
  const groups = [dense, experts].filter(({ bytes, ranks }) => bytes > 0 && ranks > 1);
  const trained = method === 'full' ? 1 : 0;
  const shown = (sent: number, behind: number): number => factors.exposed * sent + (1 - factors.exposed) * Math.max(0, sent - behind);
  if (shard < 3) {
    const sent = groups.reduce((sum, { bytes, ranks, apart }) => sum + operators.collective('allReduce', ranks, apart, bytes * trained), 0);
    return { eachMicroBatch: 0, eachStep: shown(sent, trained * layer.backward * layers) };
  }
  let sent = 0;
  let once = 0;
  for (const { bytes, ranks, apart } of groups) {
    const spread = Math.min(ranks, shardRanks * context);
    sent += 2 * operators.collective('allGather', spread, apart, bytes) + trained * operators.collective('reduceScatter', spread, apart, bytes);
    if (spread < ranks) once += trained * operators.collective('allReduce', ranks / spread, apart * spread, bytes / spread);
  }
  return { eachMicroBatch: shown(sent, (layer.forward + layer.backward) * layers), eachStep: shown(once, layer.backward * layers) };
}

/** Adam over the states that this device holds. */
function optimiserSeconds({ model, parallel, method, accelerators }: StepQuestion, layers: number, dp: number, operators: TrainingOperators): number {
  if (method !== 'full') return 0;
  const own = layerParameters(model, parallel);
  const dense = own.dense * layers + embeddingOnDevice(model, parallel.tensor);
  const ranks = parallel.shard === 0 ? 1 : Math.min(parallel.shardRanks, dp) * parallel.context;
  const expertRanks =
    parallel.shard === 0 ? 1 : Math.min(parallel.shardRanks * parallel.context, accelerators / (parallel.pipeline * parallel.expert));
  return operators.elementwise((dense / ranks + (own.expert * layers) / Math.max(1, expertRanks)) * optimiserBytes);
}
