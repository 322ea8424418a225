/**
 * What placing work needs of a site beyond its name and grid: coordinates, whose law, power of the building, accelerators, opening month.
 * Power of a building and accelerators installed are two columns that never become each other here: a hall can stand empty. `sites.ts` has
 * what the first answer needs, `site-details.ts` the words that these cells were read from.
 */
import { table } from '../data/site-facts.csv';
import type { Fact } from '../facts.ts';
import { catalogueDate, codesOf, factOrNull, numberOrNull, requiredNumber, textOf, trustOf, type Column } from '../read-cell.ts';
import { rowsOf, type Row } from '../table.ts';

export const siteKinds = ['hyperscaler', 'neocloud', 'cloud', 'telco', 'sovereign', 'developer', 'captive'] as const;
export type SiteKind = (typeof siteKinds)[number];

/**
 * How the words name the accelerators: `stated` a chip, `family` only its generation, `vendor` only its maker (no ids then).
 * Boards are taken to be SXM where the form was not read.
 */
export type AcceleratorBasis = 'stated' | 'family' | 'vendor';

export interface SiteFacts {
  readonly id: string;
  /** Id of `operators.ts`. */
  readonly operator: string;
  /** Country whose law reaches the control plane: the operator's headquarters. */
  readonly jurisdiction: string;
  readonly kind: SiteKind;
  /** Degrees; the city's centre. */
  readonly latitude: number;
  readonly longitude: number;
  /** W of the building as it stands, and of its first announced phase; W that the grid connection allows. */
  readonly buildingPower: Fact | null;
  readonly firstPhase: Fact | null;
  readonly gridLimit: Fact | null;
  /** Month in which it opened or is to open, YYYY-MM; the end of what the source names ("2027" is December). */
  readonly opens: string | null;
  /** Catalogue ids. */
  readonly accelerators: readonly string[];
  readonly acceleratorBasis: AcceleratorBasis | null;
  /** Makers named where no chip was. */
  readonly vendors: readonly string[];
  /** A source says that accelerators run there today. */
  readonly confirmed: boolean;
  /** Accelerators stated: installed, and planned in the phase that `plannedPower` (W) belongs to where one was named. */
  readonly installed: Fact | null;
  readonly planned: Fact | null;
  readonly plannedPower: Fact | null;
  /** W per rack. */
  readonly rackPower: Fact | null;
  readonly cooling: string | null;
  /** Stated by the operator, not modelled from climate. */
  readonly pue: Fact | null;
  /** To whom all of it is let; null where work of others may run. */
  readonly tenant: string | null;
  readonly source: readonly string[];
}

const column = (name: string, unit: string, scale: number, definition: string): Column => ({ name, unit, scale, definition });
const megawatts = (name: string, definition: string): Column => column(name, 'W', 1e6, definition);
const columns = {
  building: megawatts('building_mw', 'power of the building as it stands'),
  firstPhase: megawatts('first_phase_mw', 'power of the first announced phase'),
  grid: megawatts('grid_limit_mw', 'power of the grid connection'),
  installed: column('accelerators_installed', 'accelerators', 1, 'accelerators installed, as stated'),
  planned: column('accelerators_planned', 'accelerators', 1, 'accelerators planned, as stated'),
  plannedPower: megawatts('planned_phase_mw', 'power of the phase that the planned accelerators belong to'),
  pue: column('pue', 'W/W', 1, 'facility over IT power, stated by the operator'),
};

let cached: ReadonlyMap<string, SiteFacts> | undefined;

export function allSiteFacts(): readonly SiteFacts[] {
  return [...byId().values()];
}

export function siteFacts(id: string): SiteFacts | undefined {
  return byId().get(id);
}

function byId(): ReadonlyMap<string, SiteFacts> {
  cached ??= new Map(rowsOf(table).map((row) => [textOf(row, 'id'), readSiteFacts(row)]));
  return cached;
}

const words = (row: Row, name: string): readonly string[] => codesOf(row, name);
const filled = (text: string): string | null => (text === '' ? null : text);

function readSiteFacts(row: Row): SiteFacts {
  return {
    id: textOf(row, 'id'),
    operator: textOf(row, 'operator'),
    jurisdiction: textOf(row, 'jurisdiction'),
    // The schema test holds these columns to their words.
    kind: textOf(row, 'kind') as SiteKind,
    latitude: requiredNumber(row, 'lat'),
    longitude: requiredNumber(row, 'lon'),
    buildingPower: factOrNull(row, columns.building),
    firstPhase: factOrNull(row, columns.firstPhase, 'projected'),
    gridLimit: factOrNull(row, columns.grid),
    opens: filled(textOf(row, 'opens')),
    accelerators: words(row, 'accelerators'),
    acceleratorBasis: filled(textOf(row, 'accelerators_basis')) as AcceleratorBasis | null,
    vendors: words(row, 'accelerators_vendors'),
    confirmed: textOf(row, 'accelerators_confirmed') === 'yes',
    installed: factOrNull(row, columns.installed),
    planned: factOrNull(row, columns.planned, 'projected'),
    plannedPower: factOrNull(row, columns.plannedPower, 'projected'),
    rackPower: rackPower(row),
    cooling: filled(textOf(row, 'cooling')),
    pue: factOrNull(row, columns.pue),
    tenant: filled(textOf(row, 'tenant')),
    source: codesOf(row),
  };
}

function rackPower(row: Row): Fact | null {
  const value = numberOrNull(row, 'rack_kw', 1000);
  if (value === null) return null;
  const source = codesOf(row);
  const low = numberOrNull(row, 'rack_kw_low', 1000);
  const high = numberOrNull(row, 'rack_kw_high', 1000);
  return {
    value,
    ...(low !== null && { low }),
    ...(high !== null && { high }),
    unit: 'W',
    source,
    date: catalogueDate,
    definition: 'power of a rack, quoted by the operator',
    trust: trustOf(source),
  };
}
