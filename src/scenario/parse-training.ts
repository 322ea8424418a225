/** From anything to a training run, or to the one error that names the field. Loaded with training. */
import * as v from 'valibot';
import { accelerator, accelerators } from '../catalogue/accelerators.ts';
import { bringSites } from '../catalogue/bring-sites.ts';
import type { Model } from '../catalogue/facts.ts';
import { importConfig } from '../catalogue/import-config.ts';
import { model, models } from '../catalogue/models.ts';
import { site, sites } from '../catalogue/sites.ts';
import { nearest } from '../catalogue/suggestions.ts';
import { trainingModel, trainingModels } from '../catalogue/training-models.ts';
import { join } from './consistency.ts';
import { fail, type InputError, type Parsed } from './input-error.ts';
import { errorOf } from './issue-error.ts';
import { scenarioSchema } from './schema.ts';
import { globalBatchOf, recomputations, trainingKinds, trainingMethods, trainingPrecisions, type Training } from './training.ts';

// A run that is read here is answered later, with the tables that its site was found in.
bringSites();

const whole = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const real = (low: number, high: number) => v.pipe(v.number(), v.finite(), v.minValue(low), v.maxValue(high));
/** Largest runs published use 100,000 accelerators. */
const mostAccelerators = 1_048_576;
const open = (most: number) => v.nullish(whole(1, most), null);

const parallelSchema = v.strictObject({
  tensor: open(1024),
  pipeline: open(1024),
  context: open(1024),
  expert: open(4096),
  virtualPipeline: open(256),
  shard: v.nullish(v.picklist([0, 1, 2, 3]), null),
  shardRanks: open(mostAccelerators),
});

export const trainingSchema = v.strictObject({
  kind: v.picklist(trainingKinds),
  method: v.nullish(v.picklist(trainingMethods), 'full'),
  model: scenarioSchema.entries.model,
  accelerator: scenarioSchema.entries.accelerator,
  accelerators: open(mostAccelerators),
  precision: v.nullish(v.picklist(trainingPrecisions), 'bf16'),
  sequence: v.nullish(whole(1, 10_000_000), 4096),
  globalBatch: open(10_000_000),
  microBatch: open(100_000),
  parallel: v.nullish(parallelSchema, null),
  recompute: v.nullish(v.picklist(recomputations), null),
  tokens: v.nullish(real(1, 1e18), null),
  loraRank: v.nullish(whole(1, 4096), 16),
  deadlineHours: v.nullish(real(1e-3, 1e6), null),
  ownership: scenarioSchema.entries.ownership,
  utilisation: v.nullish(real(1e-4, 1), 1),
  site: scenarioSchema.entries.site,
});

export const trainingFields: readonly string[] = Object.keys(trainingSchema.entries);
const fieldsAt = (keys: readonly string[]): readonly string[] =>
  keys.length < 2 ? trainingFields : keys[0] === 'parallel' ? Object.keys(parallelSchema.entries) : [];

/** @param path where the training stands in its line */
export function parseTraining(input: unknown, path = ''): Parsed<Training> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return fail('wrong-type', path, 'expected an object: { kind, model, accelerator, … }');
  const parsed = v.safeParse(trainingSchema, input, { abortEarly: true, abortPipeEarly: true });
  if (!parsed.success) return { ok: false, error: errorOf(parsed.issues[0], path, fieldsAt) };
  const training = parsed.output as Training;
  const wrong = unknownId(training, path) ?? inconsistency(training, input as Readonly<Record<string, unknown>>, path);
  return wrong ? { ok: false, error: wrong } : { ok: true, value: training };
}

function unknownId(training: Training, path: string): InputError | null {
  const check = (key: 'model' | 'accelerator' | 'site', found: (id: string) => unknown, ids: () => readonly string[]): InputError | null => {
    const id = training[key];
    return typeof id !== 'string' || found(id) !== undefined
      ? null
      : fail('unknown-id', join(path, key), `no ${key} "${id}"`, nearest(id, ids())).error;
  };
  const idOf = ({ id }: { readonly id: string }): string => id;
  return (
    check(
      'model',
      (id) => model(id) ?? trainingModel(id),
      () => [...models(), ...trainingModels()].map(idOf),
    ) ??
    check('accelerator', accelerator, () => accelerators().map(idOf)) ??
    check('site', site, () => sites().map(idOf))
  );
}

