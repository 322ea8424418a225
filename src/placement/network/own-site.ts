/** A site of the person's own, as a plan sees it: what they gave, and the facts of its country for the rest. */
import { accelerator } from '../../catalogue/accelerators.ts';
import { carbonAt, carbonIntensity } from '../../catalogue/carbon.ts';
import { operator as operatorById, ownerOf } from '../../catalogue/factory/operators.ts';
import { place } from '../../catalogue/factory/places.ts';
import { countryOfVendor } from '../../catalogue/factory/vendors.ts';
import type { Fact } from '../../catalogue/facts.ts';
import { catalogueDate } from '../../catalogue/read-cell.ts';
import { openEngineRunsOn } from '../law/site-control.ts';
import type { OwnSite, Switches } from '../request/placement.ts';
import type { CandidateSite, Exclusion } from './site.ts';
import { termsOfSite } from './terms.ts';

export function ownSiteFacts(own: OwnSite, { announced }: Pick<Switches, 'announced'>): CandidateSite {
  const home = place(own.country);
  if (!home) throw new Error(`no country "${own.country}"`);
  const running = operatorById(own.operator);
  const owner = running && ownerOf(running.id);
  const chips = Object.keys(own.accelerators ?? {}).flatMap((id) => accelerator(id) ?? []);
  const makers = chips.map(({ vendor }) => countryOfVendor(vendor));
  const carbon = carbonAt(own.country);
  return {
    id: own.id,
    name: `${running?.name ?? own.operator}, ${own.id}`,
    latitude: own.lat,
    longitude: own.lon,
    country: own.country,
    continent: home.continent,
    state: own.state,
    owner: owner?.id ?? own.operator,
    jurisdiction: own.jurisdiction,
    network: running?.kind === 'hyperscaler' ? 'backbone' : 'internet',
    pools: Object.entries(own.accelerators ?? {}).map(([id, count]) => ({ accelerators: [id], count: { low: count, value: count, high: count } })),
    watts: own.megawatts === null ? null : own.megawatts * 1e6,
    terms: termsOfSite({
      gridZone: own.country,
      continent: home.continent,
      pue: given(own.pue, 'W/W'),
      price: given(own.usdPerKilowattHour, 'USD/kWh'),
    }),
    control: {
      territory: own.country,
      operator: own.jurisdiction,
      owner: owner?.country ?? own.jurisdiction,
      controlPlane: own.jurisdiction,
      operations: own.jurisdiction,
      models: own.jurisdiction,
      chipMakers: makers.length > 0 && !makers.includes(undefined) ? [...new Set(makers.filter((maker) => maker !== undefined))] : null,
      openSoftware: chips.length > 0 ? chips.some(openEngineRunsOn) : null,
      carbon: (carbon && carbonIntensity(carbon)?.value) ?? null,
    },
    source: [],
    barred: barOf(own, announced),
  };
}

function barOf({ state, accelerators }: OwnSite, announced: boolean): Exclusion | null {
  if (state === 'stalled') return { code: 'state', text: 'works have stopped' };
  if (state !== 'operating' && !announced)
    return { code: 'state', text: state === 'unknown' ? 'it is not said whether it operates' : `its state is ${state}` };
  if (accelerators === null || Object.keys(accelerators).length === 0) return { code: 'unknown-capacity', text: 'its accelerators are not given' };
  return null;
}

function given(value: number | null, unit: string): Fact | null {
  return value === null ? null : { value, unit, source: [], date: catalogueDate, definition: 'as given with the site' };
}
