/** What `validate` prints: scores by group, their means, and the same rows under other knowledge. */
import type { ComparedScore, Comparison } from '../../validation/comparisons.ts';
import type { GroupScore, MetricScore, ScoredMetric } from '../../validation/score.ts';
import { printTable } from './table.ts';

const share = (value: number): string => `${(100 * value).toFixed(0)} %`;

export function printScores(title: string, groups: readonly GroupScore[], metrics: readonly MetricScore[]): string {
  const columns = [{ title: 'metric' }, { title: 'group' }, { title: 'rows', align: 'right' }, { title: 'error', align: 'right' }, { title: 'bias', align: 'right' }, { title: 'p90', align: 'right' }, { title: 'in 80 %', align: 'right' }] as const;
  const lines = groups.map((group) => [group.metric, group.group, String(group.rows), group.error.toFixed(3), `${group.bias < 0 ? '−' : '+'}${Math.abs(group.bias).toFixed(3)}`, group.p90.toFixed(2), share(group.coverage)]);
  const means = metrics.map((metric) => [metric.metric, `mean of ${metric.groups} groups`, String(metric.rows), metric.error.toFixed(3), '', '', share(metric.coverage)]);
  return `${title}\n${printTable(columns, [...lines, ...means])}`;
}

const compared: readonly (readonly [metric: ScoredMetric, title: string])[] = [['timePerOutputToken', 'TPOT'], ['timeToFirstToken', 'TTFT'], ['throughput', 'throughput']];

/** Mean error over groups of five rows or more, the groups in brackets, and the share inside the interval. */
export function printComparisons(comparisons: readonly Comparison[]): string {
  const cell = (metrics: readonly ComparedScore[], metric: ScoredMetric): string => {
    const found = metrics.find((each) => each.metric === metric);
    return found ? `${found.error.toFixed(3)} (${found.groups})  ${found.coverage === null ? '    –' : share(found.coverage).padStart(5)}` : '–';
  };
  const columns = [{ title: 'what is known' }, ...compared.map(([, title]) => ({ title: `${title}: error (groups)  in 80 %`, align: 'right' as const }))];
  return printTable(columns, comparisons.map(({ name, metrics }) => [name, ...compared.map(([metric]) => cell(metrics, metric))]));
}
