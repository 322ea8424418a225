/** Sources of sites, latency, residency, sovereignty and workloads; loaded with those, not with the first answer. */
import text from './data/sources-places.csv?raw';
import { parseCsv } from './csv.ts';
import type { Source } from './facts.ts';
import { readSource } from './read-source.ts';

let cached: readonly Source[] | undefined;

export function placeSources(): readonly Source[] {
  cached ??= parseCsv(text).map(readSource);
  return cached;
}
