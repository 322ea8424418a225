/** Sites, users and flows as the map draws them: size by capacity, colour by a quantity that can be chosen. No DOM. */
import type { WorldFlow, WorldLegend, WorldMark } from '../../../charts/world-map.ts';
import type { PlacementAnswer } from '../../../placement/plan/answer.ts';
import { formatCount, formatMoney } from '../../../units/format.ts';
import { capital } from '../../text/capital.ts';
import { milliseconds, placeName, several, siteCity, unmetWords } from '../../text/placement-words.ts';
import { countOf, type WorldSite, type WorldUsers } from './world-sites.ts';

export const quantityIds = ['capacity', 'cost', 'roundTrip', 'carbon'] as const;
export type QuantityId = (typeof quantityIds)[number];

interface MapQuantity {
  readonly name: string;
  /** Whether any site has it. */
  readonly has: (sites: readonly WorldSite[]) => boolean;
  readonly of: (site: WorldSite) => number | null;
  readonly words: (value: number) => string;
}

const quantity = (name: string, of: MapQuantity['of'], words: MapQuantity['words']): MapQuantity => ({
  name,
  of,
  words,
  has: (sites) => sites.some((site) => of(site) !== null),
});

export const quantities: Readonly<Record<QuantityId, MapQuantity>> = {
  // Already the area.
  capacity: { ...quantity('Capacity', () => null, String), has: () => true },
  cost: quantity(
    '$ per million tokens',
    ({ usdPerMillion }) => usdPerMillion,
    (value) => `${formatMoney(value).value}/M`,
  ),
  roundTrip: quantity('Round trip', ({ roundTrip }) => roundTrip, milliseconds),
  carbon: quantity(
    'Carbon of the grid',
    ({ carbon }) => carbon,
    (value) => `${formatCount(Math.round(value))} gCO2e/kWh`,
  ),
};

/** The ends of what colours the map; null where nothing does. */
export function toneLegend(sites: readonly WorldSite[], id: QuantityId): WorldLegend['tone'] {
  const ends = endsOf(sites, id);
  const { name, words } = quantities[id];
  return ends && { name, low: words(ends.low), high: words(ends.high) };
}

function endsOf(sites: readonly WorldSite[], id: QuantityId): { readonly low: number; readonly high: number } | null {
  const values = sites.flatMap((site) => quantities[id].of(site) ?? []);
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
}

/** In the order of the sites, then the users. */
export function drawnMarks(sites: readonly WorldSite[], users: readonly WorldUsers[], id: QuantityId): readonly WorldMark[] {
  const ends = endsOf(sites, id);
  // A campus of hundreds of thousands would leave all others as dots of one size: areas end at the size of all but a few.
  const counts = sites.flatMap(({ capacity }) => capacity?.value ?? []).sort((a, b) => a - b);
  const largest = counts[Math.floor(0.95 * (counts.length - 1))] ?? 1;
  const tone = (site: WorldSite): number | null => {
    const value = quantities[id].of(site);
    if (value === null || ends === null) return null;
    return ends.high > ends.low ? (value - ends.low) / (ends.high - ends.low) : 0.5;
  };
  // Users at a site of the plan are named by it.
  const named = new Set(sites.flatMap(({ id, standing }) => (standing === 'plan' ? [siteCity(id)] : [])));
  return [
    ...sites.map((site): WorldMark => ({
      id: site.id,
      kind: site.standing,
      where: site.where,
      size: site.capacity && Math.min(1, site.capacity.value / largest),
      tone: tone(site),
      label: site.standing === 'plan' ? siteCity(site.id) : '',
    })),
    ...users.map(({ id: place, where }): WorldMark => ({
      id: place,
      kind: 'users',
      where,
      size: null,
      tone: null,
      label: named.has(placeName(place)) ? '' : placeName(place),
    })),
  ];
}

/** s below which a round trip is not worth a label. */
const worthSaying = 0.04;

/** Users to their sites, workloads together, and models from jobs to the sites that serve them. */
export function drawnFlows({ flows, jobs }: PlacementAnswer, sites: readonly WorldSite[], users: readonly WorldUsers[]): readonly WorldFlow[] {
  const merged = new Map<string, { readonly from: string; readonly to: string; rate: number; roundTrip: number }>();
  for (const { from, site, requestsPerSecond, roundTrip } of flows) {
    const key = `${from}|${site}`;
    const known = merged.get(key) ?? { from, to: site, rate: 0, roundTrip };
    known.rate += requestsPerSecond;
    merged.set(key, known);
  }
  const most = Math.max(0, ...[...merged.values()].map(({ rate }) => rate));
  const whereOf = (id: string): WorldSite['where'] | undefined => sites.find((site) => site.id === id)?.where;
  return [
    ...[...merged.values()]
      .sort((a, b) => b.roundTrip - a.roundTrip)
      .flatMap(({ from, to, rate, roundTrip }): readonly WorldFlow[] => {
        const [start, end] = [users.find(({ id }) => id === from)?.where, whereOf(to)];
        if (!start || !end) return [];
        return [
          { from: start, to: end, weight: most > 0 ? rate / most : 0, kind: 'users', label: roundTrip >= worthSaying ? milliseconds(roundTrip) : '' },
        ];
      }),
    ...jobs.flatMap(({ site, sendsTo }) =>
      sendsTo.flatMap((id): readonly WorldFlow[] => {
        const [start, end] = [whereOf(site), whereOf(id)];
        return start && end && site !== id ? [{ from: start, to: end, weight: 0, kind: 'model', label: '' }] : [];
      }),
    ),
  ];
}

/** What the map found. */
export function worldTitle(sites: readonly WorldSite[], answer: PlacementAnswer | null): string {
  const possible = sites.filter(({ standing }) => standing !== 'unconfirmed').length;
  if (answer === null) return `${formatCount(possible)} of ${formatCount(sites.length)} sites have confirmed accelerators that can be rented`;
  if (answer.sites.length === 0) return 'No site may serve any of it';
  const accelerators = answer.sites.reduce((sum, site) => sum + countOf(site.accelerators), 0);
  const left = answer.feasible ? '' : `; ${unmetWords(answer)} is left`;
  return `${capital(several(answer.sites.length, 'site'))} with ${several(accelerators, 'accelerator')} ${answer.sites.length === 1 ? 'carries' : 'carry'} ${answer.feasible ? 'all of it' : 'what can be met'}${left}`;
}
