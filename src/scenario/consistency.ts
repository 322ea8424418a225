/**
 * Which choices go together. What a scenario gives either moves its answer or is refused here by name: a combination
 * that no part of the engine answers never reaches it.
 */
import { bringConfigReader } from '../catalogue/bring-config-reader.ts';
import { readConfig } from '../catalogue/config-reader.ts';
import { engineNames, firstRelease } from '../catalogue/engines.ts';
import { model as modelById } from '../catalogue/models.ts';
import { catalogueDate } from '../catalogue/read-cell.ts';
import { anchorError } from './anchor-floor.ts';
import { scenarioDefaults } from './defaults.ts';
import { draftsFor, sharesVocabulary } from './draft.ts';
import { fail, type InputError } from './input-error.ts';
import { replicaSize, splitError } from './parallel.ts';
import { ownHeads, type Pools, type Scenario } from './scenario.ts';

// What is parsed here is resolved later, by the same reader.
bringConfigReader();

/** A path below another: `join('scenario', 'parallel.tensor')`. */
export const join = (path: string, key: string): string => (path && key ? `${path}.${key}` : path || key);

/** @param path where the scenario stands in its line */
export function inconsistency(scenario: Scenario, path: string): InputError | null {
  const at = (key: string, message: string): InputError => fail('inconsistent', join(path, key), message).error;
  if (typeof scenario.model === 'object') {
    const imported = readConfig(scenario.model);
    if (!imported.ok) return at(join('model', imported.error.path), imported.error.message);
  }
  if (typeof scenario.accelerator === 'object' && Object.keys(scenario.accelerator.peak).length === 0)
    return at('accelerator.peak', 'at least one peak is needed');
  return (
    loadError(scenario, at) ??
    engineError(scenario, path) ??
    draftError(scenario, path) ??
    layoutError(scenario, path, at) ??
    anchorError(scenario, at)
  );
}

type At = (key: string, message: string) => InputError;

/** Present, not null and not the default. */
const given = (scenario: Scenario, key: keyof typeof scenarioDefaults): boolean =>
  scenario[key] !== null && JSON.stringify(scenario[key]) !== JSON.stringify(scenarioDefaults[key]);

function loadError(scenario: Scenario, at: At): InputError | null {
  const { concurrency, requestsPerSecond, target, session, batch, lengths } = scenario;
  if (batch !== null) {
    if (concurrency !== null) return at('batch', 'a batch by a deadline is a load of its own: it excludes concurrency');
    if (requestsPerSecond !== null) return at('batch', 'a batch by a deadline is a load of its own: it excludes requestsPerSecond');
    if (target !== null && target !== 'none') return at('target', 'a batch is queued at once, which keeps no target; its limit is batch.hours');
    if (given(scenario, 'utilisation'))
      return at('utilisation', 'a batch is paid for while it runs: the share of paid hours that serve is all of them');
    if (scenario.anchor.length > 0)
      return at('anchor', 'a batch runs as full as memory admits; measured points are of requests in flight: give concurrency');
  }
  if (requestsPerSecond !== null && concurrency !== null)
    return at('requestsPerSecond', 'open arrivals (requestsPerSecond) and a closed loop (concurrency) exclude each other');
  if (concurrency === 'max' && target !== null && target !== 'none')
    return at('target', 'with "max" all requests are queued at once, which keeps no target; give a number of requests in flight or leave it open');
  if (session !== null && typeof concurrency !== 'number') return at('session', 'a session needs a number of users: concurrency');
  // Which is drained for as long as its longest answers take: a batch of 256 with a spread of 1 takes five times what one of alike requests does.
  if (lengths !== null && (batch !== null || session !== null))
    return at('lengths', 'a batch or a session ends with its longest answers: simulate plays them (--spread)');
  if (requestsPerSecond === null && given(scenario, 'peakToMean')) return at('peakToMean', 'a peak needs a mean rate: requestsPerSecond');
  if (requestsPerSecond !== null && given(scenario, 'utilisation'))
    return at('utilisation', 'with requestsPerSecond the share of paid hours that serve follows from the rate');
  if (typeof target === 'object' && target !== null) {
    if (target.timeToFirstToken === undefined && target.timePerOutputToken === undefined)
      return at('target', 'a target needs timeToFirstToken or timePerOutputToken');
    if (target.timeToFirstToken === undefined && (target.percentile ?? 50) !== 50)
      return at('target.percentile', 'the percentile is of timeToFirstToken, which this target does not limit');
    if (target.timePerOutputToken !== undefined && scenario.outputTokens === 1)
      return at('target.timePerOutputToken', 'one output token has no time between tokens');
  }
  return null;
}

