/**
 * Electricity by country, US state and continent: price for a large user and the building's overhead (PUE).
 * A place without a price of its own takes its country's, then its continent's, and says so in the definition.
 * Carbon is in `carbon.ts`, whose data have their own licences.
 */
import { table } from './data/energy.csv';
import { rowsOf, type Row } from './table.ts';
import type { Energy, Fact } from './facts.ts';
import { factOrNull, rangedFactOrNull, textOf, type Column } from './read-cell.ts';

const priceColumn: Column = { name: 'price_usd_kwh_mid', unit: 'USD/kWh', scale: 1, definition: 'large user; middle without taxes, high with' };
const subsidyColumn: Column = {
  name: 'price_subsidy_adjusted_usd_kwh',
  unit: 'USD/kWh',
  scale: 1,
  definition: 'price at cost recovery, where the state subsidises power',
};
// PUE model of source E6: 1.08 + 0.015 per kelvin of the hottest month above 15 °C, on country means.
const pueColumn: Column = { name: 'pue_model_mid', unit: 'W/W', scale: 1, definition: 'facility over IT power, modelled from the hottest month' };

let cached: ReadonlyMap<string, Energy> | undefined;

export function energies(): readonly Energy[] {
  return [...byId().values()];
}

export function energy(id: string): Energy | undefined {
  return byId().get(id);
}

function byId(): ReadonlyMap<string, Energy> {
  cached ??= new Map(rowsOf(table).map((row) => [textOf(row, 'id'), readEnergy(row)]));
  return cached;
}

/**
 * Price and PUE of a grid zone ("US-TEX-ERCO", "ZA"): its own, else its country's, else its continent's.
 * PUE stays null where no climate was read.
 */
export function energyAt(zone: string, continent: string): { readonly price: Fact | null; readonly pue: Fact | null } {
  const steps = [zone, zone.split('-')[0] ?? zone, `CONT-${continent.toLowerCase().replaceAll(' ', '-')}`];
  return { price: firstFact(steps, 'price'), pue: firstFact(steps, 'pue') };
}

function firstFact(ids: readonly string[], field: 'price' | 'pue'): Fact | null {
  for (const [step, id] of ids.entries()) {
    const place = energy(id);
    const fact = place?.[field];
    if (!place || !fact) continue;
    return step === 0 || id === ids[0] ? fact : { ...fact, trust: 'derived', definition: `${fact.definition ?? ''}; of ${place.name}` };
  }
  return null;
}

function readEnergy(row: Row): Energy {
  const level = textOf(row, 'level');
  const price = rangedFactOrNull(row, { low: 'price_usd_kwh_low', mid: priceColumn.name, high: 'price_usd_kwh_high' }, priceColumn);
  const basis = textOf(row, 'price_basis');
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    level,
    continent: textOf(row, 'continent'),
    price: price && { ...price, definition: basis === '' ? priceColumn.definition : basis },
    priceWithoutSubsidy: factOrNull(row, subsidyColumn),
    pue: factOrNull(row, pueColumn, 'derived'),
  };
}
