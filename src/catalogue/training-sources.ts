/** Sources of the published training runs and of the models that only those use; loaded with training, not with the first answer. */
import { table } from './data/sources-training.csv';
import { rowsOf } from './table.ts';
import type { Source } from './facts.ts';
import { readSource } from './read-source.ts';

let cached: readonly Source[] | undefined;

export function trainingSources(): readonly Source[] {
  cached ??= rowsOf(table).map(readSource);
  return cached;
}
