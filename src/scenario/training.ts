/** What a training or fine-tuning run is asked with. `null` means "choose for me". */
import type { CustomAccelerator, ModelConfig, Ownership } from './scenario.ts';

export const trainingKinds = ['pre-train', 'fine-tune'] as const;
export type TrainingKind = (typeof trainingKinds)[number];

export const trainingMethods = ['full', 'lora', 'qlora'] as const;
export type TrainingMethod = (typeof trainingMethods)[number];

export const trainingPrecisions = ['bf16', 'fp16', 'fp8', 'mxfp8', 'nvfp4'] as const;
export type TrainingPrecision = (typeof trainingPrecisions)[number];

export const recomputations = ['none', 'selective', 'full'] as const;
/** `selective`: attention, norms and activation functions again in the backward pass; `full`: the whole layer. */
export type Recompute = (typeof recomputations)[number];

export const shardStages = [0, 1, 2, 3] as const;
/** ZeRO stage: 0 nothing, 1 optimiser states, 2 gradients too, 3 weights too (FSDP). */
export type ShardStage = (typeof shardStages)[number];

/** How one copy of the model, and the copies, lie on the accelerators. */
export interface TrainingParallel {
  readonly tensor: number;
  readonly pipeline: number;
  readonly context: number;
  readonly expert: number;
  /** Parts of the model that each pipeline stage holds, in turns. */
  readonly virtualPipeline: number;
  readonly shard: ShardStage;
  /** Ranks over which a shard is spread; it divides the data-parallel ranks, and is replicated beyond. */
  readonly shardRanks: number;
}

/** A layout as it is asked: what is left out or null is searched. */
export type AskedParallel = { readonly [Key in keyof TrainingParallel]: TrainingParallel[Key] | null };

export interface Training {
  readonly kind: TrainingKind;
  readonly method: TrainingMethod;
  readonly model: string | ModelConfig;
  readonly accelerator: string | CustomAccelerator;
  readonly accelerators: number | null;
  readonly precision: TrainingPrecision;
  /** Tokens. */
  readonly sequence: number;
  /** Sequences a step; null: 4,194,304 tokens for pre-training, 64 sequences for fine-tuning. */
  readonly globalBatch: number | null;
  /** Sequences of one pass. */
  readonly microBatch: number | null;
  readonly parallel: AskedParallel | null;
  readonly recompute: Recompute | null;
  /** Tokens of the whole run; null leaves hours and totals null. */
  readonly tokens: number | null;
  readonly loraRank: number;
  readonly deadlineHours: number | null;
  readonly ownership: Ownership;
  readonly utilisation: number;
  readonly site: string | null;
}

/** Tokens of a pre-training step, and sequences of a fine-tuning step, where nobody says. */
const usualStepTokens = 4_194_304;
const usualFineTuneBatch = 64;

/** Sequences a step. */
export const globalBatchOf = ({ globalBatch, kind, sequence }: Pick<Training, 'globalBatch' | 'kind' | 'sequence'>): number =>
  globalBatch ?? (kind === 'pre-train' ? Math.max(1, Math.round(usualStepTokens / sequence)) : usualFineTuneBatch);
