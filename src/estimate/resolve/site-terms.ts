/** Electricity price, PUE and grid carbon of the scenario's site, or the world's medians with their spread. */
import type { Fact } from '../../catalogue/facts.ts';
import { siteConditions } from '../../catalogue/site-conditions.ts';
import { medianCarbonIntensity, medianElectricityPrice, medianPue } from '../../catalogue/world-medians.ts';
import type { Scenario } from '../../scenario/scenario.ts';

export interface SiteTerms {
  /** USD/kWh */
  readonly price: Fact;
  /** Facility watts per IT watt. */
  readonly pue: Fact;
  /** gCO2e/kWh */
  readonly carbon: Fact;
  /** Ids of what is assumed of each, for an answer that reads it. */
  readonly assumptions: Readonly<Record<'price' | 'pue' | 'carbon', string>>;
}

const worldMedians: SiteTerms = {
  price: medianElectricityPrice,
  pue: medianPue,
  carbon: medianCarbonIntensity,
  assumptions: { price: 'site.world-medians', pue: 'site.world-medians', carbon: 'site.world-medians' },
};

export function siteTerms(scenario: Scenario): SiteTerms {
  const at = scenario.site === null ? undefined : siteConditions(scenario.site);
  if (!at) return worldMedians;
  return {
    price: at.price ?? medianElectricityPrice,
    pue: at.pue ?? medianPue,
    carbon: at.carbon ?? medianCarbonIntensity,
    assumptions: {
      price: at.price ? 'site.price' : 'site.price-world-median',
      pue: at.pue ? 'site.pue' : 'site.pue-world-median',
      carbon: at.carbon ? 'site.carbon' : 'site.carbon-world-median',
    },
  };
}
