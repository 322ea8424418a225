/**
 * Seconds of one training step: forward and backward of the fullest pipeline stage through the operators it is given, each
 * product in the shapes that it has there, then what of the collectives is not hidden, the bubble, and the optimiser.
 */
import { linears, headLinear, localKvHeads } from '../geometry.ts';
import { overlapped } from '../operators/primitive.ts';
import { contextSeconds, copies, dataSeconds } from './exchange.ts';
import { adapted, embeddingOnDevice, fullestStage, layerParameters } from './shape.ts';
import { half, type LayerSeconds, type StepQuestion, type TrainingFactors, type TrainingOperators } from './step-question.ts';

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

/** Bytes read and written for each parameter by Adam: master, two moments, gradient, and the 16-bit copy. */
const optimiserBytes = 30;
/** Bytes for each logit of a softmax with its loss and gradient: 16 bits in and out, once in 32. */
const logitBytes = 12;
/** Bytes of a 4-bit weight with its scales read, and of the 16-bit one written and read again (QLoRA, arXiv 2305.14314). */
const dequantisedBytes = 0.55 + 2 * half;
/** Kernels are launched while others run: the longer of both ends a layer. */
const hostOverlap = 4;

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

function headSeconds({ model, parallel, sequence, microBatch, method }: StepQuestion, operators: TrainingOperators): number {
  const tokens = (microBatch * sequence) / parallel.context;
  const { n, k, part } = headLinear(model, parallel.tensor);
  const weight = method === 'full' ? operators.gemm(part, k, n, tokens) : 0;
  return operators.gemm(part, tokens, n, k) + operators.gemm(part, tokens, k, n) + weight + operators.elementwise(tokens * n * logitBytes);
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
