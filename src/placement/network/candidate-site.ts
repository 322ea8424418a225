/** The sites that a plan is asked with, those of the catalogue from its facts. */
import { accelerator } from '../../catalogue/accelerators.ts';
import { siteCapacity, type BarCode } from '../../catalogue/factory/capacity.ts';
import { operator as operatorById, ownerOf } from '../../catalogue/factory/operators.ts';
import { siteFacts } from '../../catalogue/factory/site-facts.ts';
import { site as siteById } from '../../catalogue/sites.ts';
import { controlOf } from '../law/site-control.ts';
import type { Placement } from '../request/placement.ts';
import { vendorOf } from '../request/switches.ts';
import { ownSiteFacts } from './own-site.ts';
import type { CandidateSite, ExclusionCode } from './site.ts';
import { termsOfSite } from './terms.ts';

/** Sites asked for, by id in the order of the alphabet: the order in which they were given decides nothing. */
export function candidateSites(placement: Placement, ids: readonly string[]): readonly CandidateSite[] {
  const own = typeof placement.sites === 'string' ? [] : placement.sites.flatMap((each) => (typeof each === 'string' ? [] : [each]));
  const all = [...ids.map((id) => catalogueSite(id, placement)), ...own.map((each) => ownSiteFacts(each, placement.switches))];
  return all.map((site) => closedTo(site, placement.switches.closed)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function closedTo(site: CandidateSite, closed: readonly string[]): CandidateSite {
  const word = closed.find((each) => each === site.id || each === site.country);
  return word === undefined ? site : { ...site, barred: { code: 'closed', text: `${word} is closed` } };
}

function catalogueSite(id: string, { date, switches }: Placement): CandidateSite {
  const [place, facts] = [siteById(id), siteFacts(id)];
  if (!place || !facts) throw new Error(`no site "${id}"`);
  const { range, barred } = siteCapacity(id, { date, announced: switches.announced });
  const running = operatorById(facts.operator);
  const building = facts.buildingPower ?? (place.state === 'operating' ? null : facts.firstPhase);
  const powers = [building, facts.gridLimit].flatMap((fact) => (fact ? [fact.value] : []));
  return {
    id,
    name: `${running?.name ?? place.operator}, ${place.city}`,
    latitude: facts.latitude,
    longitude: facts.longitude,
    country: place.country,
    continent: place.continent,
    state: place.state,
    owner: ownerOf(facts.operator).id,
    jurisdiction: facts.jurisdiction,
    network: facts.kind === 'hyperscaler' ? 'backbone' : 'internet',
    pools: range ? [{ accelerators: facts.accelerators, count: { low: range.low, value: range.value, high: range.high } }] : [],
    watts: powers.length > 0 ? Math.min(...powers) : null,
    terms: termsOfSite({ gridZone: place.gridZone, continent: place.continent, pue: facts.pue, price: null }),
    control: controlOf(id),
    source: facts.source,
    barred: barred
      ? { code: exclusionOf[barred.code], text: barred.text }
      : facts.accelerators.length === 0
        ? { code: 'unknown-capacity', text: 'no source says which accelerators it holds' }
        : null,
  };
}

const exclusionOf: Readonly<Record<BarCode, ExclusionCode>> = {
  stalled: 'state',
  'state-unknown': 'state',
  'not-open-yet': 'state',
  'not-confirmed-live': 'state',
  'accelerators-not-confirmed': 'unknown-capacity',
  'accelerator-not-named': 'unknown-capacity',
  'not-for-rent': 'tenant',
};

/** Factor of a switch on the supply of a chip: its own, else its vendor's. */
export function supplyOf(chip: string, supply: Placement['switches']['supply']): number {
  const own = supply[chip];
  if (own !== undefined) return own;
  const vendor = accelerator(chip)?.vendor;
  const named = Object.keys(supply).find((key) => vendorOf(key) !== undefined && vendorOf(key) === vendor);
  return named === undefined ? 1 : (supply[named] ?? 1);
}
