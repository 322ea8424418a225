/** A placement answered: what may serve, the programme, its solution, and what stands around it. */
import { modelVersion } from '../../estimate/model-version.ts';
import { networkOf } from '../network/network.ts';
import { Reach } from '../network/reach.ts';
import type { Placement } from '../request/placement.ts';
import type { Solver } from '../solve/highs.ts';
import { optimise } from '../solve/optimise.ts';
import type { PlacementAnswer } from './answer.ts';
import { programmeOf } from './build.ts';
import { chosenOf } from './chosen.ts';
import { dependenceOf } from './dependence.ts';
import { flowsOf, jobsOf, latencyOf, sitesOf } from './read.ts';
import { totalsOf } from './totals.ts';
import { unmetOf } from './unmet.ts';

export interface PlaceOptions {
  /** A reason for each site that may not serve, by workload and users. */
  readonly why?: boolean;
}

/** Each yield is the share that is done; the solver holds its thread in between for a few seconds at the most. */
export function* placeSteps(placement: Placement, solver: Solver, { why = false }: PlaceOptions = {}): Generator<number, PlacementAnswer> {
  yield 0;
  const reach = new Reach();
  const network = networkOf(placement, reach);
  const plan = programmeOf(placement, network);
  const now = (): number => performance.now() / 1000;
  const steps = optimise(plan.programme, solver, { seed: placement.seed, timeLimit: placement.timeLimit, now });
  let step = steps.next();
  while (!step.done) {
    yield 0.2 + 0.6 * step.value;
    step = steps.next();
  }
  const best = step.value;
  if (!best) throw new Error('a plan that leaves everything unmet keeps every row');
  const chosen = chosenOf(network, plan, best.values);
  const totals = totalsOf(chosen);
  const unmet = unmetOf(chosen, network, reach);
  const feasible = unmet.length === 0;
  yield 1;
  return {
    feasible,
    usdPerHour: totals.usdPerHour,
    kW: totals.kW,
    gCO2ePerHour: totals.gCO2ePerHour,
    gap: best.objective > 0 ? Math.max(0, (best.objective - best.bound) / best.objective) : 0,
    flows: flowsOf(chosen),
    sites: sitesOf(chosen),
    jobs: jobsOf(chosen),
    latency: latencyOf(placement, chosen),
    unmet,
    binding: [],
    conflict: [],
    ...(why && { excluded: network.excluded }),
    capacity: { low: null, middle: feasible ? totals.usdPerHour.value : null, high: null },
    dependence: dependenceOf(chosen),
    assumptions: [],
    sources: [],
    unknown: totals.unknown,
    modelVersion,
  };
}
