/**
 * A scenario as it is simulated: the arrangement that the answer on the page chose, under arrivals that the visitor
 * picks. The closed form that stands beside the result answers the same scenario.
 */
import type { Estimate, Scenario, SimulateOptions } from '../index.ts';

/** A trace needs a file and is for the command line. */
export type SimulatedArrivals = 'closed' | 'poisson' | 'burst';

export interface SimulationChoice {
  readonly arrivals: SimulatedArrivals;
  /** Requests a second of independent arrivals; null: the scenario's own rate, or the share below of what its loop serves. */
  readonly rate: number | null;
  readonly spread: NonNullable<SimulateOptions['spread']>;
  readonly seed: number;
}

export interface AskedSimulation {
  readonly scenario: Scenario;
  readonly options: SimulateOptions;
}

/** Of the rate at which a closed loop is served: busy, with room for the bunches that chance makes. */
const usualLoad = 0.7;

/** Requests a second to begin with; null where the answer has no throughput. */
export function usualRate(scenario: Scenario, estimate: Estimate): number | null {
  if (scenario.requestsPerSecond !== null) return scenario.requestsPerSecond;
  const served = estimate.outputTokensPerSecond && estimate.outputTokensPerSecond.value / scenario.outputTokens;
  return served && Number((usualLoad * served).toPrecision(2));
}

export function askedSimulation(scenario: Scenario, estimate: Estimate, { arrivals, rate, spread, seed }: SimulationChoice): AskedSimulation {
  const arranged =
    scenario.serving === 'aggregated' ? { ...scenario, accelerators: estimate.accelerators, parallel: estimate.parallel, target: null } : scenario;
  // Under a target the number of users was searched: it is part of the answer.
  const concurrency =
    scenario.target && estimate.admittedConcurrency ? Math.max(1, Math.round(estimate.admittedConcurrency.value)) : scenario.concurrency;
  const requestsPerSecond = arrivals === 'poisson' ? (rate ?? usualRate(scenario, estimate)) : null;
  return { scenario: { ...arranged, concurrency, requestsPerSecond }, options: { arrivals, spread, seed } };
}
