/**
 * What an engine keeps of an accelerator's memory beside weights and cache: the runtime, buffers of collectives, the
 * activations of the largest pass or the logits of the largest batch, captured graphs. Sizes follow from the shapes that
 * a start-up measures; the few constants are read from start-up logs, and their spread is the interval of the cache.
 */
import type { Model } from '../catalogue/facts.ts';
import type { Parallel } from '../scenario/scenario.ts';

const gibibyte = 2 ** 30;
const mebibyte = 2 ** 20;

/** Bytes of an activation: 16 bits. */
const activation = 2;

/** Libraries, attention workspaces and what the allocator leaves in pieces: 0.26 to 0.4 GiB in logs of one accelerator. */
const runtime = 0.35 * gibibyte;
/** Buffers of collectives and of exchanged tokens: non-torch memory of 0.95 GiB in a log of four ranks. */
const collectives = 0.6 * gibibyte;
/** Captured graphs, a layer: 0.23 to 0.67 GiB for 32 dense layers; experts launch more kernels. */
const graphPerLayer = { dense: 14 * mebibyte, experts: 28 * mebibyte } as const;

/** What the engine runs at start to see what it needs. */
export interface Profile {
  /** Tokens of the pass. */
  readonly tokens: number;
  /** Sequences whose logits are sampled, and bytes for each of them and entry of the vocabulary. */
  readonly sequences: number;
  readonly samplerBytes: number;
  readonly graphs: boolean;
  /** Bytes of scores that a sparse attention's indexer writes for the pass; 0 without one. */
  readonly scores: number;
}

export interface Reserve {
  readonly runtime: number;
  readonly collectives: number;
  /** Of the pass, or of sampling: they do not live at once. */
  readonly activations: number;
  readonly logits: number;
  readonly graphs: number;
  readonly scores: number;
}

/** Bytes on each accelerator of a replica. */
export function reserveOf(model: Model, parallel: Parallel, { tokens, sequences, samplerBytes, graphs, scores }: Profile): Reserve {
  const { tensor, pipeline, attentionData } = parallel;
  const ranks = tensor * attentionData * pipeline;
  const layers = Math.ceil(model.layers / pipeline);
  return {
    runtime,
    collectives: ranks > 1 ? collectives : 0,
    activations: tokens * activationBytesPerToken(model, parallel),
    logits: sequences * model.vocab * samplerBytes,
    graphs: graphs ? layers * (model.moe ? graphPerLayer.experts : graphPerLayer.dense) : 0,
    scores,
  };
}

export const reserveBytes = ({ runtime: base, collectives: buffers, activations, logits, graphs, scores }: Reserve): number =>
  base + buffers + graphs + Math.max(activations + scores, logits);

/**
 * The widest layer, inputs and outputs alive together: the residual stream twice; then queries, keys, values and result, or
 * both gated matrices' results and their product, or for each expert of a token these and its output.
 */
export function activationBytesPerToken(model: Model, { tensor, attentionData, expert }: Parallel): number {
  const { hidden, heads, headDim, vHeadDim, kvHeads, dense, moe, ffnMatrices } = model;
  const attention = (heads * (headDim + 2 * vHeadDim) + kvHeads * (headDim + vHeadDim)) / tensor;
  const feedForward = (ffnMatrices * Math.max(dense.layers > 0 ? dense.inter : 0, moe?.sharedInter ?? 0)) / tensor;
  // A rank works on every token of the group that chose one of its experts.
  const routed = moe ? ((attentionData * moe.active) / expert) * ((ffnMatrices * moe.inter * expert) / (tensor * attentionData) + moe.width) : 0;
  return activation * (2 * hidden + Math.max(attention, feedForward + routed));
}
