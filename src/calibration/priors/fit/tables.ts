/**
 * The published operator timings as typed rows. A row is left out only by the physical rule that `forms.ts` states, never
 * because it fits badly.
 */
import { readFileSync } from 'node:fs';
import { parseCsv, type Row } from '../../../catalogue/csv.ts';

const folder = new URL('../../../validation/published/operators/', import.meta.url);

export function table(name: string): readonly Row[] {
  return parseCsv(readFileSync(new URL(`${name}.csv`, folder), 'utf8'));
}

export function numberOf(row: Row, column: string): number {
  const value = Number(row[column]);
  if (!Number.isFinite(value)) throw new Error(`${column} is not a number: ${JSON.stringify(row)}`);
  return value;
}

/** Seconds. */
export function latencyOf(row: Row): number {
  return numberOf(row, 'latency_us') * 1e-6;
}
