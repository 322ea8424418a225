/** Where makers of accelerators have their headquarters: the third level of dependence, after territory and owner. */
import { table } from '../data/vendors.csv';
import { textOf } from '../read-cell.ts';
import { rowsOf } from '../table.ts';

let cached: ReadonlyMap<string, string> | undefined;

/** ISO 3166-1 alpha-2; undefined for a maker that the file does not have. */
export function countryOfVendor(vendor: string): string | undefined {
  cached ??= new Map(rowsOf(table).map((row) => [textOf(row, 'vendor'), textOf(row, 'country_iso2')]));
  return cached.get(vendor);
}
