/** Why a scenario has no answer, in words that name what would have to change. */
import { replicaSize } from '../../scenario/parallel.ts';
import type { Scenario, Target } from '../../scenario/scenario.ts';
import type { EngineFacts } from '../../catalogue/engines.ts';
import { fitsUnder, longestSequence, memoryBudget, reservedBytes } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import type { Reason } from '../estimate.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { Served } from './candidate.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

export function doesNotFit(deployment: Deployment, scenario: Scenario): Reason {
  const { chip, model, engines } = deployment.resolved;
  const count = replicaSize(deployment.parallel);
  // The engine that leaves most for the cache is the one that is nearest to holding it.
  const [nearest] = engines
    .map((engine) => ({ engine, budget: memoryBudget(deployment, engine, scenario) }))
    .sort((a, b) => b.budget.cache - a.budget.cache);
  const memory = chip.memoryBytes ?? 0;
  const context = longestSequence(scenario);
  const request = nearest ? reservedBytes(deployment, nearest.engine, context) : deployment.cache.perToken * context;
  const engineWords = nearest
    ? `; ${nearest.engine.name} uses a share of ${shareText(nearest.budget.share)} and keeps ${gigabytes(nearest.budget.reserve)} of it${remedy(deployment, nearest.engine, scenario)}`
    : '';
  return {
    code: 'does-not-fit',
    message: `${model.name} needs ${gigabytes(deployment.weightBytes)} of weights and ${gigabytes(request)} for one request of ${context} tokens on each of ${count} ${chip.name}, which has ${gigabytes(memory)}${engineWords}`,
    weightBytes: deployment.weightBytes,
    requestBytes: request,
    memoryBytes: memory,
    ...(nearest && { memoryShare: nearest.budget.share, reserveBytes: nearest.budget.reserve }),
    accelerators: count,
  };
}

const shareText = (share: number): string => String(Number(share.toFixed(3)));

/** What one changed flag would do: a larger share, else a shorter sequence; nothing where neither helps. */
function remedy(deployment: Deployment, engine: EngineFacts, scenario: Scenario): string {
  const raised = largerShares.find(
    (share) => share > (engine.memoryShare ?? 0) && fitsUnder(deployment, { ...engine, memoryShare: share }, scenario),
  );
  if (raised !== undefined) return `: it fits at a memory share of ${raised}`;
  let context = longestSequence(scenario);
  for (; context >= leastContext; context = context / 2) {
    if (fitsUnder(deployment, engine, { inputTokens: context, outputTokens: 0, maxContext: null }))
      return `: it fits with ${Math.floor(context)} tokens`;
  }
  return '';
}

/** Shares that people raise an engine to, smallest first. */
const largerShares = [0.92, 0.95, 0.97, 0.98];
const leastContext = 256;

export function contextTooLong({ model }: Resolved, { inputTokens, outputTokens, maxContext }: Scenario): Reason | null {
  const most = model.maxContext;
  if (most === null || (inputTokens + outputTokens <= most && (maxContext ?? 0) <= most)) return null;
  const asked =
    inputTokens + outputTokens <= most
      ? `its cache is to hold ${maxContext}`
      : `${inputTokens} in and ${outputTokens} out are ${inputTokens + outputTokens}`;
  return {
    code: 'context-too-long',
    message: `${model.name} reads at most ${most} tokens; ${asked}`,
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
