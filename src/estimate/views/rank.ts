/**
 * By what accelerators are compared, and which take part in naming the cheapest: one rule for fleets and for the page.
 */
import type { Accelerator } from '../../catalogue/facts.ts';
import { acceleratorPrice } from '../../catalogue/prices.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Estimate } from '../estimate.ts';

/** Dollars a month with a rate, else dollars per million output tokens all-in; null without a price or an answer. */
export const rankedCost = (estimate: Estimate, { requestsPerSecond }: Pick<Scenario, 'requestsPerSecond'>): Quantity | null =>
  requestsPerSecond === null ? estimate.usdPerMillionOutputTokensAllIn : estimate.usdPerMonth;

export const unrankedCodes = ['cannot-serve', 'no-price', 'announced', 'projected', 'below-owning-cost'] as const;
export type UnrankedCode = (typeof unrankedCodes)[number];

/** Why an accelerator takes no part in naming the cheapest; null where it does. */
export function unranked(row: Accelerator, estimate: Estimate, scenario: Scenario): UnrankedCode | null {
  if (!estimate.feasible) return 'cannot-serve';
  const cost = rankedCost(estimate, scenario);
  if (!cost) return 'no-price';
  if (row.announced) return 'announced';
  // The price alone says nothing of whether the count is right, so the times count too.
  if (cost.evidence === 'projected' || estimate.timePerOutputToken?.evidence === 'projected') return 'projected';
  return owningCostAbove(row, scenario) ? 'below-owning-cost' : null;
}

/**
 * A rent below what owning costs will not last, or is of something else; a price of the user's own is theirs to judge.
 * @returns both in USD/h where the rent is below, else null
 */
export function owningCostAbove(row: Accelerator, { ownership }: Scenario): { readonly rent: number; readonly own: number } | null {
  if (ownership !== 'rent-on-demand' && ownership !== 'rent-reserved') return null;
  const rent = acceleratorPrice(row, ownership);
  const own = acceleratorPrice(row, 'own');
  if (!rent.known || !own.known || rent.usdPerHour.value >= own.usdPerHour.low) return null;
  return { rent: rent.usdPerHour.value, own: own.usdPerHour.low };
}

export interface Rankable {
  readonly cost: Quantity | null;
  readonly unranked: UnrankedCode | null;
}

/** Those that take part first, cheapest first; then the priced others; then those without a price. */
export const byRank = (a: Rankable, b: Rankable): number =>
  Number(a.unranked !== null) - Number(b.unranked !== null) || (a.cost?.value ?? Number.MAX_VALUE) - (b.cost?.value ?? Number.MAX_VALUE);
