/**
 * Open arrivals: requests come at a rate of their own, whether or not the ones before are done. The number in flight
 * follows; near the deployment's capacity waits grow without bound, and past it there is no first-token time to give.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import { OpenBalance } from '../../model/open-balance.ts';
import { steadyState } from '../../model/serving.ts';
import { admittedPerRank } from '../engine/admission.ts';
import { batchingOf, operatingPoint, regimes, tokenWork, type OperatingPoint } from './operating-point.ts';

/** Past this share of capacity a mean wait says nothing: it moves tenfold with one per cent of load. */
export const saturation = 0.95;

/** Null when not one request fits. */
export function openPoint(
  deployment: Deployment,
  engine: EngineFacts,
  scenario: Scenario,
  accelerators: number,
  rate: number,
): OperatingPoint | null {
  const full = operatingPoint(deployment, engine, scenario, accelerators, 'max');
  if (!full) return null;
  const saturated = (): OperatingPoint => {
    const served = Math.min(rate, full.requestsPerSecond);
    return { ...full, timeToFirstToken: null, saturated: true, requestsPerSecond: served, outputTokensPerSecond: served * scenario.outputTokens };
  };
  if (rate / full.requestsPerSecond >= saturation) return saturated();
  const { passes } = deployment.under(engine);
  const { inputTokens, outputTokens, prefixHitRate } = scenario;
  const ranks = full.replicas * deployment.parallel.attentionData;
  const admitted = admittedPerRank(deployment, engine, scenario);
  const batching = batchingOf(engine, scenario, deployment);
  const balance = new OpenBalance(passes, batching);
  const perRank = { concurrency: Infinity, admitted, inputTokens, outputTokens, prefixHitRate };
  if (!balance.settle(rate / ranks, full.requestsPerSecond / ranks, perRank)) return saturated();
  const steady = steadyState(balance, passes, batching, perRank);
  const timeToFirstToken = steady.timeToFirstToken + steady.admissionWait;
  return {
    ...full,
    steady,
    admitted: Math.max(steady.running * ranks, Number.MIN_VALUE),
    limitedByMemory: false,
    timePerOutputToken: steady.timePerOutputToken,
    timeToFirstToken,
    requestsPerSecond: rate,
    outputTokensPerSecond: rate * outputTokens,
    work: tokenWork(deployment, steady, scenario, batching.draft.progress),
    ...regimes(steady, scenario),
  };
}
