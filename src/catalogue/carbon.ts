/**
 * Carbon intensity of electricity by country and grid zone. Data: Ember (CC BY-SA 4.0) and Electricity Maps (ODbL),
 * in a file of their own with the licence at its top; whoever shows a number must show its attribution.
 */
import { table } from './data/carbon.csv';
import { rowsOf, type Row } from './table.ts';
import type { Fact } from './facts.ts';
import { catalogueDate, numberOrNull, textOf } from './read-cell.ts';

export interface Carbon {
  readonly id: string;
  /** Ember, national; lifecycle emissions of generation. */
  readonly ember: Fact | null;
  /** Electricity Maps, mean of 2025; consumption, imports counted. */
  readonly electricityMaps: Fact | null;
  /** Shares 0 … 1 of 2025. */
  readonly renewable: Fact | null;
  readonly carbonFree: Fact | null;
}

export const carbonAttribution =
  'Carbon intensity: Ember (CC BY-SA 4.0) and Electricity Maps (ODbL 1.0), by way of the npm package @tgwf/co2 0.19.0.';

let cached: ReadonlyMap<string, Carbon> | undefined;

export function carbonRows(): readonly Carbon[] {
  return [...byId().values()];
}

/** A grid zone's carbon, else its country's: "US-TEX-ERCO", then "US". */
export function carbonAt(zone: string): Carbon | undefined {
  return byId().get(zone) ?? byId().get(zone.split('-')[0] ?? zone);
}

/** The intensity to calculate with: Electricity Maps where it is known (zones, imports), else Ember; the other is an end of the interval. */
export function carbonIntensity(carbon: Carbon): Fact | null {
  const fact = carbon.electricityMaps ?? carbon.ember;
  const other = carbon.electricityMaps ? carbon.ember : null;
  if (!fact || !other) return fact;
  return { ...fact, low: Math.min(fact.value, other.value), high: Math.max(fact.value, other.value), source: [...fact.source, ...other.source] };
}

function byId(): ReadonlyMap<string, Carbon> {
  cached ??= new Map(rowsOf(table).map((row) => [textOf(row, 'id'), readCarbon(row)]));
  return cached;
}

function readCarbon(row: Row): Carbon {
  return {
    id: textOf(row, 'id'),
    ember: cell(row, 'carbon_g_kwh_ember', 1, 'gCO2e/kWh', 'E3', 'national mean, lifecycle'),
    electricityMaps: cell(row, 'carbon_g_kwh_electricity_maps', 1, 'gCO2e/kWh', 'E4', 'mean of 2025, consumption, lifecycle'),
    renewable: cell(row, 'renewable_pct_2025', 0.01, '1', 'E4', 'share of 2025'),
    carbonFree: cell(row, 'carbon_free_pct_2025', 0.01, '1', 'E4', 'share of 2025, nuclear counted'),
  };
}

function cell(row: Row, column: string, scale: number, unit: string, code: string, definition: string): Fact | null {
  const value = numberOrNull(row, column, scale);
  return value === null ? null : { value, unit, source: [code], date: catalogueDate, definition, trust: 'read' };
}
