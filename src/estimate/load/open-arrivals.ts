/**
 * Open arrivals: requests come at a rate of their own, whether or not the ones before are done. The number in flight
 * follows; near the deployment's capacity waits grow without bound, and past it there is no first-token time to give.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import { OpenBalance } from '../../model/open-balance.ts';
import { steadyState } from '../../model/serving.ts';
import { ranksOn } from '../../scenario/parallel.ts';
import { settlement, settleRank, tokenWork, type OperatingPoint, type SettledRank, type Settlement } from './operating-point.ts';
import { variedPrompts } from './varied-prompts.ts';

/** Past this share of capacity a mean wait says nothing: it moves tenfold with one per cent of load. */
export const saturation = 0.95;

/**
 * What a rate comes to.
 * @param full the same deployment with all that it admits
 */
export function openSettlement(
  deployment: Deployment,
  engine: EngineFacts,
  scenario: Scenario,
  accelerators: number,
  rate: number,
  full: SettledRank,
): Settlement {
  const { batching, load, balance: fullBalance } = full;
  const ranks = ranksOn(accelerators, deployment.parallel);
  const most = fullBalance.requestsPerSecond * ranks;
  const { passes } = deployment.under(engine);
  const balance = new OpenBalance(passes, batching);
  const perRank = { ...load, concurrency: Infinity };
  const carried = rate / most < saturation && balance.settle(rate / ranks, most / ranks, perRank);
  const served = carried ? rate : Math.min(rate, most);
  const delivery = {
    timePerOutputToken: carried ? balance.timePerOutputToken : fullBalance.timePerOutputToken,
    timeToFirstToken: carried ? balance.timeToFirstToken + balance.admissionWait : null,
    requestsPerSecond: served,
    outputTokensPerSecond: served * scenario.outputTokens,
    queueSeconds: carried ? balance.queueSeconds : fullBalance.queueSeconds,
    heldSeconds: carried ? balance.heldSeconds : fullBalance.heldSeconds,
    varied: carried ? variedPrompts(deployment, engine, scenario, batching, balance.ownPrefill) : null,
  };
  return {
    delivery,
    point() {
      const atFull = settlement(deployment, engine, scenario, accelerators, 'max', full).point();
      if (!carried) return { ...atFull, ...delivery, saturated: true };
      const steady = steadyState(balance, passes, batching, perRank);
      return {
        ...atFull,
        steady,
        admitted: Math.max(steady.running * ranks, Number.MIN_VALUE),
        ...delivery,
        work: tokenWork(deployment, steady, scenario, batching.draft.progress),
      };
    },
  };
}

/** Null when not one request fits. */
export function openPoint(
  deployment: Deployment,
  engine: EngineFacts,
  scenario: Scenario,
  accelerators: number,
  rate: number,
): OperatingPoint | null {
  const full = settleRank(deployment, engine, scenario, 'max');
  return full && openSettlement(deployment, engine, scenario, accelerators, rate, full).point();
}
