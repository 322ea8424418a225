/** Models, layouts and operators that tests of training ask with. */
import type { Model } from '../../../src/catalogue/facts.ts';
import { model } from '../../../src/catalogue/models.ts';
import { trainingModel } from '../../../src/catalogue/training-models.ts';
import type { StepQuestion, TrainingFactors, TrainingOperators } from '../../../src/model/training/step-question.ts';
import type { TrainingParallel } from '../../../src/scenario/training.ts';

export const known = (id: string): Model => {
  const found = model(id) ?? trainingModel(id);
  if (!found) throw new Error(id);
  return found;
};

export const alone: TrainingParallel = { tensor: 1, pipeline: 1, context: 1, expert: 1, virtualPipeline: 1, shard: 1, shardRanks: 1 };

/** Operators that count: a product takes its FLOP in seconds, everything else nothing unless told. */
export const counting = (extra: Partial<TrainingOperators> = {}): TrainingOperators => ({
  gemm: (_part, m, n, k) => 2 * m * n * k,
  attention: () => 0,
  latentAttention: () => 0,
  experts: () => 0,
  elementwise: () => 0,
  collective: () => 0,
  pointToPoint: () => 0,
  attentionBackward: 3,
  domain: 8,
  ...extra,
});

/** Operators that take no time, so that a test says what the one it asks about takes. */
export const idle = (extra: Partial<TrainingOperators>): TrainingOperators => counting({ gemm: () => 0, ...extra });

export const plain: TrainingFactors = { kernels: 1, narrow: 1, exposed: 1, routed: 1, each: 0 };

export const llama = known('llama-2-7b');

/** Four layers, of which three have experts, small enough to count by hand. */
export const smallMixture: Model = {
  ...known('deepseek-v3'),
  layers: 4,
  hidden: 64,
  heads: 8,
  headDim: 24,
  vHeadDim: 16,
  vocab: 1000,
  mla: { qLoraRank: 32, kvLoraRank: 20, nopeDim: 16, ropeDim: 8 },
  attention: { ...known('deepseek-v3').attention, fullLayers: 4 },
  dense: { layers: 1, inter: 96 },
  moe: { layers: 3, experts: 16, active: 2, groups: { count: 4, chosen: 2 }, inter: 48, sharedInter: 40, width: 64 },
};

export const question = (change: Partial<StepQuestion> = {}): StepQuestion => ({
  model: llama,
  method: 'full',
  loraRank: 16,
  sequence: 4096,
  microBatch: 1,
  microBatches: 4,
  accelerators: 1,
  parallel: alone,
  recompute: 'none',
  narrow: false,
  ...change,
});
