/**
 * One deployment under one engine at one load: what it delivers and where the time goes. The unit is the
 * attention-data rank; a deployment is replicas · attentionData of them, all alike.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { TokenWork } from '../../model/cost.ts';
import type { Balance } from '../../model/balance.ts';
import { draft, type Batching, type Load } from '../../model/batching.ts';
import { letInAtOnce } from '../../model/letting-in.ts';
import { heldInBenchmarks } from '../../catalogue/held-requests.ts';
import { settled, steadyState, type SteadyState } from '../../model/serving.ts';
import { variationOf } from '../../model/variation.ts';
import { memo } from '../../stats/memo.ts';
import { ranksOn, replicaSize } from '../../scenario/parallel.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { admittedPerRank } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import { variedPrompts, type VariedPrompts } from './varied-prompts.ts';

export interface OperatingPoint {
  readonly engine: EngineFacts;
  readonly steady: SteadyState;
  readonly replicas: number;
  /** Requests running at once over the deployment. */
  readonly admitted: number;
  readonly limitedByMemory: boolean;
  /** Open arrivals at or past what the deployment can serve. */
  readonly saturated: boolean;
  readonly timePerOutputToken: number;
  /** Null where all requests are queued at once. */
  readonly timeToFirstToken: number | null;
  readonly requestsPerSecond: number;
  readonly outputTokensPerSecond: number;
  readonly work: TokenWork;
  /** Null where prompts are alike. */
  readonly varied: VariedPrompts | null;
}

/** Requests a user of the published sessions to which `startShare` was fitted: ten times the concurrency in all. */
const fittedRequestsPerUser = 10;

/** Share of a load's requests that arrive together: none in steady state, fewer the longer a session lasts. */
const startShareOf = (session: Scenario['session'], fitted: number): number =>
  session === null ? 0 : Math.min((fitted * fittedRequestsPerUser) / session.requestsPerUser, 1);

export const batchingOf = (
  engine: EngineFacts,
  scenario: Pick<Scenario, 'speculative' | 'session' | 'host' | 'serving'>,
  deployment: Deployment,
): Batching => ({
  tokenBudget: engine.tokenBudget,
  mixesPrefill: engine.mixesPrefill,
  overheads: deployment.serving,
  ahead: engine.ahead,
  eager: engine.eager,
  letIn: scenario.host === 'benchmark' && scenario.serving === 'aggregated' ? heldAsInBenchmarks(engine, deployment) : letInAtOnce,
  startShare: startShareOf(scenario.session, deployment.serving.startShare),
  draft: scenario.speculative ? draft(scenario.speculative.draftTokens, scenario.speculative.acceptance) : { width: 1, progress: 1 },
});

const heldAsInBenchmarks =
  (engine: EngineFacts, { resolved: { chip }, parallel: { attentionData: ranks } }: Deployment): Batching['letIn'] =>
  (users) => {
    const held = heldInBenchmarks(engine.id, chip.silicon.family, ranks, users * ranks);
    return held === null ? letInAtOnce() : { ...held, ranks };
  };

/** What a search compares. */
export interface Delivery extends Pick<
  OperatingPoint,
  'timePerOutputToken' | 'timeToFirstToken' | 'requestsPerSecond' | 'outputTokensPerSecond' | 'varied'
> {
  /** Of the time to first token, the mean wait behind other prompts. */
  readonly queueSeconds: number;
  /** Of which until the scheduler lets a request in. */
  readonly heldSeconds: number;
}

/** What one load comes to. A search compares what is delivered; only what is answered is taken apart. */
export interface Settlement {
  readonly delivery: Delivery;
  point(): OperatingPoint;
}

/** One attention-data rank of a deployment under an engine, settled on a load: the same for any number of replicas. */
export interface SettledRank {
  readonly load: Load;
  readonly batching: Batching;
  readonly balance: Balance;
}

/** @param concurrency requests in flight on the rank @returns null when not one request fits */
export function settleRank(deployment: Deployment, engine: EngineFacts, scenario: Scenario, concurrency: number | 'max'): SettledRank | null {
  const { inputTokens, outputTokens, prefixHitRate } = scenario;
  const admitted = admittedPerRank(deployment, engine, scenario);
  if (admitted < 1) return null;
  const batching = batchingOf(engine, scenario, deployment);
  const { passes } = deployment.under(engine);
  const variation = variationOf(scenario.lengths);
  const load = { concurrency: concurrency === 'max' ? admitted : concurrency, admitted, inputTokens, outputTokens, prefixHitRate, variation };
  const settle = (): SettledRank => ({ load, batching, balance: settled(passes, batching, load) });
  if (concurrency !== 'max') return settle();
  const { tokenBudget, mixesPrefill, ahead, eager, overheads, startShare, draft: drafted } = batching;
  const what = `${ahead}/${eager}/${JSON.stringify(batching.letIn(admitted))}/${admitted}/${inputTokens}/${outputTokens}/${variation.input}/${variation.output}/${prefixHitRate}/${tokenBudget}/${mixesPrefill}/${startShare}/${drafted.width}/${drafted.progress}`;
  return fullRanks([passes, overheads], what, settle);
}

