/**
 * The same published rows under other knowledge than the plain estimate's: with less of the accelerator known, with
 * points of the curve given, or with the same configuration measured on another accelerator. Each is one line of
 * `validate`, beside the mean errors.
 */
import { scoreAnchored, type Given } from './curves.ts';
import { scaledRows, type ScaledRow } from './datasheet-ratio.ts';
import { optionsWithout, unseenOperators, type Axis } from './held-out.ts';
import { predict } from './predict.ts';
import { groupScores, metricScores, scoreRows, type MetricScore, type ScoredRow } from './score.ts';
import type { ServingRow } from './serving-rows.ts';

/** A score; no coverage where nothing gives an interval. */
export type ComparedScore = Pick<MetricScore, 'metric' | 'groups' | 'rows' | 'error'> & { readonly coverage: number | null };

export interface Comparison {
  readonly name: string;
  readonly metrics: readonly ComparedScore[];
}

const anchored: readonly (readonly [name: string, given: Given])[] = [
  ['one point of the curve given, each in turn', 'each'],
  ['its lowest concurrency given', 'lowest'],
  ['its lowest and highest given', 'ends'],
];

/** One call each, since each estimates every row once more; where nothing can be compared its list of metrics is empty. */
export function comparisonsOf(rows: readonly ServingRow[], scored: readonly ScoredRow[], by: Axis | null): readonly (() => Comparison)[] {
  let known: readonly ScaledRow[] | undefined;
  const scaled = (): readonly ScaledRow[] => (known ??= scaledRows(rows));
  return [
    () => ({ name: 'nothing but the scenario', metrics: scoresOf(scored) }),
    ...(by === 'accelerator' ? neverSeen : []).map(([name, level]) => () => ({ name, metrics: scoresOf(scoreNeverSeen(rows, level)) })),
    ...anchored.map(([name, given]) => () => ({ name, metrics: scoresOf(scoreAnchored(rows, given, (row) => optionsWithout(by, row))) })),
    () => ({ name: 'measured on another accelerator, × ratio of datasheets', metrics: valuesOf(scaled()) }),
    () => ({ name: 'measured on another accelerator, × ratio of our estimates', metrics: valuesOf(byOurRatio(scaled(), by)) }),
    () => ({ name: 'nothing but the scenario, on those same rows', metrics: valuesOf(byOurEstimate(scaled(), by)) }),
  ];
}

const neverSeen = [
  ['… and no operator timing of the accelerator', 'chip'],
  ['… nor of any of its family', 'family'],
] as const;

/** Estimates for an accelerator of which nothing was ever timed: neither its serving rows nor its operators, nor its family's. */
export const scoreNeverSeen = (rows: readonly ServingRow[], level: 'chip' | 'family'): readonly ScoredRow[] =>
  scoreRows(rows, (row) => ({ ...optionsWithout('accelerator', row), priors: unseenOperators[level] }));

const scoresOf = (scored: readonly ScoredRow[]): readonly MetricScore[] => metricScores(groupScores(scored));

type Value = Pick<ScoredRow, 'row' | 'error'>;

/** Scores of values that come without an interval. */
export function valuesOf(values: readonly Value[]): readonly ComparedScore[] {
  const rows = values.map(({ row, error }): ScoredRow => ({
    row,
    error,
    predicted: row.measured * Math.exp(error),
    low: Number.NaN,
    high: Number.NaN,
    evidence: 'projected',
  }));
  return scoresOf(rows).map((score) => ({ ...score, coverage: null }));
}

function byOurRatio(scaled: readonly ScaledRow[], by: Axis | null): readonly Value[] {
  return scaled.flatMap(({ row, source, measuredThere }) => {
    const options = optionsWithout(by, row);
    const here = predict(row, options);
    const there = predict(source, options);
    return here && there ? [{ row, error: Math.log((measuredThere * here) / (there * row.measured)) }] : [];
  });
}

function byOurEstimate(scaled: readonly ScaledRow[], by: Axis | null): readonly Value[] {
  return scaled.flatMap(({ row }) => {
    const here = predict(row, optionsWithout(by, row));
    return here ? [{ row, error: Math.log(here / row.measured) }] : [];
  });
}
