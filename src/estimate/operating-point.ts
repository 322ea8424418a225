/**
 * One deployment under one engine at one load: what it delivers and where the time goes. The unit is the
 * attention-data rank; a deployment is replicas · attentionData of them, all alike.
 */
import type { EngineFacts } from '../catalogue/engines.ts';
import type { TokenWork } from '../model/cost.ts';
import type { RegimeSeconds } from '../model/energy.ts';
import { overheadsOf } from '../calibration/priors/serving.ts';
import { draft, type Batching } from '../model/batching.ts';
import { steadyState, type SteadyState } from '../model/serving.ts';
import { passSeconds } from '../model/step.ts';
import { replicaSize } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { admittedPerRank, type Deployment } from './deployment.ts';

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
  /** Seconds that one accelerator spends in each regime per request it takes part in, and the span of them. */
  readonly regimes: RegimeSeconds;
  readonly regimeSpan: number;
}

export const batchingOf = (engine: EngineFacts, scenario: Pick<Scenario, 'speculative'>, deployment: Deployment): Batching => ({
  tokenBudget: engine.tokenBudget,
  mixesPrefill: engine.mixesPrefill,
  overheads: overheadsOf(deployment.serving, engine.id),
  startShare: deployment.serving.startShare,
  draft: scenario.speculative ? draft(scenario.speculative.draftTokens, scenario.speculative.acceptance) : { width: 1, progress: 1 },
});

/** Null when not one request fits. */
export function operatingPoint(deployment: Deployment, engine: EngineFacts, scenario: Scenario, accelerators: number, concurrency: number | 'max'): OperatingPoint | null {
  const { parallel } = deployment;
  const replicas = Math.floor(accelerators / replicaSize(parallel));
  const ranks = replicas * parallel.attentionData;
  const capacity = admittedPerRank(deployment, engine, scenario.inputTokens, scenario.outputTokens);
  if (capacity < 1) return null;
  const asked = concurrency === 'max' ? capacity : concurrency / ranks;
  const steady = steadyState(deployment.stage, batchingOf(engine, scenario, deployment), {
    concurrency: asked,
    admitted: capacity,
    inputTokens: scenario.inputTokens,
    outputTokens: scenario.outputTokens,
    prefixHitRate: scenario.prefixHitRate,
  });
  const requestsPerSecond = steady.requestsPerSecond * ranks;
  return {
    engine,
    steady,
    replicas,
    admitted: Math.min(concurrency === 'max' ? Infinity : concurrency, Math.floor(capacity) * ranks),
    limitedByMemory: concurrency !== 'max' && asked > capacity,
    saturated: false,
    timePerOutputToken: steady.timePerOutputToken,
    timeToFirstToken: concurrency === 'max' ? null : steady.timeToFirstToken + steady.admissionWait,
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * scenario.outputTokens,
    work: tokenWork(deployment, steady, scenario),
    ...regimes(steady, scenario),
  };
}

/** byte/s between host memory, where prefixes wait between requests, and one accelerator: PCIe 5.0 x16 at 80 % of 63 GB/s. */
const hostLink = 50e9;

/** Accelerator-seconds per token: prompts by the time they add, outputs by their share of a step, cached tokens by what re-reading them costs. */
export function tokenWork(deployment: Deployment, steady: Pick<SteadyState, 'decoding' | 'decodeStep' | 'promptSeconds' | 'prefixSeconds'>, scenario: Pick<Scenario, 'inputTokens' | 'outputTokens' | 'prefixHitRate'>): TokenWork {
  const { inputTokens, outputTokens, prefixHitRate } = scenario;
  const cachedTokens = Math.min(Math.floor(inputTokens * prefixHitRate), inputTokens - 1);
  const fresh = inputTokens - cachedTokens;
  const perRank = replicaSize(deployment.parallel) / deployment.parallel.attentionData;
  // Fetching it from the host, and the attention that fresh tokens pay to it.
  const secondsPerCachedToken = (deployment.cache.perToken / hostLink + (cachedTokens > 0 ? steady.prefixSeconds / cachedTokens : 0)) * perRank;
  const batch = Math.max(steady.decoding, 1e-9);
  return {
    inputTokens: fresh,
    cachedTokens,
    outputTokens,
    secondsPerInputToken: ((steady.promptSeconds - steady.prefixSeconds) / fresh) * perRank,
    secondsPerCachedToken,
    secondsPerOutputToken: (steady.decodeStep / Math.max(batch, 1)) * perRank,
  };
}

/** One request's share of a rank's time, by what binds it. */
function regimes(steady: SteadyState, { outputTokens }: Scenario): { regimes: RegimeSeconds; regimeSpan: number } {
  const batch = Math.max(steady.decoding, 1);
  const share = outputTokens / batch;
  const { linear, experts, attention, elementwise, collectives } = steady.decode;
  const span = steady.requestsPerSecond > 0 ? 1 / steady.requestsPerSecond : passSeconds(steady.decode);
  return {
    regimes: {
      weights: (linear + elementwise) * share,
      experts: experts * share,
      decodeAttention: attention * share,
      collectives: collectives * share + steady.promptCollectives,
      compute: steady.promptSeconds - steady.promptCollectives,
    },
    regimeSpan: span,
  };
}