/** Ranks with all that they admit, which any number of replicas has, and rows of a batch that differ in their load alone. */
const fullRanks = memo<SettledRank>(32);

/** All ranks alike. @param concurrency over the whole deployment */
export function settlement(
  deployment: Deployment,
  engine: EngineFacts,
  scenario: Scenario,
  accelerators: number,
  concurrency: number | 'max',
  { load, batching, balance }: SettledRank,
): Settlement {
  const ranks = ranksOn(accelerators, deployment.parallel);
  const requestsPerSecond = balance.requestsPerSecond * ranks;
  const delivery = {
    timePerOutputToken: balance.timePerOutputToken,
    timeToFirstToken: concurrency === 'max' ? null : balance.timeToFirstToken + balance.admissionWait,
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * scenario.outputTokens,
    queueSeconds: balance.queueSeconds,
    heldSeconds: balance.heldSeconds,
    varied: variedPrompts(deployment, engine, scenario, batching, balance.ownPrefill),
  };
  return {
    delivery,
    point() {
      const steady = steadyState(balance, deployment.under(engine).passes, batching, load);
      return {
        engine,
        steady,
        replicas: ranks / deployment.parallel.attentionData,
        admitted: Math.min(concurrency === 'max' ? Infinity : concurrency, Math.floor(load.admitted) * ranks),
        limitedByMemory: concurrency !== 'max' && load.concurrency > load.admitted,
        saturated: false,
        ...delivery,
        work: tokenWork(deployment, steady, scenario, batching.draft.progress),
      };
    },
  };
}

/** Null when not one request fits. */
export function operatingPoint(
  deployment: Deployment,
  engine: EngineFacts,
  scenario: Scenario,
  accelerators: number,
  concurrency: number | 'max',
): OperatingPoint | null {
  const perRank = concurrency === 'max' ? concurrency : concurrency / ranksOn(accelerators, deployment.parallel);
  const rank = settleRank(deployment, engine, scenario, perRank);
  return rank && settlement(deployment, engine, scenario, accelerators, concurrency, rank).point();
}

/** byte/s between host memory, where prefixes wait between requests, and one accelerator: PCIe 5.0 x16 at 80 % of 63 GB/s. */
export const hostLink = 50e9;

/**
 * Accelerator-seconds per token: prompts by the time they add, outputs by their share of a step, cached tokens by what
 * re-reading them costs.
 * @param progress output tokens of a sequence that one decode step brings: more than one with a draft
 */
export function tokenWork(
  deployment: Deployment,
  steady: Pick<SteadyState, 'decoding' | 'decodeStep' | 'promptSeconds' | 'prefixSeconds'>,
  scenario: Pick<Scenario, 'inputTokens' | 'outputTokens' | 'prefixHitRate'>,
  progress: number,
): TokenWork {
  const { inputTokens, outputTokens, prefixHitRate } = scenario;
  const cachedTokens = Math.min(Math.floor(inputTokens * prefixHitRate), inputTokens - 1);
  const fresh = inputTokens - cachedTokens;
  const perRank = replicaSize(deployment.parallel) / deployment.parallel.attentionData;
  // A prompt's seconds are those of one micro-batch; the stages work on as many at once as there are stages.
  const { pipeline } = deployment.parallel;
  // Fetching it from the host, and the attention that fresh tokens pay to it …
  const cached = deployment.cache.perToken / hostLink + (cachedTokens > 0 ? steady.prefixSeconds / pipeline / cachedTokens : 0);
  const computed = (steady.promptSeconds - steady.prefixSeconds) / pipeline / fresh;
  // … which is never more than computing it: where it would be, tokens of both kinds share alike.
  const alike = cached > computed && cachedTokens > 0 ? (cached * cachedTokens + computed * fresh) / inputTokens : null;
  const batch = Math.max(steady.decoding, 1e-9);
  return {
    inputTokens: fresh,
    cachedTokens,
    outputTokens,
    secondsPerInputToken: (alike ?? computed) * perRank,
    secondsPerCachedToken: (alike ?? Math.min(cached, computed)) * perRank,
    secondsPerOutputToken: (steady.decodeStep / (Math.max(batch, 1) * progress)) * perRank,
  };
}
