/**
 * A model as training sees it: matrices by layer, parameters on each device, and the FLOPs of a token by one definition:
 * 6 per active matrix parameter and causal attention three times, recomputation left out.
 */
import type { Model } from '../../catalogue/facts.ts';
import type { TrainingMethod, TrainingParallel } from '../../scenario/training.ts';
import { expertParameters, headLinear, linears, type Part } from '../geometry.ts';
import { causalPairs } from '../operators/attention.ts';

/** Parameters of matrices that one token is multiplied with: everything but the embedding that is looked up and the idle experts. */
export function activeMatrixParameters(model: Model): number {
  const head = headLinear(model, 1);
  let sum = head.n * head.k;
  for (const { n, k, count } of linears(model, 1)) sum += n * k * count;
  return sum + (model.moe ? (expertParameters(model) * model.moe.active) / model.moe.experts : 0);
}

/** FLOP of attention of one token, forward: scores and values, causal, windows as they are. Linear layers have none. */
export function attentionFlops(model: Model, sequence: number): number {
  const { fullLayers, windowLayers, window } = model.attention;
  const width = model.mla ? model.mla.nopeDim + model.mla.ropeDim + model.vHeadDim : model.headDim + model.vHeadDim;
  const pairs = (fullLayers * causalPairs(sequence, 0, 0) + windowLayers * causalPairs(sequence, 0, window)) / sequence;
  return 2 * model.heads * width * pairs;
}

/**
 * Whether a matrix gets an adapter: LoRA's own choice is attention (arXiv 2106.09685, section 4.2), QLoRA's every linear layer (arXiv
 * 2305.14314, section 4); routed experts, router and head have none here.
 */
export const adapted = (part: Part, method: TrainingMethod): boolean =>
  method === 'lora' ? part === 'attention' : method === 'qlora' && part !== 'head';

/** Parameters of adapters: rank · (in + out) of each matrix that has one. */
export function adapterParameters(model: Model, method: TrainingMethod, rank: number): number {
  let sum = 0;
  for (const { part, n, k, count } of linears(model, 1)) if (adapted(part, method)) sum += rank * (n + k) * count;
  return sum;
}

/** Model FLOP of one token, forward and backward. With adapters the frozen matrices take no gradient of their own: 4 instead of 6. */
export function modelFlops(model: Model, sequence: number, method: TrainingMethod, loraRank: number): number {
  const attention = 3 * attentionFlops(model, sequence);
  if (method === 'full') return 6 * activeMatrixParameters(model) + attention;
  return 4 * activeMatrixParameters(model) + 6 * adapterParameters(model, method, loraRank) + attention;
}

/** Parameters on one device, by what they are split over. */
export interface DeviceParameters {
  /** Split over the tensor ranks, copied over data and context ranks. */
  readonly dense: number;
  /** Routed experts, split over the expert ranks. */
  readonly expert: number;
}

/** Parameters of an average layer on one device. */
export function layerParameters(model: Model, { tensor, expert }: Pick<TrainingParallel, 'tensor' | 'expert'>): DeviceParameters {
  let dense = 0;
  for (const { n, k, count } of linears(model, tensor)) dense += n * k * count;
  return { dense: dense / model.layers, expert: expertParameters(model) / expert / model.layers };
}

/** Parameters of the embedding, and again of the head, on one device. */
export const embeddingOnDevice = (model: Model, tensor: number): number => (model.vocab * model.hidden) / tensor;

/**
 * Layers on the fullest stage, the head counted as `headLayers` of them on the last: stages may hold different numbers, as
 * published layouts do (Llama 3 405B gives its first and last stage one less).
 */
export function fullestStage(layers: number, stages: number, headLayers: number): number {
  if (stages === 1) return layers + headLayers;
  const even = Math.floor(layers / stages);
  // Whole layers on each stage but the last, which holds the rest and the head.
  return Math.min(...[even, even + 1].map((each) => Math.max(each, Math.max(0, layers - (stages - 1) * each) + headLayers)));
}
