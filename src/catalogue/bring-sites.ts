/** Apart from `site-conditions.ts`, so that what only asks for a site's conditions does not load the tables. */
import { carbonAt, carbonIntensity } from './carbon.ts';
import { lookSitesUpWith, type SiteConditions } from './site-conditions.ts';
import { site, siteEnergy } from './sites.ts';

/** From here on scenarios may name a site. */
export const bringSites = (): void => lookSitesUpWith(conditionsOf);

function conditionsOf(id: string): SiteConditions | undefined {
  const at = site(id);
  if (!at) return undefined;
  const carbon = carbonAt(at.gridZone);
  return { ...siteEnergy(at), carbon: carbon ? carbonIntensity(carbon) : null };
}
