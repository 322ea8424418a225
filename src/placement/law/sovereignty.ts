/**
 * How far a deployment stands under the law and the control of a home: the eight objectives of the EU Cloud Sovereignty Framework with
 * its weights and SEAL levels, read from what the catalogue knows, and the three levels of the Oxford census (territory, owner, maker of
 * the chips). The framework asks an auditor for far more than a catalogue has, so that no objective is given its top level here; the
 * rules are ours, in `docs/factory.md`. A planning aid: an objective whose facts are unknown passes no gate and adds nothing.
 */
import { sovereigntyCriteria } from '../../catalogue/residency.ts';
import { isHome } from './territory.ts';

/** Countries, ISO 3166-1 alpha-2. */
export interface Control {
  /** Of the site. */
  readonly territory: string;
  /** Headquarters of the operator, and of its last owner. */
  readonly operator: string;
  readonly owner: string;
  /** From where it is controlled, operated, and where models are trained, kept and updated; the operator's own where nothing else is said. */
  readonly controlPlane: string;
  readonly operations: string;
  readonly models: string;
  /** Of the makers of its accelerators; null where they were not read. */
  readonly chipMakers: readonly string[] | null;
  /** An engine of open source runs on its accelerators; null where they were not read. */
  readonly openSoftware: boolean | null;
  /** gCO2e/kWh of its grid. */
  readonly carbon: number | null;
}

export type SealLevel = 0 | 1 | 2 | 3 | 4;

export interface Objective {
  /** `SOV-1` … `SOV-8`. */
  readonly id: string;
  readonly label: string;
  /** Share of the score. */
  readonly weight: number;
  /** Null: unknown. */
  readonly level: SealLevel | null;
}

export type AtHome = 'home' | 'abroad' | 'mixed' | 'unknown';

export interface Sovereignty {
  readonly home: string;
  readonly objectives: readonly Objective[];
  /** 0 … 1; unknown objectives count nothing at the low end, which is the score, and all at the high end. */
  readonly score: number;
  readonly high: number;
  /** Lowest level of all objectives; null where one is unknown. */
  readonly seal: SealLevel | null;
  readonly levels: { readonly territory: AtHome; readonly owner: AtHome; readonly chipMaker: AtHome };
}

/** A share of the score, or a level that every objective must reach. */
export type SovereigntyMinimum = number | 'SEAL-0' | 'SEAL-1' | 'SEAL-2' | 'SEAL-3' | 'SEAL-4';

const framework = 'EU Cloud Sovereignty Framework';
/** gCO2e/kWh below which a grid counts as clean: the 2030 path of the EU's power sector. An assumption. */
const cleanGrid = 100;

type Rule = (at: (country: string) => boolean, control: Control) => SealLevel | null;

/** 3 where both are at home, 1 where one is, 0 where none is. */
const both = (a: boolean, b: boolean): SealLevel => (a && b ? 3 : a || b ? 1 : 0);

const rules: Readonly<Record<string, Rule>> = {
  // Strategic: who owns it.
  'SOV-1': (at, { operator, owner }) => (at(operator) ? (at(owner) ? 3 : 1) : 0),
  // Legal: whose orders reach it.
  'SOV-2': (at, { territory, controlPlane }) => both(at(territory), at(controlPlane)),
  // Data and AI: where they are, who controls them, where models live.
  'SOV-3': (at, { territory, controlPlane, models }) => (at(territory) ? both(at(controlPlane), at(models)) : 0),
  // Operational: who runs it.
  'SOV-4': (at, { controlPlane, operations }) => both(at(controlPlane), at(operations)),
  // Supply chain: whose chips.
  'SOV-5': (at, { chipMakers }) => chipMakers && (chipMakers.every(at) ? 3 : chipMakers.some(at) ? 2 : 1),
  // Technology: can one leave.
  'SOV-6': (_at, { openSoftware }) => (openSoftware === null ? null : openSoftware ? 2 : 1),
  // Security: who watches.
  'SOV-7': (at, { operator, operations }) => (at(operations) ? (at(operator) ? 2 : 1) : 0),
  // Environmental: what its power emits.
  'SOV-8': (_at, { carbon }) => (carbon === null ? null : carbon <= cleanGrid ? 3 : 2),
};

/** @param home a country, or `EU`; a member's home is the EU */
export function sovereigntyOf(control: Control, home: string): Sovereignty {
  const at = (country: string): boolean => isHome(country, home);
  const objectives = sovereigntyCriteria()
    .filter((criterion) => criterion.framework.startsWith(framework) && criterion.weight !== null)
    .map(({ item, label, weight }) => ({ id: item, label, weight: weight ?? 0, level: rules[item]?.(at, control) ?? null }));
  const levels = objectives.map(({ level }) => level);
  const known = levels.filter((level) => level !== null);
  const scoreOf = (unknown: SealLevel): number => objectives.reduce((sum, { weight, level }) => sum + (weight * (level ?? unknown)) / 4, 0);
  return {
    home,
    objectives,
    score: scoreOf(0),
    high: scoreOf(4),
    seal: known.length === levels.length ? (Math.min(...known) as SealLevel) : null,
    levels: { territory: whereOf([control.territory], at), owner: whereOf([control.owner], at), chipMaker: whereOf(control.chipMakers, at) },
  };
}

function whereOf(countries: readonly string[] | null, at: (country: string) => boolean): AtHome {
  if (countries === null || countries.length === 0) return 'unknown';
  return countries.every(at) ? 'home' : countries.some(at) ? 'mixed' : 'abroad';
}

/** Unknown never passes: the score counts unknown objectives as nothing, and a level that is unknown reaches no gate above SEAL-0. */
export function passesMinimum({ score, seal }: Sovereignty, minimum: SovereigntyMinimum): boolean {
  if (typeof minimum === 'number') return score >= minimum;
  const gate = Number(minimum.slice('SEAL-'.length));
  return gate === 0 || (seal !== null && seal >= gate);
}
