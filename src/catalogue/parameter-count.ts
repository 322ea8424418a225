/**
 * Parameters that follow from a shape: matrices only, as the catalogue counts them. Total holds the embedding once, or
 * twice where the head is its own matrix; active is what one token multiplies with, so no input embedding.
 */
import type { Model } from './facts.ts';

export type Shape = Omit<Model, 'parametersTotal' | 'parametersActive'>;

export interface ParameterCount {
  readonly total: number;
  readonly active: number;
}

/** Matrices that `Model` has no place for. */
export interface Unshaped {
  /** Those of softmax attention in all layers, where layers differ, or have gates and indexers. */
  readonly attention?: number;
  /** Those of linear-attention and state-space layers, and of side paths. */
  readonly aside?: number;
}

export function parameterCount(shape: Shape, unshaped: Unshaped = {}): ParameterCount {
  const { hidden, vocab, tiedEmbeddings, attention, dense, moe, ffnMatrices } = shape;
  // A layer may be full and windowed at once (DeepSeek-V4); it has one set of matrices.
  const attentionLayers = Math.min(shape.layers - attention.linearLayers, attention.fullLayers + attention.windowLayers);
  const ofAttention = unshaped.attention ?? attentionLayers * attentionParameters(shape);
  const always = ofAttention + dense.layers * ffnMatrices * hidden * dense.inter + (unshaped.aside ?? 0);
  const head = vocab * hidden;
  const embedding = tiedEmbeddings ? 0 : vocab * hidden;
  if (!moe) return { total: always + head + embedding, active: always + head };

  const expert = ffnMatrices * moe.width * moe.inter;
  // Experts in a latent width are entered and left through one matrix each.
  const latent = moe.width === hidden ? 0 : 2 * hidden * moe.width;
  const beside = hidden * moe.experts + ffnMatrices * hidden * moe.sharedInter + latent;
  const total = always + moe.layers * (moe.experts * expert + beside);
  const active = always + moe.layers * (moe.active * expert + beside);
  return { total: total + head + embedding, active: active + head };
}

/** One layer's projections: queries, keys, values, output; through the latent ranks for MLA (arXiv 2412.19437, 2.1.1). */
function attentionParameters({ hidden, heads, kvHeads, headDim, vHeadDim, mla }: Shape): number {
  if (!mla) return hidden * (heads * headDim + kvHeads * (headDim + vHeadDim)) + heads * vHeadDim * hidden;
  const { qLoraRank, kvLoraRank, nopeDim, ropeDim } = mla;
  const queryHeads = heads * (nopeDim + ropeDim);
  const queries = qLoraRank > 0 ? qLoraRank * (hidden + queryHeads) : hidden * queryHeads;
  return queries + hidden * (kvLoraRank + ropeDim) + kvLoraRank * heads * (nopeDim + vHeadDim) + heads * vHeadDim * hidden;
}

/** Elements cached for each token: keys and values of the full layers, or the latent with its rotary key. */
export function kvElementsPerToken({
  attention,
  kvHeads,
  headDim,
  vHeadDim,
  mla,
}: Omit<Shape, 'kvElementsPerToken' | 'kvFixedElementsPerSequence'>): number {
  return attention.fullLayers * (mla ? mla.kvLoraRank + mla.ropeDim : kvHeads * (headDim + vHeadDim));
}

/** Elements cached for a sequence whose sliding windows are full. */
export function kvFixedElements({ attention, kvHeads, headDim, vHeadDim }: Omit<Shape, 'kvElementsPerToken' | 'kvFixedElementsPerSequence'>): number {
  return attention.windowLayers * attention.window * kvHeads * (headDim + vHeadDim);
}
