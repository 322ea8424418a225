/** Collectives of a training step: copies that go to experts, keys and values around context ranks, weights and gradients over data ranks. */
import type { Model } from '../../catalogue/facts.ts';
import { localKvHeads } from '../geometry.ts';
import { layerParameters } from './shape.ts';
import { half, type LayerSeconds, type StepQuestion, type TrainingFactors, type TrainingOperators } from './step-question.ts';

/** Copies of a token that leave its rank: one for each expert elsewhere, beyond the fast links one for each domain that holds any. */
export function copies({ moe }: Model, ranks: number, domain: number): number {
  if (moe === null) return 0;
  const domains = ranks / domain;
  if (domains <= 1) return Math.min(moe.active, ranks - 1) * (1 - 1 / ranks);
  const { count, chosen } = moe.groups;
  const perGroup = domains / count;
  const reached = perGroup < 1 ? 1 - (1 - chosen / count) ** (1 / perGroup) : (chosen / count) * (1 - (1 - 1 / perGroup) ** (moe.active / chosen));
  return domains * reached;
}

/** Keys and values on their way around the context ranks, and their gradients, behind attention; what does not hide there. */
export function contextSeconds({ model, parallel, sequence, microBatch }: StepQuestion, attention: number, operators: TrainingOperators): number {
  const { context, tensor } = parallel;
  if (context === 1) return 0;
  const width = model.mla
    ? (model.heads / tensor) * (model.mla.nopeDim + model.mla.ropeDim + model.vHeadDim)
    : localKvHeads(model, tensor) * (model.headDim + model.vHeadDim);
  const pass = operators.collective('allGather', context, tensor, microBatch * sequence * width * half);
  return Math.max(0, pass - attention) + Math.max(0, 2 * pass - operators.attentionBackward * attention);
}

export interface DataSeconds {
  readonly eachMicroBatch: number;
  readonly eachStep: number;
}

/** Gathers of weights and reductions of gradients: what is not hidden behind arithmetic. */
export function dataSeconds(
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
