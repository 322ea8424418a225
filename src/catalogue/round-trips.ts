/**
 * Network round trips: a measured table between 23 metros of one hyperscaler's backbone (Microsoft Learn, CC BY 4.0),
 * and the constants of a distance model for every other pair. Seconds and kilometres.
 */
import { table as modelTable } from './data/latency-model.csv';
import { table as measuredTable } from './data/round-trips.csv';
import { rowsOf } from './table.ts';
import { codesOf, numberOrNull, requiredNumber, textOf } from './read-cell.ts';

export interface MeasuredRoundTrip {
  readonly from: string;
  readonly to: string;
  /** Great-circle km. */
  readonly distance: number;
  /** s, median, mean of both ways. */
  readonly seconds: number;
  readonly source: readonly string[];
}

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

let measured: readonly MeasuredRoundTrip[] | undefined;
let constants: readonly LatencyConstant[] | undefined;

export function measuredRoundTrips(): readonly MeasuredRoundTrip[] {
  measured ??= rowsOf(measuredTable).map((row) => ({
    from: textOf(row, 'from_region'),
    to: textOf(row, 'to_region'),
    distance: requiredNumber(row, 'great_circle_km'),
    seconds: requiredNumber(row, 'rtt_ms_median_mean_of_both_ways') / 1000,
    source: codesOf(row),
  }));
  return measured;
}

/** Either way round; undefined for a pair that nobody measured. */
export function measuredRoundTrip(a: string, b: string): MeasuredRoundTrip | undefined {
  return measuredRoundTrips().find(({ from, to }) => (from === a && to === b) || (from === b && to === a));
}

export function latencyConstants(): readonly LatencyConstant[] {
  constants ??= rowsOf(modelTable).map((row) => ({
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
