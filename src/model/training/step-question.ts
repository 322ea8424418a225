/** What a training step is asked with, and the operators and fitted numbers that price it. */
import type { Model } from '../../catalogue/facts.ts';
import type { Recompute, TrainingMethod, TrainingParallel } from '../../scenario/training.ts';
import type { Part } from '../geometry.ts';
import type { CollectiveOp } from '../operators/collectives.ts';

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

/** Seconds of one layer and micro-batch. */
export interface LayerSeconds {
  readonly forward: number;
  readonly backward: number;
  readonly tensor: number;
  readonly context: number;
  readonly expert: number;
}

/** Bytes of an activation, a gradient and a weight on the wire: 16 bits. */
export const half = 2;
