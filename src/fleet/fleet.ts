/**
 * One demand answered on every accelerator that may serve it: what each would take and cost, how sure the order is, why
 * the others are out, what hosts ask for the same, and from which rate on a fleet is cheaper than they are.
 */
import type { Accelerator } from '../catalogue/facts.ts';
import { apiPricesOf } from '../catalogue/api-prices.ts';
import type { Estimate } from '../estimate/estimate.ts';
import { estimateScenario, type EstimateOptions } from '../estimate/estimate-scenario.ts';
import { modelVersion } from '../estimate/model-version.ts';
import { owningCostAbove, rankedCost, unranked } from '../estimate/views/rank.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { breakEven, type BreakEven } from './break-even.ts';
import { hostPrices, usdPerRequest, type HostPrice } from './hosts.ts';
import { probabilityCheapest } from './probability.ts';
import type { FleetFilter, FleetRequest } from './request.ts';

export const exclusionCodes = ['does-not-fit', 'target-not-met', 'overloaded', 'no-price', 'announced', 'below-owning-cost', 'filtered'] as const;
export type ExclusionCode = (typeof exclusionCodes)[number];

export interface Excluded {
  readonly accelerator: string;
  readonly reason: { readonly code: ExclusionCode; readonly message: string };
}

export interface FleetRow extends Estimate {
  readonly accelerator: string;
  /** Share of 2,000 draws in which it is the cheapest of those that may be best; null for the others. */
  readonly probabilityCheapest: number | null;
}

export interface FleetAnswer {
  /** Cheapest first, by dollars a month with a rate, else by dollars per output token all-in. */
  readonly fleets: readonly FleetRow[];
  readonly excluded: readonly Excluded[];
  /** Cheapest for this traffic first. */
  readonly hosts: readonly HostPrice[];
  readonly breakEven: BreakEven | null;
  /** Accelerator id of the cheapest that is better known than `projected`, ships, and is not priced below what owning it costs. */
  readonly best: string | null;
  readonly modelVersion: string;
}

interface Served {
  readonly row: Accelerator;
  readonly estimate: Estimate;
  readonly mayBeBest: boolean;
}

export function fleet(request: FleetRequest, options: EstimateOptions = {}): FleetAnswer {
  const steps = fleetSteps(request, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, one accelerator a step: each yield is the share of them that is done. */
export function* fleetSteps({ scenario, accelerators, only }: FleetRequest, options: EstimateOptions = {}): Generator<number, FleetAnswer> {
  const excluded: Excluded[] = [];
  const served: Served[] = [];
  for (const [index, row] of accelerators.entries()) {
    yield index / accelerators.length;
    const out = (code: ExclusionCode, message: string): void => void excluded.push({ accelerator: row.id, reason: { code, message } });
    const filtered = filteredOut(row, only);
    if (filtered) {
      out(...filtered);
      continue;
    }
    const estimate = estimateScenario({ ...scenario, accelerator: row.id }, options);
    if (!estimate.feasible) {
      out(exclusionOf(estimate), estimate.reason?.message ?? 'it cannot serve this load');
      continue;
    }
    const count = estimate.accelerators ?? 0;
    if (only.maxAccelerators !== null && count > only.maxAccelerators) {
      out('filtered', `it takes ${count} accelerators, more than ${only.maxAccelerators}`);
      continue;
    }
    if (!estimate.usdPerHour && only.priced) {
      out('no-price', estimate.unknown['usdPerHour'] ?? `no price of ${row.name} is known`);
      continue;
    }
    const below = owningCostAbove(row, scenario);
    if (below) {
      out(
        'below-owning-cost',
        `its rent of $${below.rent.toPrecision(3)} an hour is below what owning ${row.name} costs ($${below.own.toPrecision(3)} at least)`,
      );
      continue;
    }
    served.push({
      row,
      estimate,
      mayBeBest: unranked(row, estimate, scenario) === null,
    });
  }
  served.sort((a, b) => (rankedCost(a.estimate, scenario)?.value ?? Infinity) - (rankedCost(b.estimate, scenario)?.value ?? Infinity));
  const rivals = served.filter((each) => each.mayBeBest);
  const shares = probabilityCheapest(rivals.map(({ estimate }) => rankedCost(estimate, scenario)).filter((cost) => cost !== null));
  const [best] = rivals;
  yield 1;
  const hosts = hostPrices(scenario);
  return {
    fleets: served.map(({ row, estimate, mayBeBest }, index) => ({
      accelerator: row.id,
      ...estimate,
      probabilityCheapest: mayBeBest ? (shares[rivals.indexOf(served[index] as Served)] ?? 0) : null,
    })),
    excluded,
    hosts,
    breakEven: best ? breakEven({ ...scenario, accelerator: best.row.id }, hosts[0], cheapestRequest(scenario), options) : null,
    best: best?.row.id ?? null,
    modelVersion,
  };
}

function filteredOut(row: Accelerator, only: FleetFilter): readonly [ExclusionCode, string] | null {
  if (only.vendors !== null && !only.vendors.some((vendor) => vendor.toLowerCase() === row.vendor.toLowerCase()))
    return ['filtered', `${row.vendor} is not among the vendors asked for`];
  if (row.announced && !only.status.includes('announced')) return ['announced', `${row.name} is announced and does not ship yet`];
  if (!row.announced && !only.status.includes('shipping')) return ['filtered', `${row.name} ships already`];
  return null;
}

function exclusionOf({ reason }: Estimate): ExclusionCode {
  switch (reason?.code) {
    case 'target-not-met':
      return 'target-not-met';
    case 'overloaded':
      return 'overloaded';
    // What is left cannot hold or run the model: memory, formats, a context, a fact that is missing.
    default:
      return 'does-not-fit';
  }
}

function cheapestRequest(scenario: Scenario): number | null {
  if (typeof scenario.model !== 'string') return null;
  const all = apiPricesOf(scenario.model).flatMap((offer) => usdPerRequest(offer, scenario) ?? []);
  return all.length === 0 ? null : Math.min(...all);
}
