/**
 * Prefill and decode on accelerators of their own: prompts are computed in one pool, their cache crosses the network,
 * and the other pool only decodes. The slower pool sets the pace.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import { promptCost } from '../../model/serving.ts';
import { sequenceBytes } from '../../model/memory.ts';
import { replicaSize } from '../../scenario/parse.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import { batchingOf, operatingPoint, type OperatingPoint } from './operating-point.ts';

/** Share of a pool's capacity that can be used when the other sets the pace: 0.9 ± 0.05 in rate-matched deployments. */
const matched = 0.9;
/** Share of the network card's rate that cache transfers reach, and of the transfer that hides behind the layers still being computed. */
const transferShare = 0.8;
const hiddenTransfer = 0.7;
const usualCard = 50e9;

export interface Pools {
  readonly prefill: { readonly deployment: Deployment; readonly accelerators: number };
  readonly decode: { readonly deployment: Deployment; readonly accelerators: number };
}

/** Null when not one request fits the decode pool. */
export function disaggregatedPoint(
  { prefill, decode }: Pools,
  engine: EngineFacts,
  scenario: Scenario,
  concurrency: number | 'max',
): OperatingPoint | null {
  // The decode pool never sees a prompt: every input token is in its cache when a request arrives.
  const decoding = operatingPoint(decode.deployment, engine, { ...scenario, prefixHitRate: 1 }, decode.accelerators, concurrency);
  if (!decoding) return null;
  const { inputTokens, outputTokens, prefixHitRate } = scenario;
  const cached = Math.min(Math.floor(inputTokens * prefixHitRate), inputTokens - 1);
  const fresh = inputTokens - cached;
  const batching = batchingOf(engine, scenario, prefill.deployment);
  const prompt = promptCost(prefill.deployment.under(engine).passes, batching, fresh, cached);
  const prefillRanks = Math.floor(prefill.accelerators / replicaSize(prefill.deployment.parallel)) * prefill.deployment.parallel.attentionData;
  const capacity = (matched * prefillRanks) / prompt.seconds;
  const card = decode.deployment.resolved.chip.scaleOutBandwidth ?? usualCard;
  const bytes = sequenceBytes(decode.deployment.resolved.model, decode.deployment.cache, inputTokens);
  const transfer = ((1 - hiddenTransfer) * bytes) / (transferShare * card);

  const steps = Math.max(outputTokens - 1, 0);
  const running = concurrency === 'max' ? decoding.admitted : Math.min(concurrency, decoding.admitted);
  const unloaded = batching.overheads.frontEnd + prompt.seconds + transfer + decoding.steady.decodeStep / 2;
  const cycle = unloaded + steps * decoding.timePerOutputToken;
  const requestsPerSecond = Math.min(running / cycle, capacity);
  // When prompts set the pace, the others in flight wait for theirs.
  const wait = Math.max(running / requestsPerSecond - cycle, 0);
  const timeToFirstToken = unloaded + wait;
  const perPrefill = replicaSize(prefill.deployment.parallel) / prefill.deployment.parallel.attentionData;
  return {
    ...decoding,
    limitedByMemory: decoding.limitedByMemory,
    steady: {
      ...decoding.steady,
      timeToFirstToken,
      admissionWait: 0,
      queueSeconds: wait,
      ownPrefill: prompt.seconds + transfer,
      promptSeconds: 0,
      promptCollectives: 0,
    },
    timeToFirstToken: concurrency === 'max' ? null : timeToFirstToken,
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * outputTokens,
    work: {
      ...decoding.work,
      inputTokens: fresh,
      cachedTokens: cached,
      secondsPerInputToken: (prompt.seconds * perPrefill) / fresh,
      secondsPerCachedToken: 0,
    },
    // One accelerator's mean over both pools, per request of the deployment.
    regimes: { ...decoding.regimes, compute: prompt.seconds * (prefill.accelerators / Math.max(decode.accelerators, 1)) },
    regimeSpan: Math.max(
      decoding.regimeSpan,
      ((decode.accelerators / replicaSize(decode.deployment.parallel)) * decode.deployment.parallel.attentionData) / requestsPerSecond,
    ),
  };
}
