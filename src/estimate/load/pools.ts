/**
 * Prefill and decode on accelerators of their own: prompts are computed in one pool, their cache crosses the network,
 * and the other pool only decodes. The slower pool sets the pace.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import { sequenceBytes } from '../../model/memory.ts';
import { PoolBalance, type PoolSide } from '../../model/pool-balance.ts';
import { variationOf } from '../../model/variation.ts';
import { promptCost, steadyState } from '../../model/serving.ts';
import { ranksOn, replicaSize } from '../../scenario/parallel.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import { admittedPerRank } from '../engine/admission.ts';
import { batchingOf, hostLink, tokenWork, type OperatingPoint } from './operating-point.ts';
import { variedPrompts } from './varied-prompts.ts';

/** Share of what the prefill pool computes without a pause that it gives: 0.9 ± 0.05 in rate-matched deployments. */
const matched = 0.9;
/** Share of the network card's rate that cache transfers reach, and of the transfer that hides behind the layers still being computed. */
const transferShare = 0.8;
const hiddenTransfer = 0.7;
/** byte/s of a card where the catalogue has none: 400 Gbit/s. */
const usualCard = 50e9;

/** Whole replicas of one arrangement. */
export interface PoolOf {
  readonly deployment: Deployment;
  readonly accelerators: number;
}

export interface PoolPair {
  readonly prefill: PoolOf;
  readonly decode: PoolOf;
}

/** One prompt in the prefill pool. */
interface Prompt {
  readonly fresh: number;
  readonly cached: number;
  readonly seconds: number;
  /** Of which attention to the cached prefix. */
  readonly prefixSeconds: number;
  readonly collectives: number;
  /** Accelerators of one attention-data rank. */
  readonly perRank: number;
}

/** Seconds of a prompt's cache on its way to the decode pool that nothing hides. */
export function exposedTransfer({ deployment }: PoolOf, inputTokens: number): number {
  const { model, chip } = deployment.resolved;
  const bytes = sequenceBytes(model, deployment.cache, inputTokens);
  return ((1 - hiddenTransfer) * bytes) / (transferShare * (chip.scaleOutBandwidth ?? usualCard));
}

function promptOf({ prefill }: PoolPair, engine: EngineFacts, scenario: Scenario): Prompt {
  const { inputTokens, prefixHitRate } = scenario;
  const cached = Math.min(Math.floor(inputTokens * prefixHitRate), inputTokens - 1);
  const fresh = inputTokens - cached;
  const { deployment } = prefill;
  const batching = batchingOf(engine, scenario, deployment);
  const { passes } = deployment.under(engine);
  const { input } = variationOf(scenario.lengths);
  const { seconds, collectives } = promptCost(passes, batching, fresh, cached, input);
  return {
    fresh,
    cached,
    seconds,
    prefixSeconds: cached === 0 ? 0 : Math.max(seconds - promptCost(passes, batching, fresh, 0, input).seconds, 0),
    collectives,
    perRank: replicaSize(deployment.parallel) / deployment.parallel.attentionData,
  };
}

/** The two pools under an engine. Null when not one request fits the decode pool. */
function balanceOf({ prefill, decode }: PoolPair, engine: EngineFacts, scenario: Scenario): PoolBalance | null {
  const { inputTokens, outputTokens, prefixHitRate } = scenario;
  const admitted = admittedPerRank(decode.deployment, engine, scenario);
  if (admitted < 1) return null;
  const side = ({ deployment, accelerators }: PoolOf): PoolSide => ({
    passes: deployment.under(engine).passes,
    batching: batchingOf(engine, scenario, deployment),
    ranks: ranksOn(accelerators, deployment.parallel),
  });
  return new PoolBalance(
    side(prefill),
    side(decode),
    { admitted, inputTokens, outputTokens, prefixHitRate, variation: variationOf(scenario.lengths) },
    admittedPerRank(prefill.deployment, engine, { ...scenario, outputTokens: 1 }),
    exposedTransfer(decode, inputTokens),
    matched,
  );
}

