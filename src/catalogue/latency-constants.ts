/**
 * Published constants of network latency: light in fibre, two fits by others, factors by continents, the last mile. The measured
 * pairs, and the fit of our own that stands in for all others, are in `factory/`.
 */
import { table } from './data/latency-model.csv';
import { rowsOf } from './table.ts';
import { codesOf, numberOrNull, requiredNumber, textOf } from './read-cell.ts';

/** A constant of the distance model in its printed unit: ms, ms per km, measured/ideal, round trips. */
export interface LatencyConstant {
  readonly id: string;
  readonly kind: string;
  /** Continent codes (AF, AS, EU, NA, OC, SA) of a pair; empty otherwise. */
  readonly from: string;
  readonly to: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly source: readonly string[];
  readonly notes: string;
}

let constants: readonly LatencyConstant[] | undefined;

export function latencyConstants(): readonly LatencyConstant[] {
  constants ??= rowsOf(table).map((row) => ({
    id: textOf(row, 'id'),
    kind: textOf(row, 'kind'),
    from: textOf(row, 'from'),
    to: textOf(row, 'to'),
    value: requiredNumber(row, 'value'),
    low: numberOrNull(row, 'low'),
    high: numberOrNull(row, 'high'),
    unit: textOf(row, 'unit'),
    source: codesOf(row),
    notes: textOf(row, 'notes'),
  }));
  return constants;
}
