/**
 * Published rows as curves: the same source, version and configuration at several concurrencies. What one point of a
 * curve tells of the others is what an `anchor` of the user's own is worth.
 */
import type { EstimateOptions } from '../estimate/estimate-scenario.ts';
import { isHeadline, metricOf, scoreRow, type ScoredMetric, type ScoredRow } from './score.ts';
import type { ServingRow } from './serving-rows.ts';

export interface CurvePoint {
  readonly concurrency: number;
  /** Geometric mean over repeats. */
  readonly measured: number;
  readonly rows: readonly ServingRow[];
}

export interface Curve {
  readonly metric: ScoredMetric;
  readonly group: string;
  /** Ascending in concurrency, two or more. */
  readonly points: readonly CurvePoint[];
}

export function curvesOf(rows: readonly ServingRow[]): readonly Curve[] {
  const byKey = new Map<string, ServingRow[]>();
  for (const row of rows) {
    const { concurrency, ...rest } = row.scenario;
    // All at once is no place on the axis, and a row with its own arrivals or anchors is no measurement of a curve.
    if (!isHeadline(metricOf(row.metric)) || concurrency === 'max' || rest.requestsPerSecond !== null || rest.anchor.length > 0) continue;
    const key = JSON.stringify([row.source, row.version, row.metric, rest]);
    const list = byKey.get(key);
    if (list) list.push(row);
    else byKey.set(key, [row]);
  }
  return [...byKey.values()].flatMap((list) => {
    const concurrencies = [...new Set(list.map(({ scenario }) => scenario.concurrency as number))].sort((a, b) => a - b);
    const [first] = list;
    return first && concurrencies.length > 1
      ? [{ metric: metricOf(first.metric), group: first.group, points: concurrencies.map((concurrency) => pointOf(concurrency, list)) }]
      : [];
  });
}

function pointOf(concurrency: number, list: readonly ServingRow[]): CurvePoint {
  const rows = list.filter(({ scenario }) => scenario.concurrency === concurrency);
  return { concurrency, measured: Math.exp(rows.reduce((sum, { measured }) => sum + Math.log(measured), 0) / rows.length), rows };
}

/** Which points of a curve are given, one set after the other: `each` one alone, the `lowest` alone, or both `ends`. */
export type Given = 'each' | 'lowest' | 'ends';

function givenPoints({ points }: Curve, given: Given): readonly (readonly CurvePoint[])[] {
  const [lowest] = points;
  const highest = points.at(-1);
  switch (given) {
    case 'each':
      return points.map((point) => [point]);
    case 'lowest':
      return lowest ? [[lowest]] : [];
    case 'ends':
      return lowest && highest && points.length > 2 ? [[lowest, highest]] : [];
    default:
      return given satisfies never;
  }
}

/** The other points of every curve, estimated with the given ones as anchors; a row counts once for every set that leaves it out. */
export function scoreAnchored(
  rows: readonly ServingRow[],
  given: Given,
  optionsFor: (row: ServingRow) => EstimateOptions = () => ({}),
): readonly ScoredRow[] {
  return curvesOf(rows).flatMap((curve) =>
    givenPoints(curve, given).flatMap((anchors) => {
      const metric = curve.points[0]?.rows[0]?.metric;
      if (metric === undefined) return [];
      // Per accelerator or in total, an anchor is the throughput of the whole deployment.
      const anchor = anchors.map(({ concurrency, measured, rows: [row] }) =>
        metric === 'outputTokensPerSecondPerAccelerator'
          ? { concurrency, outputTokensPerSecond: measured * (row?.scenario.accelerators ?? 1) }
          : { concurrency, [metric]: measured },
      );
      return curve.points
        .filter((point) => !anchors.includes(point))
        .flatMap((point) =>
          point.rows.flatMap((row) => {
            const scored = scoreRow({ ...row, scenario: { ...row.scenario, anchor } }, optionsFor(row));
            return scored ? [scored] : [];
          }),
        );
    }),
  );
}
