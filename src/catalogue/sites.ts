/**
 * Places where accelerators stand or are planned, on six continents: operator, coordinates, state, whose law reaches
 * the control plane, and the grid. Announced capacity is of very different firmness; `site-details.ts` has the words.
 */
import { table } from './data/sites.csv';
import { rowsOf, type Row } from './table.ts';
import { energyAt } from './energy.ts';
import type { Fact } from './facts.ts';
import { codesOf, factOrNull, numberOrNull, requiredNumber, textOf, type Column } from './read-cell.ts';

export const siteStates = ['operating', 'construction', 'announced', 'stalled', 'unknown'] as const;
export type SiteState = (typeof siteStates)[number];

export interface Site {
  readonly id: string;
  readonly operator: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly continent: string;
  /** Degrees; the city's centre. */
  readonly latitude: number;
  readonly longitude: number;
  readonly state: SiteState;
  /** W of IT load. */
  readonly capacity: Fact | null;
  /** W of IT load in the first announced phase. */
  readonly firstPhase: Fact | null;
  /** Country of the operator's headquarters: whose law can reach the control plane. */
  readonly controlPlane: string;
  readonly operatorKind: string;
  readonly gridZone: string;
  /** Region of the measured round trips, and how far it is in km. */
  readonly nearestRoundTrip: { readonly region: string; readonly distance: number } | null;
  readonly source: readonly string[];
}

const capacityColumn: Column = { name: 'capacity_mw', unit: 'W', scale: 1e6, definition: 'power of the site, operating' };
const firstPhaseColumn: Column = { name: 'first_phase_mw', unit: 'W', scale: 1e6, definition: 'power of the first announced phase' };

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
  const region = textOf(row, 'nearest_rtt_region');
  const distance = numberOrNull(row, 'nearest_rtt_region_km');
  return {
    id: textOf(row, 'id'),
    operator: textOf(row, 'operator'),
    city: textOf(row, 'city'),
    country: textOf(row, 'country_iso2'),
    continent: textOf(row, 'continent'),
    latitude: requiredNumber(row, 'lat'),
    longitude: requiredNumber(row, 'lon'),
    // The schema test holds the column to the SiteState words.
    state: textOf(row, 'state') as SiteState,
    capacity: factOrNull(row, capacityColumn),
    firstPhase: factOrNull(row, firstPhaseColumn, 'projected'),
    controlPlane: textOf(row, 'control_plane_jurisdiction'),
    operatorKind: textOf(row, 'operator_kind'),
    gridZone: textOf(row, 'grid_zone'),
    nearestRoundTrip: region === '' || distance === null ? null : { region, distance },
    source: codesOf(row),
  };
}
