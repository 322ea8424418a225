/** Why a scenario has no answer, in words that name what would have to change. */
import { replicaSize } from '../../scenario/parallel.ts';
import type { Scenario, Target } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import type { Reason } from '../estimate.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { Served } from './candidate.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

export function doesNotFit(deployment: Deployment, scenario: Scenario): Reason {
  const { chip, model } = deployment.resolved;
  const request = deployment.cache.perToken * (scenario.inputTokens + scenario.outputTokens) + deployment.cache.fixed;
  const memory = chip.memoryBytes ?? 0;
  const count = replicaSize(deployment.parallel);
  return {
    code: 'does-not-fit',
    message: `${model.name} needs ${gigabytes(deployment.weightBytes)} of weights and ${gigabytes(request)} for one request on each of ${count} ${chip.name}, which has ${gigabytes(memory)}`,
    weightBytes: deployment.weightBytes,
    requestBytes: request,
    memoryBytes: memory,
    accelerators: count,
  };
}

export function contextTooLong({ model }: Resolved, { inputTokens, outputTokens }: Scenario): Reason | null {
  const most = model.maxContext;
  if (most === null || inputTokens + outputTokens <= most) return null;
  return {
    code: 'context-too-long',
    message: `${model.name} reads at most ${most} tokens; ${inputTokens} in and ${outputTokens} out are ${inputTokens + outputTokens}`,
    maxContext: most,
  };
}

/** The way to serve that misses a target by least, and what it reaches. */
export interface Nearest {
  readonly accelerators: number;
  readonly deployment: Deployment;
  readonly served: Served;
  /** Largest of the times over their limits. */
  readonly miss: number;
}

export function targetNotMet(resolved: Resolved, target: Target, nearest: Nearest | null): Reason {
  const percentile = target.percentile ?? 50;
  const limits = [
    ...(target.timeToFirstToken === undefined ? [] : [`first token within ${seconds(target.timeToFirstToken)} (p${percentile})`]),
    ...(target.timePerOutputToken === undefined ? [] : [`${seconds(target.timePerOutputToken)} per output token`]),
  ].join(' and ');
  if (!nearest) return { code: 'target-not-met', message: `no arrangement of ${resolved.chip.name} carries this load with ${limits}` };
  const first = nearest.served.firstToken(percentile);
  const each = nearest.served.timePerOutputToken;
  const reached = `first token ${Number.isFinite(first) ? seconds(first) : 'without limit'}, ${seconds(each)} per output token`;
  return {
    code: 'target-not-met',
    message: `no arrangement of ${resolved.chip.name} meets ${limits}; the nearest, on ${nearest.accelerators}, reaches ${reached}`,
    nearest: {
      accelerators: nearest.accelerators,
      parallel: nearest.deployment.parallel,
      timeToFirstToken: Number.isFinite(first) ? first : null,
      timePerOutputToken: each,
    },
  };
}

/** @param needs accelerators that carry the rate; null when no number of them does @param carries requests/s */
export const overloaded = (resolved: Resolved, rate: number, has: number, needs: number | null, carries: number): Reason =>
  tooFew(`${rate} requests/s are more than ${has} ${resolved.chip.name} carry (${carries.toPrecision(3)} requests/s)`, has, needs, carries);

/** A batch that ends after its deadline, in seconds. @param needs accelerators that end it in time; null when no number of them does */
export const tooLate = (resolved: Resolved, requests: number, within: number, has: number, needs: number | null): Reason =>
  tooFew(`${requests} requests are more than ${has} ${resolved.chip.name} end within ${Number((within / 3600).toPrecision(3))} h`, has, needs, null);

function tooFew(message: string, has: number, needs: number | null, carries: number | null): Reason {
  const need = needs === null ? 'no number of them is enough' : `it needs ${needs}`;
  return { code: 'overloaded', message: `${message}: ${need}`, needs, has, carries };
}

const seconds = (value: number): string => (value < 1 ? `${Number((value * 1e3).toPrecision(3))} ms` : `${Number(value.toPrecision(3))} s`);
