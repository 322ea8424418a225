/**
 * A model as the linear layers that one accelerator runs after the tensor split: widths, how many of each, and the
 * weights they hold. Everything that later costs time or memory is derived here once per deployment.
 */
import type { Model } from '../catalogue/facts.ts';
import { memo } from '../stats/memo.ts';
import type { Part } from './number-formats.ts';

export type { Part };

/** A linear layer with weights [k, n] on one accelerator, `count` of them in the whole model. */
export interface Linear {
  readonly part: Part;
  readonly n: number;
  readonly k: number;
  readonly count: number;
}

/** Heads of keys and values are replicated when the tensor split exceeds them. */
export const localKvHeads = (model: Model, tensor: number): number => Math.max(model.kvHeads / tensor, 1);

/** Layers that run softmax attention, whatever their reach. One may be full and windowed at once (DeepSeek-V4); it has one set of projections. */
export const attentionLayers = ({ layers, attention }: Model): number =>
  Math.min(attention.fullLayers + attention.windowLayers, layers - attention.linearLayers);

/** Linear layers outside the routed experts, per accelerator. */
export const linears = (model: Model, tensor: number): readonly Linear[] => split([model], tensor, () => listLinears(model, tensor));

/** Searches use five tensor splits; a scenario may ask for any up to 1,024. */
const split = memo<readonly Linear[]>(16);

/**
 * GQA: one fused q·k·v projection and one output projection. MLA (DeepSeek-V2 report, section 2.1): fused down
 * projections replicated on every rank, up projection of queries, absorbed key and value projections, output.
 */
function listLinears(model: Model, tensor: number): readonly Linear[] {
  const { hidden, heads, headDim, vHeadDim, dense, moe, mla, ffnMatrices } = model;
  const list: Linear[] = [];
  const softmaxLayers = attentionLayers(model);
  if (mla) {
    const nope = mla.nopeDim;
    const down = (mla.qLoraRank || 0) + mla.kvLoraRank + mla.ropeDim;
    list.push({ part: 'attention', n: down, k: hidden, count: softmaxLayers });
    list.push({ part: 'attention', n: (heads * (nope + mla.ropeDim)) / tensor, k: mla.qLoraRank || hidden, count: softmaxLayers });
    list.push({ part: 'attention', n: (heads * (nope + vHeadDim)) / tensor, k: mla.kvLoraRank, count: softmaxLayers });
    list.push({ part: 'attention', n: hidden, k: (heads * vHeadDim) / tensor, count: softmaxLayers });
  } else {
    const queryWidth = (heads * headDim) / tensor;
    list.push({ part: 'attention', n: queryWidth + localKvHeads(model, tensor) * (headDim + vHeadDim), k: hidden, count: softmaxLayers });
    list.push({ part: 'attention', n: hidden, k: (heads * vHeadDim) / tensor, count: softmaxLayers });
  }
  const linear = linearAttentionWidth(model);
  if (linear > 0) list.push({ part: 'attention', n: linear / tensor, k: hidden, count: model.attention.linearLayers });
  if (dense.layers > 0) {
    list.push({ part: 'dense', n: ((ffnMatrices - 1) * dense.inter) / tensor, k: hidden, count: dense.layers });
    list.push({ part: 'dense', n: hidden, k: dense.inter / tensor, count: dense.layers });
  }
  if (moe) {
    list.push({ part: 'head', n: moe.experts, k: hidden, count: moe.layers });
    if (moe.sharedInter > 0) {
      list.push({ part: 'dense', n: ((ffnMatrices - 1) * moe.sharedInter) / tensor, k: hidden, count: moe.layers });
      list.push({ part: 'dense', n: hidden, k: moe.sharedInter / tensor, count: moe.layers });
    }
  }
  return list;
}

/**
 * Kernels that the host launches one by one in a pass that carries prompts: the products, attention (three beside latent caches: keys and
 * values are made of them first), two norms, rotary embedding and activation a layer; routing, sorting, two products, activation and sum of
 * experts; two collectives a layer.
 */
export function launches(model: Model, tensor: number): number {
  const products = linears(model, tensor).reduce((sum, { count }) => sum + count, 0);
  const attention = (model.mla ? 3 : 1) * attentionLayers(model) + 2 * model.attention.linearLayers;
  const experts = 6 * (model.moe?.layers ?? 0);
  const collectives = tensor > 1 ? 2 * model.layers : 0;
  return products + attention + 4 * model.layers + experts + collectives + 1;
}

/** The output head runs once per step on the tokens that are sampled. */
export const headLinear = (model: Model, tensor: number): Linear => ({ part: 'head', n: model.vocab / tensor, k: model.hidden, count: 1 });

/**
 * Width of the projections of one linear-attention layer. The catalogue has no shapes for them, so it is what is left
 * of the published parameter count after everything else, spread over those layers.
 */
function linearAttentionWidth(model: Model): number {
  const layers = model.attention.linearLayers;
  if (layers === 0) return 0;
  const rest = model.parametersTotal - accountedParameters(model);
  return Math.max(rest / layers / model.hidden, 0);
}

/** Parameters of everything but linear attention. */
function accountedParameters(model: Model): number {
  const without: Model = { ...model, attention: { ...model.attention, linearLayers: 0 } };
  let sum = expertParameters(model) + embeddingParameters(model);
  for (const { n, k, count } of listLinears(without, 1)) sum += n * k * count;
  return sum;
}

export function expertParameters(model: Model): number {
  const { moe, ffnMatrices } = model;
  return moe ? moe.layers * moe.experts * ffnMatrices * moe.width * moe.inter : 0;
}

/** Input embedding and output head; one matrix where they are tied. */
export function embeddingParameters(model: Model): number {
  return model.vocab * model.hidden * (model.tiedEmbeddings ? 1 : 2);
}
