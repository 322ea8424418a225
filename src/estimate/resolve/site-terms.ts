/** Electricity price, PUE and grid carbon of the scenario's site, or the world's medians with their spread. */
import { carbonAt, carbonIntensity } from '../../catalogue/carbon.ts';
import type { Fact } from '../../catalogue/facts.ts';
import { site as siteById, siteEnergy } from '../../catalogue/sites.ts';
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
  const at = scenario.site === null ? undefined : siteById(scenario.site);
  if (!at) return worldMedians;
  const energy = siteEnergy(at);
  const carbon = carbonAt(at.gridZone);
  const intensity = carbon ? carbonIntensity(carbon) : null;
  return {
    price: energy.price ?? medianElectricityPrice,
    pue: energy.pue ?? medianPue,
    carbon: intensity ?? medianCarbonIntensity,
    assumptions: {
      price: energy.price ? 'site.price' : 'site.price-world-median',
      pue: energy.pue ? 'site.pue' : 'site.pue-world-median',
      carbon: intensity ? 'site.carbon' : 'site.carbon-world-median',
    },
  };
}