/** A closed loop over both pools. Null when not one request fits the decode pool. */
export function poolPoint(pair: PoolPair, engine: EngineFacts, scenario: Scenario, concurrency: number | 'max'): OperatingPoint | null {
  const balance = balanceOf(pair, engine, scenario);
  if (!balance) return null;
  if (concurrency === 'max') {
    balance.settleFull();
    return { ...pointOf(pair, engine, scenario, balance, 'max'), timeToFirstToken: null };
  }
  balance.settle(concurrency);
  return pointOf(pair, engine, scenario, balance, concurrency);
}

/** Open arrivals at `rate` requests/s; saturated from `saturation` of what the pair serves on. Null when not one request fits. */
export function openPoolPoint(pair: PoolPair, engine: EngineFacts, scenario: Scenario, rate: number, saturation: number): OperatingPoint | null {
  const balance = balanceOf(pair, engine, scenario);
  if (!balance) return null;
  if (balance.settleOpen(rate, saturation)) return pointOf(pair, engine, scenario, balance, null);
  const full = poolPoint(pair, engine, scenario, 'max');
  return full && { ...full, saturated: true };
}

/** @param concurrency that was asked for; null for open arrivals */
function pointOf(pair: PoolPair, engine: EngineFacts, scenario: Scenario, balance: PoolBalance, concurrency: number | 'max' | null): OperatingPoint {
  const { decode } = pair;
  const { deployment } = decode;
  const { parallel, cache } = deployment;
  const { outputTokens, inputTokens } = scenario;
  const batching = batchingOf(engine, scenario, deployment);
  const decodeRanks = ranksOn(decode.accelerators, parallel);
  const { fresh, cached, seconds, prefixSeconds, collectives, perRank } = promptOf(pair, engine, scenario);
  const transfer = exposedTransfer(decode, inputTokens);
  const admits = Math.floor(admittedPerRank(deployment, engine, scenario));
  // The decode pool never sees a prompt: every token of it is in its cache when a request arrives.
  const load = {
    concurrency: balance.running,
    admitted: admits,
    inputTokens,
    outputTokens,
    prefixHitRate: 1,
    variation: variationOf(scenario.lengths),
  };
  const steady = {
    ...steadyState(balance, deployment.under(engine).passes, batching, load),
    promptCollectives: Math.min(collectives + transfer, seconds + transfer),
  };
  const { requestsPerSecond, timePerOutputToken, queueSeconds } = balance;
  const timeToFirstToken = balance.timeToFirstToken + balance.admissionWait;
  const inFlight = requestsPerSecond * (timeToFirstToken + Math.max(outputTokens - 1, 0) * timePerOutputToken);
  return {
    engine,
    steady: { ...steady, queueSeconds },
    replicas: decodeRanks / parallel.attentionData,
    admitted:
      concurrency === null ? Math.max(inFlight, Number.MIN_VALUE) : Math.min(concurrency === 'max' ? Infinity : concurrency, admits * decodeRanks),
    limitedByMemory: concurrency !== 'max' && concurrency !== null && balance.running >= admits && balance.admissionWait > 0,
    saturated: false,
    timePerOutputToken,
    timeToFirstToken,
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * outputTokens,
    varied: variedPrompts(pair.prefill.deployment, engine, scenario, batchingOf(engine, scenario, pair.prefill.deployment), balance.ownPrefill),
    work: {
      ...tokenWork(deployment, steady, scenario, batching.draft.progress),
      inputTokens: fresh,
      cachedTokens: cached,
      secondsPerInputToken: ((seconds - prefixSeconds) * perRank) / fresh,
      secondsPerCachedToken: (cache.perToken / hostLink + (cached > 0 ? prefixSeconds / cached : 0)) * perRank,
    },
  };
}
