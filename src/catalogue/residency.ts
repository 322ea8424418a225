/**
 * Where data may go: transfer regimes by jurisdiction, and the frameworks that score sovereignty. A planning aid, not
 * legal advice; most rows were not re-read (`basis` D).
 */
import { table as frameworkTable } from './data/sovereignty-frameworks.csv';
import { table as residencyTable } from './data/residency.csv';
import { rowsOf } from './table.ts';
import { codesOf, numberOrNull, textOf } from './read-cell.ts';

/** From the tightest to the loosest; `negative-list` is free but for named countries. */
export const localisationClasses = ['strict', 'sector-strict', 'conditional', 'negative-list', 'free'] as const;
export type LocalisationClass = (typeof localisationClasses)[number];

export interface Residency {
  /** ISO 3166-1 alpha-2, or EU. */
  readonly country: string;
  readonly jurisdiction: string;
  readonly regime: string;
  readonly localisation: LocalisationClass;
  readonly transferRule: string;
  readonly sectors: string;
  /** Whose orders can reach the data, whatever the contract says. */
  readonly compelledAccess: string;
  readonly basis: string;
  readonly source: readonly string[];
  readonly notes: string;
}

export interface SovereigntyCriterion {
  readonly framework: string;
  readonly item: string;
  readonly label: string;
  /** Share of the framework's score, 0 … 1; null where it has no weights. */
  readonly weight: number | null;
  readonly meaning: string;
  readonly basis: string;
  readonly source: readonly string[];
}

let residencyRows: readonly Residency[] | undefined;
let criteria: readonly SovereigntyCriterion[] | undefined;

export function residencies(): readonly Residency[] {
  residencyRows ??= rowsOf(residencyTable).map((row) => ({
    country: textOf(row, 'iso2'),
    jurisdiction: textOf(row, 'jurisdiction'),
    regime: textOf(row, 'regime'),
    localisation: textOf(row, 'localisation_class') as LocalisationClass,
    transferRule: textOf(row, 'transfer_rule'),
    sectors: textOf(row, 'sector_localisation'),
    compelledAccess: textOf(row, 'compelled_access_reach'),
    basis: textOf(row, 'basis'),
    source: codesOf(row),
    notes: textOf(row, 'notes'),
  }));
  return residencyRows;
}

/** A country's own regime; members of the EU are under "EU". */
export function residency(country: string): Residency | undefined {
  return residencies().find((row) => row.country === country);
}

export function sovereigntyCriteria(): readonly SovereigntyCriterion[] {
  criteria ??= rowsOf(frameworkTable).map((row) => ({
    framework: textOf(row, 'framework'),
    item: textOf(row, 'item'),
    label: textOf(row, 'label'),
    weight: numberOrNull(row, 'weight_pct', 0.01),
    meaning: textOf(row, 'meaning'),
    basis: textOf(row, 'basis'),
    source: codesOf(row),
  }));
  return criteria;
}
