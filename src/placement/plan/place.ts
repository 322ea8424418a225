/** A placement answered: what may serve, the programme, its solution, and what stands around it. */
import { modelVersion } from '../../estimate/model-version.ts';
import type { Network } from '../network/choices.ts';
import { networkOf } from '../network/network.ts';
import { Reach } from '../network/reach.ts';
import type { Placement } from '../request/placement.ts';
import type { Relaxed, Solver } from '../solve/highs.ts';
import { optimise, type Optimum } from '../solve/optimise.ts';
import { penaltyOf, withFixed } from '../solve/programme.ts';
import type { PlacementAnswer } from './answer.ts';
import { bindingOf, objectiveUnit } from './binding.ts';
import { programmeOf, type CapacityEnd, type PlanProgramme } from './build.ts';
import { fitsLow, isSlack } from './capacity-ends.ts';
import { chosenOf, type Chosen } from './chosen.ts';
import { conflictOf } from './conflict.ts';
import { dependenceOf } from './dependence.ts';
import { groundsOf } from './grounds.ts';
import { flowsOf, jobsOf, latencyOf, sitesOf } from './read.ts';
import { shareKinds } from './shares.ts';
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
  const best = yield* within(0.1, 0.6, optimised(placement, network, 'value', plan, solver, planShare));
  const chosen = chosenOf(network, plan, best.values);
  const totals = totalsOf(chosen);
  const unmet = unmetOf(placement, chosen, network, reach);
  const feasible = unmet.length === 0;
  yield 0.6;
  const priced = pricedWithoutPenalty(placement, plan, solver, best);
  const conflict = yield* within(0.6, 0.8, silently(conflictOf(placement, chosen, solver, reach)));
  const end = function* (at: CapacityEnd, same: boolean): Generator<number, number | null> {
    if (same) return totals.usdPerHour.value;
    const other = programmeOf(placement, network, at);
    const found = chosenOf(network, other, (yield* optimised(placement, network, at, other, solver, (1 - planShare) / 2)).values);
    return leaves(found, chosen) ? null : totalsOf(found).usdPerHour.value;
  };
  const capacity = {
    low: yield* within(0.8, 0.9, end('low', fitsLow(plan, best.values))),
    middle: totals.usdPerHour.value,
    high: yield* within(0.9, 1, end('high', isSlack(plan, network, best.values, best.relaxed))),
  };
  const diversity = diversityOf(placement, network, plan, best, solver);
  return {
    feasible,
    usdPerHour: totals.usdPerHour,
    kW: totals.kW,
    gCO2ePerHour: totals.gCO2ePerHour,
    gap: gapOf(best),
    flows: flowsOf(chosen),
    sites: sitesOf(chosen),
    jobs: jobsOf(chosen),
    latency: latencyOf(placement, chosen),
    unmet,
    binding: bindingOf(placement, plan, priced, best.relaxed),
    conflict,
    ...(why && { excluded: network.excluded }),
    capacity,
    dependence: dependenceOf(chosen),
    ...(diversity && { priceOfDiversity: diversity }),
    ...groundsOf(placement, chosen),
    unknown: totals.unknown,
    modelVersion,
  };
}

/** Of the time limit: for the plan, and the rest for the two ends of capacity where they differ. */
const planShare = 2 / 3;

function* optimised(
  placement: Placement,
  network: Network,
  end: CapacityEnd,
  plan: PlanProgramme,
  solver: Solver,
  share: number,
): Generator<number, Optimum> {
  const tighter = programmeOf(placement, network, end, true).programme;
  const now = (): number => performance.now() / 1000;
  const best = yield* optimise(plan.programme, solver, { seed: placement.seed, timeLimit: share * placement.timeLimit, now, tighter });
  if (!best) throw new Error('a plan that leaves everything unmet keeps every row');
  return best;
}

/** Nothing, where it is the solver's rounding. */
function gapOf({ objective, bound }: Optimum): number {
  const gap = objective > 0 ? (objective - bound) / objective : 0;
  return gap > 1e-6 ? gap : 0;
}

/** Whether one plan leaves more undone than another. */
function leaves(one: Chosen, other: Chosen): boolean {
  const unmet = ({ unmet: users }: Chosen): number => users.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  return unmet(one) > unmet(other) * (1 + 1e-6) || one.undone.length > other.undone.length;
}

/** Shares of a step as shares of the whole. */
function* within<Result>(from: number, to: number, steps: Generator<number, Result>): Generator<number, Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}

function* silently<Result>(steps: Generator<void, Result>): Generator<number, Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield 0;
  }
}

/** The relaxation once more with what it leaves undone held there, so that its prices are those of serving. */
function pricedWithoutPenalty({ seed }: Placement, { programme }: PlanProgramme, solver: Solver, { relaxed }: Optimum): Relaxed {
  if (penaltyOf(programme, relaxed.values) === 0) return relaxed;
  const held = new Map(programme.columns.flatMap(({ penalty }, column) => (penalty ? [[column, relaxed.values[column] ?? 0] as const] : [])));
  return solver.relax(withFixed(programme, held), { seed, timeLimit: relaxSeconds }) ?? relaxed;
}

/** What limits on shares add to the relaxation; null without them, or where they leave more unmet than there is anyway. */
function diversityOf(
  placement: Placement,
  network: Network,
  plan: PlanProgramme,
  { relaxed }: Optimum,
  solver: Solver,
): PlacementAnswer['priceOfDiversity'] | null {
  if (shareKinds.every((of) => placement.limits[of] === null)) return null;
  const free = programmeOf({ ...placement, limits: { ...placement.limits, vendorShare: null, operatorShare: null, countryShare: null } }, network);
  const without = solver.relax(free.programme, { seed: placement.seed, timeLimit: relaxSeconds });
  if (!without) return null;
  const [undone, anyway] = [penaltyOf(plan.programme, relaxed.values), penaltyOf(free.programme, without.values)];
  if (undone > anyway * (1 + 1e-9) + 1e-6) return null;
  const [limited, least] = [relaxed.objective - undone, without.objective - anyway];
  const more = limited - least;
  // Less than what ties between plans of one cost come to is nothing.
  const value = more > tieShare * least ? more : 0;
  return { value, unit: objectiveUnit(placement.objective), share: least > 0 ? value / least : 0 };
}

const relaxSeconds = 20;
const tieShare = 1e-4;
