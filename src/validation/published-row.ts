/** One line of a published file as rows, with what its source does not repeat. Apart from the files, which are large. */
import { sourceFacts } from './published-sources.ts';
import { readServingRow, type ServingRow } from './serving-rows.ts';

/** @throws for a row that cannot be read, since the published ones ship with the lab */
export function publishedRow(row: unknown): readonly ServingRow[] {
  const source = typeof row === 'object' && row !== null && 'source' in row ? String(row.source) : '';
  const read = readServingRow(row, sourceFacts(source));
  if (typeof read === 'string') throw new Error(`a published row: ${read}`);
  return read;
}
