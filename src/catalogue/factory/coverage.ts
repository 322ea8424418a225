/** What the catalogue knows of the world's sites, by continent: how much is stated, how much stands in ranges, how much is barred. */
import { sites } from '../sites.ts';
import { siteCapacity, type BarCode, type GateOptions } from './capacity.ts';
import { siteFacts } from './site-facts.ts';

export interface CoverageRow {
  readonly continent: string;
  readonly sites: number;
  readonly operating: number;
  /** MW of buildings that operate, and of how many sites. */
  readonly operatingMegawatts: number;
  readonly operatingStated: number;
  /** MW of first phases of sites that do not operate yet, and of how many. */
  readonly announcedMegawatts: number;
  readonly announcedStated: number;
  /** Accelerators stated as installed, and at how many operating sites. */
  readonly accelerators: number;
  readonly acceleratorsStated: number;
  /** Operating sites where a source confirms accelerators. */
  readonly confirmed: number;
  /** Sites that may carry work, and the sums of their ranges. */
  readonly open: number;
  readonly range: { readonly low: number; readonly value: number; readonly high: number };
  readonly barred: Readonly<Partial<Record<BarCode, number>>>;
}

/** One row a continent, in the order of the alphabet, and one for the world. */
export function siteCoverage(options: GateOptions = {}): readonly CoverageRow[] {
  const continents = [...new Set(sites().map(({ continent }) => continent))].sort();
  return [...continents.map((continent) => rowOf(continent, options)), rowOf('World', options)];
}

function rowOf(continent: string, options: GateOptions): CoverageRow {
  const here = sites().filter((place) => continent === 'World' || place.continent === continent);
  const facts = here.flatMap((place) => {
    const found = siteFacts(place.id);
    return found ? [{ ...found, state: place.state }] : [];
  });
  const operating = facts.filter(({ state }) => state === 'operating');
  const building = operating.flatMap(({ buildingPower }) => buildingPower ?? []);
  const announced = facts.filter(({ state }) => state !== 'operating').flatMap(({ firstPhase }) => firstPhase ?? []);
  const installed = operating.flatMap((place) => place.installed ?? []);
  const capacities = here.map(({ id }) => siteCapacity(id, options));
  const ranges = capacities.flatMap(({ range }) => range ?? []);
  const barred: Partial<Record<BarCode, number>> = {};
  for (const { barred: bar } of capacities) if (bar) barred[bar.code] = (barred[bar.code] ?? 0) + 1;
  return {
    continent,
    sites: here.length,
    operating: operating.length,
    operatingMegawatts: sum(building.map(({ value }) => value)) / 1e6,
    operatingStated: building.length,
    announcedMegawatts: sum(announced.map(({ value }) => value)) / 1e6,
    announcedStated: announced.length,
    accelerators: sum(installed.map(({ value }) => value)),
    acceleratorsStated: installed.length,
    confirmed: operating.filter(({ confirmed }) => confirmed).length,
    open: ranges.length,
    range: { low: sum(ranges.map(({ low }) => low)), value: sum(ranges.map(({ value }) => value)), high: sum(ranges.map(({ high }) => high)) },
    barred,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
