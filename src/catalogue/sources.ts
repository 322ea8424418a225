/**
 * What the source codes of the accelerators, models, prices and energy facts mean. Codes of sites, latency,
 * residency and workloads are in `place-sources.ts`, which loads with those.
 */
import { table } from './data/sources.csv';
import { rowsOf } from './table.ts';
import type { Source } from './facts.ts';
import { readSource } from './read-source.ts';

let cached: readonly Source[] | undefined;

export function sources(): readonly Source[] {
  cached ??= rowsOf(table).map(readSource);
  return cached;
}

export function source(code: string): Source | undefined {
  return sources().find((candidate) => candidate.code === code);
}
