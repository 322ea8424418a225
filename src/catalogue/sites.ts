/**
 * Places where accelerators stand or are planned, on six continents: operator, city, state and the grid: what the first answer needs.
 * `factory/site-facts.ts` has coordinates, law, power and accelerators, `site-details.ts` the words; both load later.
 */
import { table } from './data/sites.csv';
import { rowsOf, type Row } from './table.ts';
import { energyAt } from './energy.ts';
import type { Fact } from './facts.ts';
import { codesOf, textOf } from './read-cell.ts';

export const siteStates = ['operating', 'construction', 'announced', 'stalled', 'unknown'] as const;
export type SiteState = (typeof siteStates)[number];

export interface Site {
  readonly id: string;
  readonly operator: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly continent: string;
  readonly state: SiteState;
  readonly gridZone: string;
  readonly source: readonly string[];
}

let cached: ReadonlyMap<string, Site> | undefined;

export function sites(): readonly Site[] {
  return [...byId().values()];
}

export function site(id: string): Site | undefined {
  return byId().get(id);
}

/** Electricity price (USD/kWh) and PUE at a site; null where neither zone, country nor continent has one. */
export function siteEnergy(at: Site): { readonly price: Fact | null; readonly pue: Fact | null } {
  return energyAt(at.gridZone, at.continent);
}

function byId(): ReadonlyMap<string, Site> {
  cached ??= new Map(rowsOf(table).map((row) => [textOf(row, 'id'), readSite(row)]));
  return cached;
}

function readSite(row: Row): Site {
  return {
    id: textOf(row, 'id'),
    operator: textOf(row, 'operator'),
    city: textOf(row, 'city'),
    country: textOf(row, 'country_iso2'),
    continent: textOf(row, 'continent'),
    // The schema test holds the column to the SiteState words.
    state: textOf(row, 'state') as SiteState,
    gridZone: textOf(row, 'grid_zone'),
    source: codesOf(row),
  };
}
