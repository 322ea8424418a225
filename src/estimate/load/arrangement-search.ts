/**
 * Chooses what the scenario leaves open: how many accelerators (the fewest that hold the model and one request) and how
 * they are arranged (the arrangement that gives the most tokens, or meets the target at least cost).
 */
import { replicaSize } from '../../scenario/parse.ts';
import type { Parallel, Scenario } from '../../scenario/scenario.ts';
import { arrangements, arrangementsOf, arrangementsWithin } from '../resolve/arrangements.ts';
import type { ServingParameters } from '../../calibration/priors/serving.ts';
import type { EngineOperators } from '../engine/bind-operators.ts';
import { deploy, fits, fitsAll, type Deployment } from '../engine/deployment.ts';
import type { Reason } from '../estimate.ts';
import { deliver } from './operating-point.ts';
import type { Resolved } from '../resolve/resolve.ts';

export interface Arrangement {
  readonly accelerators: number;
  readonly parallel: Parallel;
  readonly deployment: Deployment;
  /** Requests in flight that a search chose; null where the scenario says. */
  readonly concurrency: number | null;
}

export type ArrangementChoice = { readonly ok: true; readonly value: Arrangement } | { readonly ok: false; readonly reason: Reason };

/** Largest replica that is tried when the count is free. */
const largestReplica = 256;

export function chooseArrangement(resolved: Resolved, scenario: Scenario, operators: EngineOperators, serving: ServingParameters): ArrangementChoice {
  const { parallel, accelerators } = scenario;
  if (parallel) {
    const deployment = deploy(resolved, parallel, operators, serving);
    const count = accelerators ?? replicaSize(parallel);
    return fits(deployment, scenario.inputTokens, scenario.outputTokens)
      ? { ok: true, value: { accelerators: count, parallel, deployment, concurrency: null } }
      : { ok: false, reason: doesNotFit(deployment, scenario) };
  }
  const holds = (deployment: Deployment): boolean => fits(deployment, scenario.inputTokens, scenario.outputTokens);
  const deployAll = (list: readonly Parallel[]): readonly Deployment[] => list.map((each) => deploy(resolved, each, operators, serving));
  let candidates =
    accelerators === null
      ? smallestThatFit(resolved, scenario, operators, serving)
      : deployAll(arrangementsOf(resolved.model, resolved.chip, accelerators));
  // No whole number of replicas that hold the model: the rest is paid for and idle.
  if (accelerators !== null && !candidates.some(holds)) candidates = deployAll(arrangementsWithin(resolved.model, resolved.chip, accelerators));
  const fitting = candidates.filter(holds);
  const [first] = fitting;
  if (!first) {
    const roomiest = candidates.at(-1) ?? deploy(resolved, { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 }, operators, serving);
    return { ok: false, reason: doesNotFit(roomiest, scenario) };
  }
  const count = accelerators ?? replicaSize(first.parallel);
  const best = fitting.length === 1 ? first : mostTokens(fitting, scenario, count);
  return { ok: true, value: { accelerators: count, parallel: best.parallel, deployment: best, concurrency: null } };
}

/** Arrangements of the smallest replica size at which any of them fits. */
function smallestThatFit(resolved: Resolved, scenario: Scenario, operators: EngineOperators, serving: ServingParameters): readonly Deployment[] {
  const all = arrangements(resolved.model, resolved.chip, largestReplica);
  let tried: Deployment[] = [];
  for (let start = 0; start < all.length;) {
    const size = replicaSize(all[start] as Parallel);
    tried = [];
    for (; start < all.length && replicaSize(all[start] as Parallel) === size; start++)
      tried.push(deploy(resolved, all[start] as Parallel, operators, serving));
    if (tried.some((deployment) => fitsAll(deployment, scenario.inputTokens, scenario.outputTokens))) return tried;
  }
  return tried;
}

function mostTokens(deployments: readonly Deployment[], scenario: Scenario, accelerators: number): Deployment {
  let best = deployments[0] as Deployment;
  let most = -Infinity;
  for (const deployment of deployments) {
    const engine = deployment.resolved.engines[0];
    if (!engine) continue;
    const point = deliver(deployment, engine, scenario, accelerators, scenario.concurrency);
    if (point && point.outputTokensPerSecond > most) {
      most = point.outputTokensPerSecond;
      best = deployment;
    }
  }
  return best;
}

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
