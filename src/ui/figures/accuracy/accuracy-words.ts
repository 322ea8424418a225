/** Scores as panels, tables and sentences. No DOM. */
import { seriesColour } from '../../../charts/series.ts';
import type { ScatterPanel } from '../../../charts/scatter-chart.ts';
import type { TableTwin } from '../../../charts/table-twin.ts';
import { accelerator } from '../../../catalogue/accelerators.ts';
import { model } from '../../../catalogue/models.ts';
import { median } from '../../../stats/quantile.ts';
import { formatCount, formatDuration, formatShare } from '../../../units/format.ts';
import { ranking } from '../../../validation/ranking.ts';
import {
  groupScores,
  headlineMetrics,
  isHeadline,
  metricOf,
  type HeadlineMetric,
  type ScoredMetric,
  type ScoredRow,
} from '../../../validation/score.ts';
import { shortModel, shortName } from '../../text/names.ts';
import { acceleratorWords, loadWords, modelName } from '../../text/phrases.ts';
import type { Held } from './published.ts';

export const heldNames: Readonly<Record<Held, string>> = {
  nothing: 'In sample',
  accelerator: 'Accelerator held out',
  model: 'Model held out',
  engine: 'Engine held out',
};

const metricNames: Readonly<Record<HeadlineMetric, string>> = {
  timePerOutputToken: 'Time per output token',
  timeToFirstToken: 'Time to first token',
  throughput: 'Throughput',
};

const metricName = (metric: ScoredMetric): string => (isHeadline(metric) ? metricNames[metric] : metric);

const metrics: readonly HeadlineMetric[] = headlineMetrics;

/** |ln| of a factor as the per cent that a reader thinks in: 0.12 is 13 %. */
const asShare = (error: number): number => Math.exp(error) - 1;

const medianError = (rows: readonly ScoredRow[]): number => (rows.length === 0 ? 0 : asShare(median(rows.map(({ error }) => Math.abs(error)))));

const isInside = ({ low, high, row }: ScoredRow): boolean => low <= row.measured && row.measured <= high;

const insideShare = (rows: readonly ScoredRow[]): number => (rows.length === 0 ? 0 : rows.filter(isInside).length / rows.length);

const vendorOf = ({ row }: ScoredRow): string =>
  typeof row.scenario.accelerator === 'string' ? (accelerator(row.scenario.accelerator)?.vendor ?? '') : '';

/** The finding: half of all rows are met within so much. */
export function accuracyTitle(rows: readonly ScoredRow[], held: Held): string {
  const found = `alf of ${formatCount(rows.length)} published measurements are met within ${formatShare(medianError(rows))}`;
  return held === 'nothing' ? `H${found}` : `With each ${held} held out in turn, h${found}`;
}

export function accuracyPanels(rows: readonly ScoredRow[]): readonly ScatterPanel[] {
  return metrics.flatMap((metric): ScatterPanel[] => {
    const members = rows.map((each, id) => ({ ...each, id })).filter(({ row }) => metricOf(row.metric) === metric);
    if (members.length === 0) return [];
    return [
      {
        name: metricNames[metric],
        found: `half of ${formatCount(members.length)} within ${formatShare(medianError(members))}, ${formatShare(insideShare(members))} inside`,
        unit: metric === 'throughput' ? ', tokens/s' : '',
        tick: metric === 'throughput' ? (value) => formatCount(value, 'short') : durationTick,
        points: members.map((each) => ({
          id: each.id,
          measured: each.row.measured,
          estimated: each.predicted,
          low: each.low,
          high: each.high,
          colour: seriesColour(vendorOf(each)),
          evidence: each.evidence,
        })),
      },
    ];
  });
}

/** `5 ms`, `20 s`; a tick has one digit. */
function durationTick(seconds: number): string {
  if (seconds >= 1) return `${formatCount(seconds)} s`;
  return seconds >= 1e-3 ? `${Number((seconds * 1e3).toPrecision(1))} ms` : `${Number((seconds * 1e6).toPrecision(1))} µs`;
}

