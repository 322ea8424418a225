/** The layouts that a run may take: what is given stays, what is left open is searched. */
import type { Model } from '../../catalogue/facts.ts';
import type { AskedParallel, Training, TrainingParallel } from '../../scenario/training.ts';
import { globalBatchOf } from '../../scenario/training.ts';

/** One layout with its micro-batch. */
export interface Candidate {
  readonly parallel: TrainingParallel;
  readonly microBatch: number;
  readonly microBatches: number;
}

const powers = (most: number): number[] => {
  const list = [];
  for (let power = 1; power <= most; power *= 2) list.push(power);
  return list;
};
const given = (value: number | null | undefined, open: readonly number[]): readonly number[] =>
  value === null || value === undefined ? open : [value];

/** Sequences in one pass that a search tries. */
const microBatchSizes = [1, 2, 4, 8, 16];
/** Context is split where a sequence is longer than this many tokens a rank. */
const longContext = 16_384;
/** Layers of a part of a stage that interleaves: searched among these. */
const mostParts = 16;

/** Every layout of `count` accelerators that the model's shape and the batch allow. */
export function* layouts(training: Training, model: Model, count: number, domain: number): Generator<Candidate> {
  const asked: Partial<AskedParallel> = training.parallel ?? {};
  const batch = globalBatchOf(training);
  const long = training.sequence > longContext ? training.sequence / longContext : 1;
  for (const tensor of given(asked.tensor, powers(Math.min(domain, 8, count)))) {
    if (model.heads % tensor !== 0) continue;
    for (const pipeline of given(asked.pipeline, pipelines(model, count))) {
      for (const context of given(asked.context, powers(long))) {
        const dp = count / (tensor * pipeline * context);
        if (!Number.isInteger(dp) || dp < 1 || batch % dp !== 0 || pipeline > model.layers) continue;
        for (const expert of given(asked.expert, model.moe ? powers(Math.min(model.moe.experts, count / pipeline)) : [1])) {
          if (!Number.isInteger(count / (pipeline * expert)) || (model.moe && model.moe.experts % expert !== 0)) continue;
          for (const microBatch of given(training.microBatch, microBatchSizes)) {
            const microBatches = batch / dp / microBatch;
            if (!Number.isInteger(microBatches)) continue;
            for (const virtualPipeline of given(asked.virtualPipeline, parts(model, pipeline, microBatches))) {
              if (pipeline === 1 && virtualPipeline > 1) continue;
              for (const shard of shards(asked, dp, pipeline)) {
                const shardRanks = asked.shardRanks ?? dp;
                if (dp % shardRanks !== 0) continue;
                yield { parallel: { tensor, pipeline, context, expert, virtualPipeline, shard, shardRanks }, microBatch, microBatches };
              }
            }
          }
        }
      }
    }
  }
}

/** Stages: what divides the accelerators, at most a layer each. */
function pipelines(model: Model, count: number): readonly number[] {
  const most = Math.min(count, model.layers);
  return Array.from({ length: most }, (_, index) => index + 1).filter((each) => count % each === 0);
}

/** Interleaving needs as many micro-batches as stages, and whole layers in a part. */
function parts(model: Model, pipeline: number, microBatches: number): readonly number[] {
  if (pipeline === 1 || microBatches < pipeline) return [1];
  return powers(Math.min(mostParts, Math.floor(model.layers / pipeline)));
}

function shards(asked: Partial<AskedParallel>, dp: number, pipeline: number): readonly TrainingParallel['shard'][] {
  if (asked.shard !== null && asked.shard !== undefined) return [asked.shard];
  if (dp === 1) return [1];
  // Weights are gathered for every micro-batch, which pipelines have many of.
  return pipeline > 4 ? [1] : [1, 3];
}
