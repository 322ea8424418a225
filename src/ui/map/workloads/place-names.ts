/** Places as people type them: by the name of a country or a city, or by its id. No DOM. */
import { place, places, suggestedPlaces, type Place } from '../../../catalogue/factory/places.ts';
import { placeName } from '../../text/placement-words.ts';

const folded = (text: string): string => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

/** By id, else by name, where a city-state is its country. */
export function placeNamed(text: string): Place | null {
  const wanted = folded(text);
  return place(text) ?? place(text.toUpperCase()) ?? places().find(({ name, id }) => folded(name) === wanted || id === wanted) ?? null;
}

export const placeNames = (): readonly string[] => places().map(({ name }) => name);

export const countryNames = (): readonly string[] => places().flatMap(({ kind, name }) => (kind === 'country' ? [name] : []));

/** What stands in place of a place that nobody knows. */
export function unknownPlace(text: string): string {
  const near = suggestedPlaces(text).map(placeName);
  return `The lab knows no place “${text}”.${near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ''}`;
}

/** "Germany, FR" as codes; the first word that is no country where there is one. */
export function countriesNamed(text: string): { readonly codes: readonly string[]; readonly unknown: string | null } {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const found = words.map((word) => ({ word, at: placeNamed(word) }));
  const unknown = found.find(({ at }) => at?.kind !== 'country')?.word ?? null;
  return { codes: [...new Set(found.flatMap(({ at }) => (at?.kind === 'country' ? [at.id] : [])))], unknown };
}
