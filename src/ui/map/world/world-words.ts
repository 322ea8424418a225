/** A site and a place of users in words and as a row of the table. No DOM. */
import type { AcceleratorRange } from '../../../catalogue/factory/capacity.ts';
import { site as siteById } from '../../../catalogue/sites.ts';
import type { TableTwin } from '../../../charts/table-twin.ts';
import type { PlacementAnswer } from '../../../placement/plan/answer.ts';
import { formatCount, formatMoney } from '../../../units/format.ts';
import { countryName, listed, milliseconds, placeName, siteCity, siteName } from '../../text/placement-words.ts';
import { acceleratorsWords, countOf, type WorldSite } from './world-sites.ts';

const states: Readonly<Record<string, string>> = {
  operating: 'operates',
  construction: 'under construction',
  announced: 'announced',
  stalled: 'works have stopped',
  unknown: 'no source says whether it operates',
};

const stateWords = (id: string): string => states[siteById(id)?.state ?? ''] ?? '';

/** "in the plan", "could serve", "no source says that accelerators are installed" */
export const standingWords = ({ standing, barred }: WorldSite): string =>
  standing === 'plan' ? 'In the plan.' : standing === 'possible' ? 'Could serve; not needed, or out for a reason of yours.' : `Out: ${barred}.`;

const rounded = (count: number): string => formatCount(Number(count.toPrecision(2)));

function capacityLine({ value, low, high, origin }: AcceleratorRange): string {
  if (origin === 'stated') return `${formatCount(value)}, stated`;
  const basis = origin === 'power' ? 'from the power of its building' : 'as other sites of its kind';
  return `some ${rounded(value)} (${rounded(low)}–${rounded(high)}), ${basis}`;
}

export function siteFacts(site: WorldSite): readonly (readonly [string, string])[] {
  const { id, capacity, accelerators, usdPerHour, usdPerMillion, kW, roundTrip, carbon } = site;
  return [
    ['Country', countryName(siteById(id)?.country ?? '')],
    ['State', stateWords(id)],
    ['Accelerators there', capacity ? capacityLine(capacity) : 'not known'],
    ...(accelerators ? ([['In the plan', acceleratorsWords(accelerators)]] as const) : []),
    ...(usdPerHour === null ? [] : ([['Cost', `${formatMoney(usdPerHour).value} an hour`]] as const)),
    ...(usdPerMillion === null ? [] : ([['Output tokens', `${formatMoney(usdPerMillion).value} a million`]] as const)),
    ...(kW === null ? [] : ([['Power', `${formatCount(Math.round(kW))} kW`]] as const)),
    ...(roundTrip === null ? [] : ([['Round trip, mean', milliseconds(roundTrip)]] as const)),
    ...(carbon === null ? [] : ([['Carbon of its grid', `${formatCount(Math.round(carbon))} gCO2e/kWh`]] as const)),
  ];
}

/** One line, for whoever walks the marks by keys. */
export function siteLine(site: WorldSite): string {
  const { id, accelerators, usdPerHour, roundTrip, barred, standing } = site;
  if (accelerators)
    return `${siteName(id)}: ${acceleratorsWords(accelerators)}${usdPerHour === null ? '' : `, ${formatMoney(usdPerHour).value} an hour`}${roundTrip === null ? '' : `, ${milliseconds(roundTrip)} from its users`}.`;
  return `${siteName(id)}: ${standing === 'possible' ? `could serve, ${site.capacity ? capacityLine(site.capacity) : ''}` : barred}.`;
}

/** "Users in Lagos: served from Eemshaven, 116 ms." */
export function userLine(id: string, answer: PlacementAnswer | null): string {
  const own = (answer?.flows ?? []).filter(({ from }) => from === id).sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
  const at = [...new Map(own.map((flow) => [flow.site, `${siteCity(flow.site)}, ${milliseconds(flow.roundTrip)}`])).values()];
  const left = answer?.unmet.some(({ from }) => from === id) ? ' Part of them, or all, cannot be served.' : '';
  return `Users in ${placeName(id)}${at.length > 0 ? `: served from ${listed(at)}` : ''}.${left}`;
}

export const worldTable = (sites: readonly WorldSite[]): TableTwin => ({
  columns: [
    { key: 'site', title: 'Site' },
    { key: 'country', title: 'Country' },
    { key: 'standing', title: 'Standing' },
    { key: 'planned', title: 'Accelerators in the plan' },
    { key: 'usdPerHour', title: '$/h' },
    { key: 'usdPerMillion', title: '$/M output' },
    { key: 'roundTrip', title: 'Round trip, ms' },
    { key: 'capacity', title: 'Accelerators there' },
    { key: 'low', title: 'at least' },
    { key: 'high', title: 'at most' },
    { key: 'carbon', title: 'gCO2e/kWh' },
    { key: 'note', title: 'Note' },
  ],
  rows: sites.map(({ id, standing, barred, capacity, accelerators, usdPerHour, usdPerMillion, roundTrip, carbon }) => ({
    site: siteName(id),
    country: countryName(siteById(id)?.country ?? ''),
    standing: standing === 'plan' ? 'in the plan' : standing === 'possible' ? 'could serve' : 'out',
    planned: accelerators && countOf(accelerators),
    usdPerHour,
    usdPerMillion,
    roundTrip: roundTrip === null ? null : Math.round(1000 * roundTrip),
    capacity: capacity && Math.round(capacity.value),
    low: capacity && Math.round(capacity.low),
    high: capacity && Math.round(capacity.high),
    carbon: carbon === null ? null : Math.round(carbon),
    note: accelerators ? acceleratorsWords(accelerators) : barred,
  })),
});
