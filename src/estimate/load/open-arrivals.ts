/**
 * Open arrivals: requests come at a rate of their own, whether or not the ones before are done. The number in flight
 * follows; near the deployment's capacity waits grow without bound, and past it there is no first-token time to give.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import { deliver, operatingPoint, type OperatingPoint } from './operating-point.ts';

/** Past this share of capacity a mean wait says nothing: it moves tenfold with one per cent of load. */
export const saturation = 0.95;

/** Halvings of the search for the number in flight: 2^-24 of its range. */
const halvings = 24;

/** Null when not one request fits. */
export function openPoint(
  deployment: Deployment,
  engine: EngineFacts,
  scenario: Scenario,
  accelerators: number,
  rate: number,
): OperatingPoint | null {
  const at = (concurrency: number | 'max'): OperatingPoint | null => operatingPoint(deployment, engine, scenario, accelerators, concurrency);
  const full = at('max');
  if (!full) return null;
  const load = rate / full.requestsPerSecond;
  if (load >= saturation) {
    const served = Math.min(rate, full.requestsPerSecond);
    return { ...full, timeToFirstToken: null, saturated: true, requestsPerSecond: served, outputTokensPerSecond: served * scenario.outputTokens };
  }
  // Below one in flight the time per request no longer depends on how many there are.
  let low = 1e-6;
  let high = full.admitted;
  for (let round = 0; round < halvings; round++) {
    const middle = Math.sqrt(low * high);
    if ((deliver(deployment, engine, scenario, accelerators, middle)?.requestsPerSecond ?? 0) < rate) low = middle;
    else high = middle;
  }
  const point = at(high);
  if (!point) return null;
  const ranks = point.replicas * deployment.parallel.attentionData;
  // M/D/1: prompts of one length are served one after another on each rank.
  const wait = ((rate / ranks) * point.steady.promptSeconds ** 2) / (2 * (1 - load));
  const { queueSeconds, timeToFirstToken } = point.steady;
  const first = timeToFirstToken - queueSeconds + wait;
  return {
    ...point,
    steady: { ...point.steady, queueSeconds: wait, timeToFirstToken: first },
    admitted: Math.max(point.steady.running * ranks, Number.MIN_VALUE),
    timeToFirstToken: first,
    requestsPerSecond: rate,
    outputTokensPerSecond: rate * scenario.outputTokens,
  };
}
