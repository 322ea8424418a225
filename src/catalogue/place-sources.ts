/** Sources of sites, latency, residency, sovereignty and workloads; loaded with those, not with the first answer. */
import { table } from './data/sources-places.csv';
import { rowsOf } from './table.ts';
import type { Source } from './facts.ts';
import { readSource } from './read-source.ts';

let cached: readonly Source[] | undefined;

export function placeSources(): readonly Source[] {
  cached ??= rowsOf(table).map(readSource);
  return cached;
}
