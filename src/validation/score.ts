/**
 * Predicted against published: error, bias and coverage by group, and their mean over groups, so that a large table
 * does not drown a small one. Error is |ln(predicted/measured)|; bias its signed median; coverage the share of
 * measurements inside the 80 % interval.
 */
import { accelerator } from '../catalogue/accelerators.ts';
import { estimateScenario, type EstimateOptions } from '../estimate/estimate-scenario.ts';
import { median, quantile } from '../stats/quantile.ts';
import type { Evidence } from '../units/quantity.ts';
import type { ServingMetric, ServingRow } from './serving-rows.ts';

export interface ScoredRow {
  readonly row: ServingRow;
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
  readonly evidence: Evidence;
  /** ln(predicted/measured) */
  readonly error: number;
}

/** Metrics that are scored together: throughput in total and per accelerator are one. */
export type ScoredMetric = Exclude<ServingMetric, 'outputTokensPerSecond' | 'outputTokensPerSecondPerAccelerator'> | 'throughput';

export interface GroupScore {
  readonly metric: ScoredMetric;
  readonly group: string;
  readonly rows: number;
  /** Median |ln|, signed median ln, 90th percentile |ln|, share inside the interval. */
  readonly error: number;
  readonly bias: number;
  readonly p90: number;
  readonly coverage: number;
  /** Mean interval score (Winkler) of the 80 % interval in ln: its width, and ten times what a measurement lies outside. */
  readonly interval: number;
}

export interface MetricScore {
  readonly metric: ScoredMetric;
  readonly groups: number;
  readonly rows: number;
  /** Means over groups of five rows or more. */
  readonly error: number;
  readonly coverage: number;
  readonly interval: number;
  /** Of groups of twenty rows or more, the one whose measurements lie in the interval least often; null where none is that large. */
  readonly worst: Pick<GroupScore, 'group' | 'coverage'> | null;
}

/** Over rows alike, as predictors are usually scored: |predicted/measured − 1|. */
export interface RowScore {
  readonly metric: ScoredMetric;
  readonly rows: number;
  readonly median: number;
  /** Mean absolute percentage error: one row missed by a factor of eight weighs as much as a hundred missed by 7 %. */
  readonly mean: number;
}

/** What curves, anchors and figures are of; the others are scored beside them. */
export const headlineMetrics = ['timePerOutputToken', 'timeToFirstToken', 'throughput'] as const;
export type HeadlineMetric = (typeof headlineMetrics)[number];

export const isHeadline = (metric: ScoredMetric): metric is HeadlineMetric => headlineMetrics.some((each) => each === metric);

export const scoredMetrics: readonly ScoredMetric[] = [...headlineMetrics, 'timeToFirstTokenP50', 'wattsPerAccelerator', 'chipJoulesPerOutputToken'];

/** Groups with fewer rows say more about the row than about the model. */
export const smallestGroup = 5;

export const metricOf = (metric: ServingMetric): ScoredMetric =>
  metric === 'outputTokensPerSecond' || metric === 'outputTokensPerSecondPerAccelerator' ? 'throughput' : metric;

/** Rows with an answer; one that the estimate refuses is left out and counted by the caller. */
export function scoreRows(rows: readonly ServingRow[], optionsFor: (row: ServingRow) => EstimateOptions = () => ({})): readonly ScoredRow[] {
  return rows.flatMap((row) => {
    const scored = scoreRow(row, optionsFor(row));
    return scored ? [scored] : [];
  });
}

/** Null where the estimate has no such quantity. */
export function scoreRow(row: ServingRow, options: EstimateOptions): ScoredRow | null {
  const quantity = estimateScenario(row.scenario, options)[row.metric];
  if (!quantity) return null;
  const { value, low, high, evidence } = quantity;
  return { row, predicted: value, low, high, evidence, error: Math.log(value / row.measured) };
}

