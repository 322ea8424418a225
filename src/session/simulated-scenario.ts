/**
 * A scenario as it is simulated: the arrangement that the answer on the page chose, under arrivals that the visitor
 * picks. The closed form that stands beside the result answers the same scenario.
 */
import { asAnswered, type Estimate, type Scenario, type SimulateOptions } from '../index.ts';

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
  const answered = asAnswered(scenario, estimate);
  const asked: Scenario =
    arrivals === 'poisson'
      ? { ...answered, batch: null, concurrency: null, requestsPerSecond: rate ?? usualRate(scenario, estimate), target: 'none' }
      : {
          ...answered,
          concurrency: answered.concurrency ?? Math.max(Math.round(estimate.load?.concurrency ?? 1), 1),
          requestsPerSecond: null,
          batch: null,
          peakToMean: 1,
        };
  return { scenario: asked, options: { arrivals, spread, seed } };
}
