/**
 * The cheapest way to meet a target: over arrangements and how many requests run at once, the point with the most
 * tokens per accelerator whose first-token and per-token times are within what was asked.
 */
import { replicaSize } from '../../scenario/parse.ts';
import type { Parallel, Scenario } from '../../scenario/scenario.ts';
import { arrangements, arrangementsOf } from '../resolve/arrangements.ts';
import type { ArrangementChoice } from './arrangement-search.ts';
import type { EngineOperators } from '../engine/bind-operators.ts';
import { admittedPerRank, deploy, fits, type Deployment } from '../engine/deployment.ts';
import { mix } from './mixture.ts';
import { deliver, type Delivery } from './operating-point.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { ServingParameters } from '../../calibration/priors/serving.ts';

/** Largest replica tried when the count is free: past two servers a target is a matter of disaggregation. */
const largestReplica = 16;
const halvings = 14;

interface Met {
  readonly deployment: Deployment;
  readonly accelerators: number;
  readonly concurrency: number;
  readonly tokensPerAccelerator: number;
}

export function meetTarget(resolved: Resolved, scenario: Scenario, operators: EngineOperators, serving: ServingParameters): ArrangementChoice {
  const { accelerators, parallel } = scenario;
  const candidates: readonly Parallel[] = parallel
    ? [parallel]
    : accelerators !== null
      ? arrangementsOf(resolved.model, resolved.chip, accelerators)
      : arrangements(resolved.model, resolved.chip, largestReplica);
  let best: Met | null = null;
  let closest = { first: Infinity, each: Infinity };
  for (const each of candidates) {
    const deployment = deploy(resolved, each, operators, serving);
    if (!fits(deployment, scenario.inputTokens, scenario.outputTokens)) continue;
    const count = accelerators ?? replicaSize(each);
    const found = mostRequests(deployment, scenario, count);
    if (found.met && (!best || found.met.tokensPerAccelerator > best.tokensPerAccelerator)) best = found.met;
    closest = { first: Math.min(closest.first, found.alone.first), each: Math.min(closest.each, found.alone.each) };
  }
  if (best)
    return {
      ok: true,
      value: { accelerators: best.accelerators, parallel: best.deployment.parallel, deployment: best.deployment, concurrency: best.concurrency },
    };
  const reached = Number.isFinite(closest.each)
    ? `; alone on it a request gets ${(closest.first * 1e3).toFixed(0)} ms and ${(closest.each * 1e3).toFixed(1)} ms`
    : '';
  return {
    ok: false,
    reason: {
      code: 'target-not-met',
      message: `no arrangement of ${resolved.chip.name} meets the target${reached}`,
      timeToFirstToken: closest.first,
      timePerOutputToken: closest.each,
    },
  };
}

/** The largest number in flight that still meets the target; both times grow with it, so halving finds the edge. */
function mostRequests(
  deployment: Deployment,
  scenario: Scenario,
  accelerators: number,
): { readonly met: Met | null; readonly alone: { readonly first: number; readonly each: number } } {
  const { engines } = deployment.resolved;
  const ranks = Math.floor(accelerators / replicaSize(deployment.parallel)) * deployment.parallel.attentionData;
  const times = (concurrency: number): { first: number; each: number; tokens: number } => {
    const points = engines
      .map((engine) => deliver(deployment, engine, scenario, accelerators, concurrency))
      .filter((point): point is Delivery => point !== null);
    return {
      first: mix(points, (point) => point.timeToFirstToken ?? Infinity).value,
      each: mix(points, (point) => point.timePerOutputToken).value,
      tokens: mix(points, (point) => point.outputTokensPerSecond).value,
    };
  };
  const meets = ({ first, each }: { first: number; each: number }): boolean =>
    first <= (scenario.target?.timeToFirstToken ?? Infinity) && each <= (scenario.target?.timePerOutputToken ?? Infinity);
  const alone = times(1);
  if (!meets(alone)) return { met: null, alone };
  let low = 1;
  let high = Math.max(
    1,
    ranks * Math.min(...engines.map((engine) => admittedPerRank(deployment, engine, scenario.inputTokens, scenario.outputTokens))),
  );
  if (meets(times(high))) low = high;
  for (let round = 0; round < halvings && high - low > 1; round++) {
    const middle = Math.round(Math.sqrt(low * high));
    if (middle <= low || middle >= high) break;
    if (meets(times(middle))) low = middle;
    else high = middle;
  }
  return { met: { deployment, accelerators, concurrency: low, tokensPerAccelerator: times(low).tokens / accelerators }, alone };
}
