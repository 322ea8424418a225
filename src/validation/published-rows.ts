/** The published measurements that ship with the lab. Apart from their reader, since they are large and loaded when they are asked for. */
import { rows as openLoop } from './published/open-loop.jsonl';
import { rows as vendorsAndDrafts } from './published/serving-2.jsonl';
import { rows as tuned } from './published/serving.jsonl';
import { sourceFacts } from './published-sources.ts';
import { readServingRow, type ServingRow } from './serving-rows.ts';

let published: readonly ServingRow[] | undefined;

export function servingRows(): readonly ServingRow[] {
  published ??= [...tuned, ...vendorsAndDrafts, ...openLoop].flatMap(publishedRow);
  return published;
}

/** @throws for a row that cannot be read, since the published ones ship with the lab */
export function publishedRow(row: unknown): readonly ServingRow[] {
  const source = typeof row === 'object' && row !== null && 'source' in row ? String(row.source) : '';
  const read = readServingRow(row, sourceFacts(source));
  if (typeof read === 'string') throw new Error(`a published row: ${read}`);
  return read;
}
