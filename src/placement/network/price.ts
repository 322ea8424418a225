/** What an accelerator-hour costs at a site, and why a price may not be counted on. */
import type { Accelerator } from '../../catalogue/facts.ts';
import { hourlyPrice } from '../../estimate/answer/money.ts';
import type { SiteTerms } from '../../estimate/resolve/site-terms.ts';
import { z80, type Spread } from '../../estimate/spread.ts';
import { owningCostAbove } from '../../estimate/views/rank.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Exclusion } from './site.ts';

export interface SitePrice {
  /** USD an accelerator-hour, the one to plan with. */
  readonly usd: number;
  readonly spread: Spread;
  /** What of the site is in it: an owner pays for electricity. */
  readonly ofSite: readonly ('price' | 'pue')[];
  readonly assumptions: readonly string[];
  readonly source: readonly string[];
}

export type PriceAnswer = { readonly ok: true; readonly value: SitePrice } | { readonly ok: false; readonly why: Exclusion };

export interface PriceOptions {
  /** Factor on rents; it decides no bar, so that a factor on all of them changes no plan. */
  readonly rent: number;
  readonly announced: boolean;
}

/** @param scenario whose ownership is asked; its accelerator is `accelerator` */
export function priceAt(scenario: Scenario, accelerator: Accelerator, site: SiteTerms, { rent, announced }: PriceOptions): PriceAnswer {
  const barred = (text: string): PriceAnswer => ({ ok: false, why: { code: 'price', text } });
  if (accelerator.announced && !announced)
    return { ok: false, why: { code: 'state', text: `${accelerator.name} is announced and does not ship yet` } };
  const price = hourlyPrice({ ...scenario, accelerator: accelerator.id }, accelerator, site);
  if (!price.known) return barred(price.reason);
  const below = owningCostAbove(accelerator, scenario);
  if (below)
    return barred(
      `its rent of $${below.rent.toPrecision(3)} an hour is below what owning ${accelerator.name} costs ($${below.own.toPrecision(3)} at least)`,
    );
  const owned = scenario.ownership === 'own' || (typeof scenario.ownership === 'object' && 'own' in scenario.ownership);
  // A price that nobody read must not win by being low: a plan counts on its high end.
  const projected = price.spread.evidence === 'projected';
  const usd = price.usdPerHour * (owned ? 1 : rent) * (projected ? Math.exp(z80 * price.spread.logSd) : 1);
  return {
    ok: true,
    value: {
      usd,
      spread: price.spread,
      ofSite: price.ofSite,
      assumptions: [
        ...price.assumptions,
        ...price.ofSite.map((each) => site.assumptions[each]),
        ...(projected ? ['place.projected-price-high'] : []),
      ],
      source: price.sources,
    },
  };
}
