/** `validate`: predicted against published, with whole accelerators, models or engines held out in turn. */
import { readFile } from 'node:fs/promises';
import type { GroupScore, MetricScore, ScoredRow } from '../../validation/score.ts';
import { defineCommand, exitStatus } from '../command.ts';
import { UsageError } from '../errors.ts';
import { printTable } from '../print/table.ts';

const axes = ['accelerator', 'model', 'engine'] as const;

export const validate = defineCommand({
  name: 'validate',
  summary: 'score the estimates against published measurements',
  description:
    'Predicts every published end-to-end measurement and prints, by group, the median error |ln(predicted/measured)|, the\n' +
    'bias and how often the 80 % interval holds the measurement; then the means over groups of five rows or more. Without\n' +
    '--by the parameters have seen the rows; --by fits them again without each accelerator, model or engine in turn.',
  flags: {
    data: { value: 'FILE', describe: 'rows of your own in the published form, one JSON object a line: { scenario, measured, group? }' },
    by: { choices: axes, describe: 'hold out whole accelerators, models or engines' },
    json: { describe: 'print scores and rows as JSON' },
  },
  examples: ['inference-cost-lab validate', 'inference-cost-lab validate --by accelerator', 'inference-cost-lab validate --data rows.jsonl --json'],
  async run(flags) {
    const { readServingRows, servingRows } = await import('../../validation/serving-rows.ts');
    const { groupScores, metricScores, rankAccuracy, scoreRows } = await import('../../validation/score.ts');
    const { heldOut } = await import('../../validation/held-out.ts');
    const read = flags.data === undefined ? { rows: servingRows(), problems: [] } : readServingRows(await readRows(flags.data));
    for (const problem of read.problems) process.stderr.write(`line ${problem.line}: ${problem.message}\n`);
    const rows = read.rows.filter((row) => !row.burst);
    const by = flags.by;
    const scored = scoreRows(rows, by === undefined ? undefined : (row) => heldOut(by, row));
    const groups = groupScores(scored);
    const metrics = metricScores(groups);
    const rank = rankAccuracy(scored);
    if (flags.json) process.stdout.write(`${JSON.stringify({ by: by ?? null, metrics, rank, groups, rows: scored.map(asJson) }, null, 1)}\n`);
    else process.stdout.write(`${report(by ?? null, groups, metrics)}\n\nRanking of two configurations  ${((100 * rank.right) / Math.max(rank.pairs, 1)).toFixed(1)} % of ${rank.pairs} pairs right\nRows scored  ${scored.length} of ${rows.length}, bursts left out\n`);
    return read.problems.length > 0 ? exitStatus.wrongInput : exitStatus.answered;
  },
});

async function readRows(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`--data ${file}: no such file, or it cannot be read`);
  }
}

const share = (value: number): string => `${(100 * value).toFixed(0)} %`;

function report(by: string | null, groups: readonly GroupScore[], metrics: readonly MetricScore[]): string {
  const title = by === null ? 'In sample: the parameters have seen these rows' : `Held out: parameters fitted without each ${by} in turn`;
  const columns = [{ title: 'metric' }, { title: 'group' }, { title: 'rows', align: 'right' }, { title: 'error', align: 'right' }, { title: 'bias', align: 'right' }, { title: 'p90', align: 'right' }, { title: 'in 80 %', align: 'right' }] as const;
  const lines = groups.map((group) => [group.metric, group.group, String(group.rows), group.error.toFixed(3), `${group.bias < 0 ? '−' : '+'}${Math.abs(group.bias).toFixed(3)}`, group.p90.toFixed(2), share(group.coverage)]);
  const means = metrics.map((metric) => [metric.metric, `mean of ${metric.groups} groups`, String(metric.rows), metric.error.toFixed(3), '', '', share(metric.coverage)]);
  return `${title}\n${printTable(columns, [...lines, ...means])}`;
}

const asJson = ({ row, predicted, low, high, evidence }: ScoredRow): object => ({ id: row.id, group: row.group, metric: row.metric, measured: row.measured, predicted, low, high, evidence });
