/**
 * The same published rows under other knowledge than the plain estimate's: with points of the curve given. Each is one
 * line beside the mean errors of `validate`.
 */
import type { EstimateOptions } from '../estimate/estimate-scenario.ts';
import { scoreAnchored, type Given } from './curves.ts';
import { heldOut, heldOutAnchoring, type Axis } from './held-out.ts';
import { groupScores, metricScores, type MetricScore, type ScoredRow } from './score.ts';
import type { ServingRow } from './serving-rows.ts';

export interface Comparison {
  readonly name: string;
  readonly metrics: readonly MetricScore[];
}

/** What an estimate that has not seen the row's accelerator, model or engine uses; nothing special where nothing is held out. */
export function unseen(by: Axis | null, row: ServingRow): EstimateOptions {
  if (by === null) return {};
  const serving = heldOut(by, row);
  const anchoring = by === 'accelerator' ? heldOutAnchoring(row) : undefined;
  return { ...(serving && { serving }), ...(anchoring && { anchoring }) };
}

const anchored: readonly (readonly [name: string, given: Given])[] = [
  ['one point of the curve given, each in turn', 'each'],
  ['its lowest concurrency given', 'lowest'],
  ['its lowest and highest given', 'ends'],
];

export function comparisons(rows: readonly ServingRow[], scored: readonly ScoredRow[], by: Axis | null): readonly Comparison[] {
  return [
    { name: 'nothing but the scenario', metrics: scoresOf(scored) },
    ...anchored.map(([name, given]) => ({ name, metrics: scoresOf(scoreAnchored(rows, given, (row) => unseen(by, row))) })),
  ].filter(({ metrics }) => metrics.length > 0);
}

const scoresOf = (scored: readonly ScoredRow[]): readonly MetricScore[] => metricScores(groupScores(scored));
