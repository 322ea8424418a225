/**
 * Prefill and decode on accelerators of their own: prompts are computed in one pool, their cache crosses the network,
 * and the other pool only decodes. The slower pool sets the pace.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import { sequenceBytes } from '../../model/memory.ts';
import { promptCost } from '../../model/serving.ts';
import { ranksOn, replicaSize } from '../../scenario/parallel.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import { openPoint } from './open-arrivals.ts';
import { batchingOf, hostLink, operatingPoint, type OperatingPoint } from './operating-point.ts';

/** Share of a pool's capacity that can be used when the other sets the pace: 0.9 ± 0.05 in rate-matched deployments. */
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
  /** Seconds of the cache's way to the decode pool that nothing hides. */
  readonly transfer: number;
  readonly frontEnd: number;
  /** Accelerators of one attention-data rank, and such ranks. */
  readonly perRank: number;
  readonly ranks: number;
}

function promptOf({ prefill, decode }: PoolPair, engine: EngineFacts, scenario: Scenario): Prompt {
  const { inputTokens, prefixHitRate } = scenario;
  const cached = Math.min(Math.floor(inputTokens * prefixHitRate), inputTokens - 1);
  const fresh = inputTokens - cached;
  const { deployment } = prefill;
  const batching = batchingOf(engine, scenario, deployment);
  const { passes } = deployment.under(engine);
  const { seconds, collectives } = promptCost(passes, batching, fresh, cached);
  const card = decode.deployment.resolved.chip.scaleOutBandwidth ?? usualCard;
  const bytes = sequenceBytes(decode.deployment.resolved.model, decode.deployment.cache, inputTokens);
  return {
    fresh,
    cached,
    seconds,
    prefixSeconds: cached === 0 ? 0 : Math.max(seconds - promptCost(passes, batching, fresh, 0).seconds, 0),
    collectives,
    transfer: ((1 - hiddenTransfer) * bytes) / (transferShare * card),
    frontEnd: batching.overheads.frontEnd,
    perRank: replicaSize(deployment.parallel) / deployment.parallel.attentionData,
    ranks: ranksOn(prefill.accelerators, deployment.parallel),
  };
}

/** The decode pool never sees a prompt: every input token is in its cache when a request arrives. */
const decodeOnly = (scenario: Scenario): Scenario => ({ ...scenario, prefixHitRate: 1 });

/** A closed loop over both pools. Null when not one request fits the decode pool. */
export function poolPoint(pair: PoolPair, engine: EngineFacts, scenario: Scenario, concurrency: number | 'max'): OperatingPoint | null {
  const decoding = operatingPoint(pair.decode.deployment, engine, decodeOnly(scenario), pair.decode.accelerators, concurrency);
  if (!decoding) return null;
  const prompt = promptOf(pair, engine, scenario);
  const running = concurrency === 'max' ? decoding.admitted : Math.min(concurrency, decoding.admitted);
  const unloaded = unloadedFirst(prompt, decoding);
  const cycle = unloaded + Math.max(scenario.outputTokens - 1, 0) * decoding.timePerOutputToken;
  const requestsPerSecond = Math.min(running / cycle, (matched * prompt.ranks) / prompt.seconds);
  // When prompts set the pace, the others in flight wait for theirs.
  const wait = Math.max(running / requestsPerSecond - cycle, 0);
  const point = joined(pair, decoding, prompt, scenario, requestsPerSecond, unloaded + wait, wait);
  return concurrency === 'max' ? { ...point, timeToFirstToken: null } : point;
}

/** Open arrivals at `rate` requests/s; saturated from 95 % of what the pair serves on. Null when not one request fits. */
export function openPoolPoint(pair: PoolPair, engine: EngineFacts, scenario: Scenario, rate: number, saturation: number): OperatingPoint | null {
  const full = poolPoint(pair, engine, scenario, 'max');
  if (!full) return null;
  if (rate >= saturation * full.requestsPerSecond) return { ...full, timeToFirstToken: null, saturated: true };
  const decoding = openPoint(pair.decode.deployment, engine, decodeOnly(scenario), pair.decode.accelerators, rate);
  if (!decoding || decoding.saturated) return { ...full, timeToFirstToken: null, saturated: true };
  const prompt = promptOf(pair, engine, scenario);
  // M/D/1: prompts of one length are served one after another on each rank.
  const load = (rate * prompt.seconds) / prompt.ranks;
  const wait = (load * prompt.seconds) / (2 * (1 - load));
  return joined(pair, decoding, prompt, scenario, rate, unloadedFirst(prompt, decoding) + wait, wait);
}

/** Seconds to the first token where nobody else is there: half a decode step passes before the decode pool takes a request up. */
const unloadedFirst = ({ frontEnd, seconds, transfer }: Prompt, { steady }: OperatingPoint): number =>
  frontEnd + seconds + transfer + steady.decodeStep / 2;

function joined(
  { prefill, decode }: PoolPair,
  decoding: OperatingPoint,
  prompt: Prompt,
  scenario: Scenario,
  requestsPerSecond: number,
  timeToFirstToken: number,
  wait: number,
): OperatingPoint {
  const { fresh, cached, seconds, prefixSeconds, collectives, transfer, perRank } = prompt;
  const { parallel, cache } = decode.deployment;
  const perDecodeRank = replicaSize(parallel) / parallel.attentionData;
  const { regimes } = decoding;
  const busy = (time: number | undefined): number => (time ?? 0) * perDecodeRank;
  return {
    ...decoding,
    steady: {
      ...decoding.steady,
      timeToFirstToken,
      admissionWait: 0,
      queueSeconds: wait,
      ownPrefill: timeToFirstToken - wait - prompt.frontEnd,
      promptSeconds: 0,
      promptCollectives: Math.min(collectives + transfer, seconds + transfer),
    },
    timeToFirstToken,
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * scenario.outputTokens,
    work: {
      ...decoding.work,
      inputTokens: fresh,
      cachedTokens: cached,
      secondsPerInputToken: ((seconds - prefixSeconds) * perRank) / fresh,
      secondsPerCachedToken: (cache.perToken / hostLink + (cached > 0 ? prefixSeconds / cached : 0)) * perRank,
    },
    // Accelerator-seconds per request over both pools, and those that pass between two requests.
    regimes: {
      weights: busy(regimes.weights),
      experts: busy(regimes.experts),
      decodeAttention: busy(regimes.decodeAttention),
      collectives: busy(regimes.collectives) + collectives * perRank,
      compute: (seconds - collectives) * perRank,
    },
    regimeSpan: (prefill.accelerators + decode.accelerators) / requestsPerSecond,
  };
}
