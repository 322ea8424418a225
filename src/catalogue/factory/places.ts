/**
 * Where users are: countries, each standing at its most populous city, and metros. GeoNames (CC BY 4.0); the population of a country is
 * GeoNames' own and some years old.
 */
import { table } from '../data/places.csv';
import type { Fact } from '../facts.ts';
import { factOrNull, requiredNumber, textOf } from '../read-cell.ts';
import { nearest } from '../suggestions.ts';
import { rowsOf } from '../table.ts';
import type { Located } from './distance.ts';

export interface Place extends Located {
  /** ISO 3166-1 alpha-2 for a country (`NG`), a word for a metro (`lagos`). */
  readonly id: string;
  readonly kind: 'country' | 'metro';
  readonly name: string;
  /** City at whose coordinates the place stands. */
  readonly city: string;
  /** People in the country, or in the city proper. */
  readonly population: Fact | null;
}

const population = { name: 'population', unit: 'people', scale: 1, definition: 'as GeoNames has it' };

let cached: ReadonlyMap<string, Place> | undefined;

export function places(): readonly Place[] {
  return [...byId().values()];
}

export function place(id: string): Place | undefined {
  return byId().get(id);
}

/** Ids like one that does not exist: names of places are understood as well ("Nigeria" → NG). */
export function suggestedPlaces(wanted: string): readonly string[] {
  const named = new Map(places().map(({ id, name }) => [name, id]));
  const byName = nearest(wanted, [...named.keys()]).map((name) => named.get(name) ?? name);
  return [...new Set([...byName, ...nearest(wanted, [...byId().keys()])])].slice(0, 3);
}

function byId(): ReadonlyMap<string, Place> {
  cached ??= new Map(
    rowsOf(table).map((row) => [
      textOf(row, 'id'),
      {
        id: textOf(row, 'id'),
        kind: textOf(row, 'kind') as Place['kind'],
        name: textOf(row, 'name'),
        country: textOf(row, 'country_iso2'),
        continent: textOf(row, 'continent'),
        city: textOf(row, 'city'),
        latitude: requiredNumber(row, 'lat'),
        longitude: requiredNumber(row, 'lon'),
        population: factOrNull(row, population),
      },
    ]),
  );
  return cached;
}