/** Flags that no release could have been started with. */
function engineError({ engine, software, maxContext, inputTokens, outputTokens }: Scenario, path: string): InputError | null {
  if (maxContext !== null && maxContext < inputTokens + outputTokens)
    return fail('inconsistent', join(path, 'maxContext'), `a cache for ${maxContext} tokens does not hold ${inputTokens} in and ${outputTokens} out`)
      .error;
  if (software === null) return null;
  const first = engine === null ? (engineNames.map(firstRelease).sort()[0] ?? '') : firstRelease(engine);
  const last = catalogueDate.slice(0, 7);
  return software < first || software > last
    ? fail(
        'out-of-range',
        join(path, 'software'),
        `expected a month from ${first} (the first release known) to ${last} (the catalogue's), got ${software}`,
      ).error
    : null;
}

/** A draft that the model cannot have. */
function draftError({ model: named, speculative }: Scenario, path: string): InputError | null {
  const model = typeof named === 'string' ? modelById(named) : importedModel(named);
  if (speculative === null || !model) return null;
  const at = join(path, 'speculative.draft');
  const others = draftsFor(model);
  const instead =
    others.length > 0
      ? `name a smaller model with its vocabulary: ${others.slice(0, 3).join(', ')}`
      : 'the catalogue has no smaller model with its vocabulary';
  if (speculative.draft === ownHeads)
    return (model.mtpLayers ?? 0) > 0
      ? null
      : fail('inconsistent', at, `${model.name} brings no layers of prediction that are known; ${instead}`).error;
  const draft = modelById(speculative.draft);
  return draft && !sharesVocabulary(model, draft)
    ? fail(
        'inconsistent',
        at,
        `${draft.name} has a vocabulary of its own (${draft.vocab} tokens; ${model.name} has ${model.vocab}): it cannot propose them; ${instead}`,
      ).error
    : null;
}

function layoutError(scenario: Scenario, path: string, at: At): InputError | null {
  const { accelerators, parallel, serving, spareReplicas } = scenario;
  const model = typeof scenario.model === 'string' ? modelById(scenario.model) : importedModel(scenario.model);
  if (serving !== 'aggregated') {
    if (parallel !== null)
      return at('parallel', 'separate pools have a parallel of their own each: serving.prefill.parallel, serving.decode.parallel');
    if (spareReplicas > 0)
      return at('spareReplicas', 'of separate pools no one knows which a spare replica belongs to; give the accelerators of each pool');
    for (const part of ['prefill', 'decode'] as const) {
      const pool = serving[part];
      const wrong = pool.parallel && splitError(pool.parallel, pool.accelerators, model ?? null, join(path, `serving.${part}.parallel`));
      if (wrong) return wrong;
    }
    return poolCountError(serving, accelerators, at);
  }
  if (!parallel)
    return accelerators !== null && spareReplicas >= accelerators
      ? at('spareReplicas', `${spareReplicas} spare replicas leave none of ${accelerators} accelerators to serve`)
      : null;
  const wrong = splitError(parallel, accelerators, model ?? null, join(path, 'parallel'));
  if (wrong) return wrong;
  const replicas = accelerators === null ? Infinity : accelerators / replicaSize(parallel);
  return spareReplicas >= replicas ? at('spareReplicas', `${spareReplicas} spare of ${replicas} replicas leave none to serve`) : null;
}

function poolCountError({ prefill, decode }: Pools, accelerators: number | null, at: At): InputError | null {
  if (accelerators === null) return null;
  const known = (prefill.accelerators ?? 0) + (decode.accelerators ?? 0);
  if (prefill.accelerators !== null && decode.accelerators !== null) {
    return known === accelerators ? null : at('accelerators', `prefill and decode use ${known} accelerators, not ${accelerators}`);
  }
  return known < accelerators ? null : at('accelerators', `${accelerators} accelerators leave none for the other pool`);
}

function importedModel(config: Parameters<typeof readConfig>[0]): ReturnType<typeof modelById> {
  const imported = readConfig(config);
  return imported.ok ? imported.model : undefined;
}
