/** The published measurements that ship with the lab. Apart from their reader, since they are large and loaded when they are asked for. */
import { rows as publishedRows } from './published/serving.jsonl';
import { readServingRow, type ServingRow } from './serving-rows.ts';

let published: readonly ServingRow[] | undefined;

export function servingRows(): readonly ServingRow[] {
  published ??= publishedRows.flatMap(publishedRow);
  return published;
}

/** @throws for a row that cannot be read, since the published ones ship with the lab */
export function publishedRow(row: unknown): readonly ServingRow[] {
  const read = readServingRow(row);
  if (typeof read === 'string') throw new Error(`a published row: ${read}`);
  return read;
}
