/** The scores of `validate`, a few rows at a time. */
import { comparisonsOf, scoreNeverSeen, type Comparison } from './comparisons.ts';
import { scoreAnchored } from './curves.ts';
import { optionsWithout, type Axis } from './held-out.ts';
import { ranking, type Ranking } from './ranking.ts';
import { servingRows } from './published-rows.ts';
import {
  groupScores,
  metricScores,
  partScores,
  rowScores,
  scoreRows,
  type GroupScore,
  type MetricScore,
  type PartScore,
  type RowScore,
  type ScoredRow,
} from './score.ts';
import { counted, readServingRows, type RowProblem, type ServingRow } from './serving-rows.ts';

export interface ValidateOptions {
  /** Rows of your own in the published form, JSON Lines: `{ scenario, measured, group? }`. */
  readonly data?: string;
  /** Rows that are read already, in the place of `data`. */
  readonly rows?: readonly ServingRow[];
  /** Parameters fitted without each accelerator, model or engine in turn; without it they have seen the rows. */
  readonly by?: Axis | null;
  /** Score groups with each point of a curve given as an anchor in turn, or with both of its ends. */
  readonly anchored?: 'each' | 'ends';
  /** With `by: 'accelerator'`: score groups without its operator timings either, or without its family's. */
  readonly unseen?: 'chip' | 'family';
}

export interface Validation {
  /** Rows with an answer, under the knowledge that was asked for. */
  readonly rows: readonly ScoredRow[];
  readonly groups: readonly GroupScore[];
  /** Means over groups of five rows or more. */
  readonly metrics: readonly MetricScore[];
  /** The same by regime, host, maker and month. */
  readonly parts: readonly PartScore[];
  /** Over rows alike. */
  readonly overRows: readonly RowScore[];
  /** How often the better of two configurations is named. */
  readonly rank: Ranking;
  /** The same rows under other knowledge. */
  readonly comparisons: readonly Comparison[];
  /** Rows that have an answer, of those there are; bursts and unknown layouts are left out. */
  readonly scored: number;
  readonly of: number;
  /** Rows of `data` that could not be read. */
  readonly problems: readonly RowProblem[];
}

/** One takes about 0.1 ms. */
const rowsAtOnce = 50;
/** Part of the work that scoring the rows once is; each comparison scores them once more. */
const plainShare = 0.2;

/** @yields the share that is done, never falling */
export function* validationSteps({ data, rows: given, by = null, anchored, unseen }: ValidateOptions): Generator<number, Validation> {
  const read = data === undefined ? { rows: given ?? servingRows(), problems: [] } : readServingRows(data);
  const rows = counted(read.rows);
  const plain: ScoredRow[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    yield (plainShare * from) / rows.length;
    plain.push(...scoreRows(rows.slice(from, from + rowsAtOnce), (row) => optionsWithout(by, row)));
  }
  yield plainShare;
  const scored =
    unseen !== undefined
      ? scoreNeverSeen(rows, unseen)
      : anchored !== undefined
        ? scoreAnchored(rows, anchored, (row) => optionsWithout(by, row))
        : plain;
  const comparing = comparisonsOf(rows, plain, by);
  const comparisons: Comparison[] = [];
  for (const [index, compare] of comparing.entries()) {
    yield plainShare + ((1 - plainShare) * index) / comparing.length;
    const comparison = compare();
    if (comparison.metrics.length > 0) comparisons.push(comparison);
  }
  const groups = groupScores(scored);
  return {
    rows: scored,
    groups,
    metrics: metricScores(groups),
    parts: partScores(scored),
    overRows: rowScores(scored),
    rank: ranking(plain),
    comparisons,
    scored: plain.length,
    of: rows.length,
    problems: read.problems,
  };
}
