/** Where numbers were read, by title. No DOM. */
import { placeSources } from '../../catalogue/place-sources.ts';
import { source } from '../../catalogue/sources.ts';

/** Codes of the catalogue as titles, each once; a reference in its own words stays. */
export const sourceTitles = (codes: readonly string[]): readonly string[] => [
  ...new Set(codes.map((code) => (source(code) ?? placeSources().find((place) => place.code === code))?.title ?? code)),
];