export function groupScores(scored: readonly ScoredRow[], groupOf: (row: ServingRow) => string = (row) => row.group): readonly GroupScore[] {
  const groups = new Map<string, ScoredRow[]>();
  for (const each of scored) {
    const key = `${metricOf(each.row.metric)}\n${groupOf(each.row)}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups]
    .map(([key, members]): GroupScore => {
      const [metric = '', group = ''] = key.split('\n');
      const errors = members.map((each) => each.error);
      const sizes = errors.map(Math.abs);
      return {
        metric: metric as ScoredMetric,
        group,
        rows: members.length,
        error: median(sizes),
        bias: median(errors),
        p90: quantile(sizes, 0.9),
        coverage: members.filter((each) => each.low <= each.row.measured && each.row.measured <= each.high).length / members.length,
        interval: members.reduce((sum, each) => sum + intervalScore(each), 0) / members.length,
      };
    })
    .sort((a, b) => (a.metric === b.metric ? (a.group < b.group ? -1 : 1) : a.metric < b.metric ? -1 : 1));
}

/** What missing costs an interval that should hold 80 %: 2/(1 − 0.8) of the distance (Gneiting and Raftery 2007, section 6.2). */
const missCost = 10;

function intervalScore({ row, low, high }: ScoredRow): number {
  const [from, to, at] = [Math.log(low), Math.log(high), Math.log(row.measured)];
  return to - from + missCost * Math.max(from - at, at - to, 0);
}

/** Coverage of fewer rows is chance: the eleventh of 20 already stands for 5 points. */
const countedForWorst = 20;

export function metricScores(groups: readonly GroupScore[]): readonly MetricScore[] {
  return scoredMetrics.flatMap((metric) => {
    const counted = groups.filter((group) => group.metric === metric && group.rows >= smallestGroup);
    if (counted.length === 0) return [];
    const mean = (of: (group: GroupScore) => number): number => counted.reduce((sum, group) => sum + of(group), 0) / counted.length;
    return [
      {
        metric,
        groups: counted.length,
        rows: counted.reduce((sum, group) => sum + group.rows, 0),
        error: mean((group) => group.error),
        coverage: mean((group) => group.coverage),
        interval: mean((group) => group.interval),
        worst: worstOf(counted),
      },
    ];
  });
}

function worstOf(groups: readonly GroupScore[]): MetricScore['worst'] {
  const [worst] = groups.filter(({ rows }) => rows >= countedForWorst).sort((a, b) => a.coverage - b.coverage);
  return worst ? { group: worst.group, coverage: worst.coverage } : null;
}

/** Rows that share something that one fit need not serve alike, and their scores. */
export interface PartScore {
  /** `regime`, `host`, `maker`, `month`. */
  readonly axis: string;
  readonly part: string;
  readonly metrics: readonly MetricScore[];
}

const axes: Readonly<Record<string, (row: ServingRow) => string | null>> = {
  regime: ({ regime }) => regime,
  host: ({ scenario }) => scenario.host,
  maker: ({ scenario }) => (typeof scenario.accelerator === 'string' ? (accelerator(scenario.accelerator)?.vendor ?? null) : null),
  month: ({ month }) => month,
};

/** Scores by what sets rows apart; parts without a group of five rows are left out. */
export const partScores = (scored: readonly ScoredRow[]): readonly PartScore[] =>
  Object.entries(axes).flatMap(([axis, partOf]) =>
    [...new Set(scored.map(({ row }) => partOf(row)))]
      .filter((part) => part !== null)
      .sort()
      .map((part) => ({ axis, part, metrics: metricScores(groupScores(scored.filter(({ row }) => partOf(row) === part))) }))
      .filter(({ metrics }) => metrics.length > 0),
  );

export function rowScores(scored: readonly ScoredRow[]): readonly RowScore[] {
  return scoredMetrics.flatMap((metric) => {
    const misses = scored.filter(({ row }) => metricOf(row.metric) === metric).map(({ error }) => Math.abs(Math.expm1(error)));
    return misses.length === 0
      ? []
      : [{ metric, rows: misses.length, median: median(misses), mean: misses.reduce((sum, miss) => sum + miss, 0) / misses.length }];
  });
}
