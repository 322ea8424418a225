/** What `validate` prints: scores by group, their means, and the same rows under other knowledge. */
import type { ComparedScore, Comparison, GroupScore, MetricScore, PartScore, Ranking, RowScore, ScoredMetric } from '../../index.ts';
import { formatCounted } from '../../units/format.ts';
import { printTable } from './table.ts';

const share = (value: number): string => `${(100 * value).toFixed(0)} %`;

export function printScores(title: string, groups: readonly GroupScore[], metrics: readonly MetricScore[]): string {
  const columns = [
    { title: 'metric' },
    { title: 'group' },
    { title: 'rows', align: 'right' },
    { title: 'error', align: 'right' },
    { title: 'bias', align: 'right' },
    { title: 'p90', align: 'right' },
    { title: 'in 80 %', align: 'right' },
    { title: 'interval score', align: 'right' },
  ] as const;
  const lines = groups.map((group) => [
    group.metric,
    group.group,
    String(group.rows),
    group.error.toFixed(3),
    `${group.bias < 0 ? '−' : '+'}${Math.abs(group.bias).toFixed(3)}`,
    group.p90.toFixed(2),
    share(group.coverage),
    group.interval.toFixed(2),
  ]);
  const means = metrics.map((metric) => [
    metric.metric,
    `mean of ${formatCounted(metric.groups, 'group')}`,
    String(metric.rows),
    metric.error.toFixed(3),
    '',
    '',
    share(metric.coverage),
    metric.interval.toFixed(2),
  ]);
  return `${title}\n${printTable(columns, [...lines, ...means])}`;
}

/** Scores of rows that share a regime, a host, a maker or a month, and the group of twenty rows or more that lies inside least often. */
export function printParts(parts: readonly PartScore[]): string {
  const columns = [
    { title: 'by' },
    { title: 'rows that are' },
    { title: 'metric' },
    { title: 'groups', align: 'right' },
    { title: 'rows', align: 'right' },
    { title: 'error', align: 'right' },
    { title: 'in 80 %', align: 'right' },
    { title: 'interval score', align: 'right' },
    { title: 'least inside, of 20 rows or more' },
  ] as const;
  return printTable(
    columns,
    parts.flatMap(({ axis, part, metrics }) =>
      metrics.map(({ metric, groups, rows, error, coverage, interval, worst }) => [
        axis,
        part,
        metric,
        String(groups),
        String(rows),
        error.toFixed(3),
        share(coverage),
        interval.toFixed(2),
        worst ? `${share(worst.coverage)}  ${worst.group}` : '',
      ]),
    ),
  );
}

const compared: readonly (readonly [metric: ScoredMetric, title: string])[] = [
  ['timePerOutputToken', 'TPOT'],
  ['timeToFirstToken', 'TTFT'],
  ['throughput', 'throughput'],
];

/** Mean error over groups of five rows or more, the groups in brackets, and the share inside the interval; empty where no group is that large. */
export function printComparisons(comparisons: readonly Comparison[]): string {
  if (comparisons.length === 0) return '';
  const cell = (metrics: readonly ComparedScore[], metric: ScoredMetric): string => {
    const found = metrics.find((each) => each.metric === metric);
    return found ? `${found.error.toFixed(3)} (${found.groups})  ${found.coverage === null ? '    –' : share(found.coverage).padStart(5)}` : '–';
  };
  const columns = [
    { title: 'what is known' },
    ...compared.map(([, title]) => ({ title: `${title}: error (groups)  in 80 %`, align: 'right' as const })),
  ];
  return printTable(
    columns,
    comparisons.map(({ name, metrics }) => [name, ...compared.map(([metric]) => cell(metrics, metric))]),
  );
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** As most predictors are scored, with no group counting more than its rows. */
export function printRowScores(scores: readonly RowScore[]): string {
  const columns = [
    { title: 'all rows alike, |predicted/measured − 1|' },
    { title: 'rows', align: 'right' },
    { title: 'median', align: 'right' },
    { title: 'mean', align: 'right' },
  ] as const;
  return printTable(
    columns,
    scores.map(({ metric, rows, median, mean }) => [metric, String(rows), percent(median), percent(mean)]),
  );
}

/** Empty where no two configurations were measured under the same load. */
export function printRanking({ right, pairs, within, choices, margins }: Ranking): string {
  if (choices.loads === 0) return '';
  const noise = (logs: number): string => `${(100 * Math.expm1(logs)).toFixed(0)} %`;
  return [
    `Ranking of two configurations  ${pairs === 0 ? 'no pair differs enough' : `${percent(right / pairs)} of ${formatCounted(pairs, 'pair')} right`}; ${within} more within the noise of repeats (time per token ${noise(margins.timePerOutputToken)}, throughput ${noise(margins.throughput)})`,
    `Best configuration of a load   within 5 % of the best measured under ${percent(choices.near / choices.loads)} of ${formatCounted(choices.loads, 'load')}`,
  ].join('\n');
}
