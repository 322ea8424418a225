/** What electricity costs and emits at a site, and what its building adds; the world's medians where nothing was read. */
import { carbonAt, carbonIntensity } from '../../catalogue/carbon.ts';
import { energyAt } from '../../catalogue/energy.ts';
import type { Fact } from '../../catalogue/facts.ts';
import { medianCarbonIntensity, medianElectricityPrice, medianPue } from '../../catalogue/world-medians.ts';
import type { SiteTerms } from '../../estimate/resolve/site-terms.ts';

interface At {
  readonly gridZone: string;
  readonly continent: string;
  /** Stated for the site itself. */
  readonly pue: Fact | null;
  readonly price: Fact | null;
}

export function termsOfSite({ gridZone, continent, ...stated }: At): SiteTerms {
  const energy = energyAt(gridZone, continent);
  const zone = carbonAt(gridZone);
  const carbon = zone ? carbonIntensity(zone) : null;
  const price = stated.price ?? energy.price;
  const pue = stated.pue ?? energy.pue;
  return {
    price: price ?? medianElectricityPrice,
    pue: pue ?? medianPue,
    carbon: carbon ?? medianCarbonIntensity,
    assumptions: {
      price: price ? 'site.price' : 'site.price-world-median',
      pue: stated.pue ? 'site.pue-stated' : pue ? 'site.pue' : 'site.pue-world-median',
      carbon: carbon ? 'site.carbon' : 'site.carbon-world-median',
    },
  };
}
