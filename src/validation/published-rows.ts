/** The published measurements that ship with the lab. Apart from their reader, since they are large and loaded when they are asked for. */
import { rows as openLoop } from './published/open-loop.jsonl';
import { rows as vendorsAndDrafts } from './published/serving-2.jsonl';
import { rows as tuned } from './published/serving.jsonl';
import { publishedRow } from './published-row.ts';
import type { ServingRow } from './serving-rows.ts';

let published: readonly ServingRow[] | undefined;

export function servingRows(): readonly ServingRow[] {
  published ??= [...tuned, ...vendorsAndDrafts, ...openLoop].flatMap(publishedRow);
  return published;
}