/** Vendors by rows, most first: the legend of the colours. */
export function vendorCounts(rows: readonly ScoredRow[]): readonly (readonly [vendor: string, rows: number])[] {
  const counts = new Map<string, number>();
  for (const each of rows) counts.set(vendorOf(each), (counts.get(vendorOf(each)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** How far to trust the intervals, and the order of two choices. */
export function summaryWords(rows: readonly ScoredRow[]): string {
  const {
    right,
    pairs,
    choices: { near, loads },
  } = ranking(rows);
  const ranked =
    pairs === 0
      ? ''
      : ` Of ${formatCount(pairs)} pairs of configurations under the same load, the one with more tokens per accelerator is named right in ${formatShare(right / pairs)}; of all that were measured under one load, the one named best is within 5 % of the best in ${formatShare(near / loads)}.`;
  return `The 80 % intervals hold ${formatShare(insideShare(rows))} of the rows.${ranked}`;
}

/** One row as a line for the readout, with where it was published. */
export function rowLine(each: ScoredRow): string {
  const {
    row: { scenario, metric, measured, source, version },
    predicted,
    low,
    high,
  } = each;
  const printed = (value: number): string =>
    metric === 'timePerOutputToken' || metric === 'timeToFirstToken'
      ? formatDuration(value).text
      : `${formatCount(value)} tokens/s${metric === 'outputTokensPerSecond' ? '' : ' per accelerator'}`;
  const off = asShare(Math.abs(each.error));
  const side =
    off < 0.005
      ? 'equal'
      : off >= 1
        ? `${(off + 1).toFixed(1)}× too ${each.error > 0 ? 'high' : 'low'}`
        : `${formatShare(Math.abs(Math.exp(each.error) - 1))} too ${each.error > 0 ? 'high' : 'low'}`;
  return (
    `${modelName(scenario)} on ${acceleratorWords(scenario, null)}, ${formatCount(scenario.inputTokens)} in, ${formatCount(scenario.outputTokens)} out, ${loadWords(scenario)}. ` +
    `${metricName(metricOf(metric))}: measured ${printed(measured)}, estimated ${printed(predicted)} (${printed(low)} to ${printed(high)}), ${side}. ${[source, version].filter(Boolean).join(', ')}.`
  );
}

/** Scores by accelerator and model: what the points of one cloud have in common. */
export function groupTwin(rows: readonly ScoredRow[]): TableTwin {
  const nameOf = new Map(rows.map((each) => [each.row.group, groupName(each)]));
  return {
    columns: [
      { key: 'group', title: 'Accelerator and model' },
      { key: 'metric', title: 'Metric' },
      { key: 'rows', title: 'Rows' },
      { key: 'error', title: 'Median error, %' },
      { key: 'bias', title: 'Bias, %' },
      { key: 'p90', title: 'Nine in ten within, %' },
      { key: 'inside', title: 'Inside 80 %, %' },
    ],
    rows: groupScores(rows)
      .map(({ group, metric, rows: count, error, bias, p90, coverage }) => ({
        group: nameOf.get(group) ?? group,
        metric: metricName(metric),
        rows: count,
        error: percent(asShare(error)),
        bias: percent(Math.exp(bias) - 1),
        p90: percent(asShare(p90)),
        inside: percent(coverage),
      }))
      .sort((a, b) => b.rows - a.rows),
  };
}

const percent = (share: number): number => Number((100 * share).toFixed(1));

function groupName({ row: { scenario } }: ScoredRow): string {
  const chip =
    typeof scenario.accelerator === 'string' ? shortName(accelerator(scenario.accelerator)?.name ?? scenario.accelerator) : scenario.accelerator.name;
  return `${chip}, ${typeof scenario.model === 'string' ? shortModel(model(scenario.model)?.name ?? scenario.model) : 'own model'}`;
}

/** Every row with its citation, for a spreadsheet: seconds, or tokens/s. */
export function rowTwin(rows: readonly ScoredRow[]): TableTwin {
  return {
    columns: ['id', 'group', 'metric', 'measured', 'estimated', 'low', 'high', 'inside', 'evidence', 'source', 'version', 'citation'].map((key) => ({
      key,
      title: key,
    })),
    rows: rows.map((each) => ({
      id: each.row.id,
      group: each.row.group,
      metric: each.row.metric,
      measured: each.row.measured,
      estimated: each.predicted,
      low: each.low,
      high: each.high,
      inside: isInside(each),
      evidence: each.evidence,
      source: each.row.source,
      version: each.row.version,
      citation: each.row.citation,
    })),
  };
}

/** What the estimates had seen, without flattery. */
export function seenWords(held: Held): string {
  if (held === 'nothing')
    return 'In sample: the serving parameters were fitted to these rows. They show how well the model can follow what is known, not how well it foresees.';
  const left =
    held === 'accelerator' ? 'Published timings of single operators on that accelerator stay in' : 'Published timings of single operators stay in';
  return `Held out: the serving parameters were fitted again without each ${held} in turn. ${left}, and so do the form of the model and the catalogue’s facts, which were chosen with all rows in view.`;
}
