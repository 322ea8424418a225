/**
 * The rate above which accelerators of one's own cost less a month than the cheapest host. A host's bill grows with the
 * rate; a fleet's is a staircase of whole replicas, so the last step that is dearer than the host decides.
 */
import { estimateScenario, type EstimateOptions } from '../estimate/estimate-scenario.ts';
import { maxAccelerators } from '../scenario/parallel.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { HostPrice } from './hosts.ts';

export interface BreakEven {
  readonly requestsPerSecond: number;
  readonly usdPerMonth: number;
  /** The host's provider. */
  readonly against: string;
}

/** Rates from one request in two hours up to where a fleet is hundreds of accelerators and its steps no longer show. */
const leastRate = 1e-4;
const mostRate = 1e4;
const perDecade = 8;
const halvings = 12;
const manyAccelerators = 512;

/** @returns null where no rate makes the fleet cheaper, or no host lists the model */
export function breakEven(scenario: Scenario, host: HostPrice | undefined, usdPerRequest: number | null, options: EstimateOptions): BreakEven | null {
  if (!host || usdPerRequest === null) return null;
  const asked = freeOfLoad(scenario);
  const monthly = (rate: number): { readonly own: number; readonly accelerators: number } => {
    const estimate = estimateScenario({ ...asked, requestsPerSecond: rate }, options);
    return { own: estimate.usdPerMonth?.value ?? Infinity, accelerators: estimate.accelerators ?? maxAccelerators };
  };
  const bill = (rate: number): number => rate * 730 * 3600 * usdPerRequest;
  let dearer: number | null = null;
  let cheaper: number | null = null;
  for (let rate = leastRate; rate <= mostRate; rate *= 10 ** (1 / perDecade)) {
    const { own, accelerators } = monthly(rate);
    if (own >= bill(rate)) {
      dearer = rate;
      cheaper = null;
    } else cheaper ??= rate;
    if (accelerators > manyAccelerators) break;
  }
  if (cheaper === null) return null;
  let low = dearer ?? leastRate;
  let high = cheaper;
  for (let round = 0; round < halvings; round++) {
    const middle = Math.sqrt(low * high);
    if (monthly(middle).own < bill(middle)) high = middle;
    else low = middle;
  }
  return { requestsPerSecond: high, usdPerMonth: monthly(high).own, against: host.provider };
}

/** The scenario with count, arrangement and load open: each rate gets the fleet that is cheapest for it. */
export const freeOfLoad = (scenario: Scenario): Scenario => ({
  ...scenario,
  accelerators: null,
  parallel: null,
  concurrency: null,
  batch: null,
  session: null,
  utilisation: 0.6,
  anchor: [],
});
