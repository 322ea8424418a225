/**
 * A catalogue model as the extents that its step is chained from. Attention with grouped queries over a cache and gated
 * feed-forward blocks, dense or of routed experts; what else a model may have (latent or linear attention, shared experts,
 * layers of both kinds) is refused by name, not approximated.
 */
import type { Model } from '../../catalogue/facts.ts';
import type { ModelWeights } from '../../run/model-step.ts';
import type { FloatType } from '../kernels/gemm/gemm.ts';
import { familyOf, type Family } from './families.ts';

export interface ModelShape extends Family {
  readonly id: string;
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Width of the feed-forward block, or of one expert. */
  readonly inter: number;
  readonly experts: { readonly count: number; readonly chosen: number } | null;
  readonly vocab: number;
  /** Layers that see the last `size` tokens only, spread evenly among the others. */
  readonly window: { readonly layers: number; readonly size: number } | null;
}

/** The shape, or why this model has none yet. */
export function modelShape(model: Model): ModelShape | { readonly lacks: string } {
  const { attention, moe, dense } = model;
  if (attention.kind !== 'gqa') return { lacks: 'latent attention' };
  if (attention.linearLayers > 0) return { lacks: 'linear attention' };
  if (attention.sparseTopK !== null) return { lacks: 'sparse attention' };
  if (model.ffnMatrices !== 3) return { lacks: 'feed-forward blocks without a gate' };
  if (model.vHeadDim !== model.headDim) return { lacks: 'values of another width than keys' };
  if (moe !== null && (moe.sharedInter > 0 || moe.width !== model.hidden)) return { lacks: 'shared or latent experts' };
  if (moe !== null && moe.layers !== model.layers) return { lacks: 'dense layers among layers of experts' };
  return {
    id: model.id,
    name: model.name,
    layers: model.layers,
    hidden: model.hidden,
    heads: model.heads,
    kvHeads: model.kvHeads,
    headDim: model.headDim,
    inter: moe?.inter ?? dense.inter,
    experts: moe === null ? null : { count: moe.experts, chosen: moe.active },
    vocab: model.vocab,
    ...familyOf(model.id),
    window: attention.windowLayers === 0 ? null : { layers: attention.windowLayers, size: attention.window },
  };
}

/** Whether layer `layer` sees a window only: gpt-oss alternates, and so does an even spread of 12 among 24. */
export function isWindowed({ layers, window }: ModelShape, layer: number): boolean {
  if (window === null) return false;
  return Math.floor(((layer + 1) * window.layers) / layers) > Math.floor((layer * window.layers) / layers);
}

/** Keys that a layer sees, its own token's included. */
export function keysOf(shape: ModelShape, layer: number, context: number): number {
  return isWindowed(shape, layer) && shape.window !== null ? Math.min(shape.window.size, context) : context;
}

/** Places of a layer's cache: the keys that the next token sees, but all that a prompt writes. */
export function placesOf({ shape, tokens, context }: StepProblem, layer: number): number {
  return tokens === 1 ? keysOf(shape, layer, context) : context;
}

/** What is computed: `tokens` new rows of each sequence, the last of `context` that it attends to. */
export interface StepProblem {
  readonly shape: ModelShape;
  readonly weights: ModelWeights;
  readonly activations: FloatType;
  readonly batch: number;
  readonly tokens: number;
  readonly context: number;
  /** Distinct layers in memory; a step runs all of the shape's, in turn. */
  readonly layersHeld: number;
  readonly seed: number;
}

/** The products of a step, by what they are in the model. */
export type ProductName = 'q·k·v' | 'output projection' | 'gate·up' | 'down' | 'router' | 'output head';

/** Rows and columns of their weights; of one expert where there are experts. */
export function productExtents(shape: ModelShape): Readonly<Record<ProductName, { readonly n: number; readonly k: number }>> {
  const { hidden, heads, kvHeads, headDim, inter, experts, vocab } = shape;
  return {
    'q·k·v': { n: (heads + 2 * kvHeads) * headDim, k: hidden },
    'output projection': { n: hidden, k: heads * headDim },
    'gate·up': { n: 2 * inter, k: hidden },
    down: { n: hidden, k: inter },
    router: { n: experts?.count ?? 0, k: hidden },
    'output head': { n: vocab, k: hidden },
  };
}