/** What does not go together, and what would be ignored. */
function inconsistency(training: Training, given: Readonly<Record<string, unknown>>, path: string): InputError | null {
  const at = (key: string, message: string): InputError => fail('inconsistent', join(path, key), message).error;
  const read = typeof training.model === 'string' ? null : importConfig(training.model);
  if (read && !read.ok) return at(join('model', read.error.path), read.error.message);
  const shape = typeof training.model === 'string' ? (model(training.model) ?? trainingModel(training.model)) : read?.ok ? read.model : undefined;
  if (training.kind === 'pre-train' && training.method !== 'full')
    return at('method', `pre-training has no weights to freeze: ${training.method} is for fine-tuning`);
  if (training.method === 'full' && given['loraRank'] !== undefined && given['loraRank'] !== null)
    return at('loraRank', 'a rank is of adapters: method lora or qlora');
  if (training.deadlineHours !== null && training.tokens === null) return at('deadlineHours', 'hours need the number of tokens of the run: tokens');
  if (training.tokens === null && training.utilisation !== 1) return at('utilisation', 'a share of paid hours needs hours: give tokens');
  if (typeof training.accelerator === 'object' && Object.keys(training.accelerator.peak).length === 0)
    return at('accelerator.peak', 'at least one peak is needed');
  if (shape?.maxContext && training.sequence > 16 * shape.maxContext)
    return at('sequence', `${training.sequence} tokens are far beyond the model's context of ${shape.maxContext}`);
  return shape ? layoutError(training, shape, at) : null;
}

function layoutError(training: Training, shape: Model, at: (key: string, message: string) => InputError): InputError | null {
  const { parallel, accelerators: count, microBatch } = training;
  const batch = globalBatchOf(training);
  if (microBatch !== null && batch % microBatch !== 0) return at('microBatch', `${microBatch} sequences a pass do not divide a step of ${batch}`);
  if (!parallel) return null;
  const { tensor, pipeline, context, expert, virtualPipeline, shard, shardRanks } = parallel;
  const wrong = (key: string, message: string): InputError => at(`parallel.${key}`, message);
  if (tensor !== null && shape.heads % tensor !== 0) return wrong('tensor', `${tensor} does not divide the model's ${shape.heads} heads`);
  if (pipeline !== null && pipeline > shape.layers) return wrong('pipeline', `${pipeline} stages for ${shape.layers} layers`);
  if (expert !== null && expert > 1 && !shape.moe) return wrong('expert', 'the model has no experts to spread');
  if (expert !== null && shape.moe && shape.moe.experts % expert !== 0)
    return wrong('expert', `${expert} does not divide the model's ${shape.moe.experts} experts`);
  if (virtualPipeline !== null && virtualPipeline > 1) {
    if (pipeline === 1) return wrong('virtualPipeline', 'parts of a stage take turns only where there are several stages');
    if (pipeline !== null && pipeline * virtualPipeline > shape.layers)
      return wrong('virtualPipeline', `${pipeline} stages of ${virtualPipeline} parts are more than ${shape.layers} layers`);
  }
  if (context !== null && context > training.sequence) return wrong('context', `${context} ranks for ${training.sequence} tokens`);
  if (shard === 0 && shardRanks !== null && shardRanks > 1) return wrong('shardRanks', 'ZeRO stage 0 shards nothing');
  if (count === null || tensor === null || pipeline === null || context === null) return null;
  const dp = count / (tensor * pipeline * context);
  if (!Number.isInteger(dp)) return at('accelerators', `${count} is no multiple of tensor · pipeline · context = ${tensor * pipeline * context}`);
  if (batch % dp !== 0) return at('globalBatch', `a step of ${batch} sequences does not divide over ${dp} data-parallel ranks`);
  if (microBatch !== null && (batch / dp) % microBatch !== 0)
    return at('microBatch', `${microBatch} does not divide the ${batch / dp} sequences of each data-parallel rank`);
  if (shardRanks !== null && dp % shardRanks !== 0) return wrong('shardRanks', `${shardRanks} does not divide the ${dp} data-parallel ranks`);
  if (expert !== null && !Number.isInteger(count / (pipeline * expert)))
    return wrong('expert', `pipeline · expert = ${pipeline * expert} does not divide ${count} accelerators`);
  return null;
}
