/** `validate`: predicted against published, with whole accelerators, models or engines held out in turn. */
import type { ScoredRow } from '../../validation/score.ts';
import type { ServingRow } from '../../validation/serving-rows.ts';
import { defineCommand, exitStatus } from '../command.ts';
import { inputProblem, UsageError } from '../errors.ts';
import { openFile } from '../input.ts';
import { rowsOf } from '../lines/rows.ts';
import { printComparisons, printRanking, printRowScores, printScores } from '../print/validation.ts';

const axes = ['accelerator', 'model', 'engine'] as const;

export const validate = defineCommand({
  name: 'validate',
  summary: 'score the estimates against published measurements',
  description:
    'Predicts every published end-to-end measurement and prints, by group, the median error |ln(predicted/measured)|, the\n' +
    'bias and how often the 80 % interval holds the measurement; then the means over groups of five rows or more, and the\n' +
    'same under other knowledge: points of the curve given as anchors, the same configuration measured on another\n' +
    'accelerator, nothing of the accelerator ever timed; then all rows alike, and how often the better configuration is\n' +
    'named. Without --by the parameters have seen the rows; --by takes those fitted without each accelerator, model or\n' +
    'engine in turn.',
  flags: {
    data: { value: 'FILE', describe: 'rows of your own in the published form, one JSON object a line: { scenario, measured, group? }' },
    by: { choices: axes, describe: 'hold out whole accelerators, models or engines' },
    anchored: { choices: ['1', '2'], describe: 'score the groups with each point of a curve given in turn, or with both of its ends' },
    unseen: {
      choices: ['chip', 'family'],
      describe: 'with --by accelerator: score the groups without its operator timings either, or without its family’s',
    },
    json: { describe: 'print scores and rows as JSON' },
  },
  examples: [
    'inference-cost-lab validate',
    'inference-cost-lab validate --by accelerator',
    'inference-cost-lab validate --by accelerator --unseen family',
    'inference-cost-lab validate --anchored 1',
    'inference-cost-lab validate --data rows.jsonl --json',
  ],
  async run(flags, { output }) {
    const { servingRows } = await import('../../validation/serving-rows.ts');
    const { groupScores, metricScores, rowScores, scoreRows } = await import('../../validation/score.ts');
    const { ranking } = await import('../../validation/ranking.ts');
    const { comparisons, scoreNeverSeen } = await import('../../validation/comparisons.ts');
    const { optionsWithout } = await import('../../validation/held-out.ts');
    const { scoreAnchored } = await import('../../validation/curves.ts');
    if (flags.unseen !== undefined && (flags.by !== 'accelerator' || flags.anchored !== undefined))
      throw new UsageError('--unseen goes with --by accelerator, and without --anchored');
    const read = flags.data === undefined ? { rows: servingRows(), problems: [] } : await readRows(flags.data);
    for (const problem of read.problems) process.stderr.write(`line ${problem.line}: ${problem.message}\n`);
    const rows = read.rows.filter((row) => !row.burst);
    if (rows.length === 0) throw new UsageError(`--data ${flags.data ?? ''} has no row to score${read.rows.length > 0 ? ': all are bursts' : ''}`);
    const by = flags.by ?? null;
    const plain = scoreRows(rows, (row) => optionsWithout(by, row));
    const scored =
      flags.unseen !== undefined
        ? scoreNeverSeen(rows, flags.unseen)
        : flags.anchored !== undefined
          ? scoreAnchored(rows, flags.anchored === '1' ? 'each' : 'ends', (row) => optionsWithout(by, row))
          : plain;
    const groups = groupScores(scored);
    const metrics = metricScores(groups);
    const rank = ranking(plain);
    const compared = comparisons(rows, plain, by);
    if (flags.json)
      await output.print(
        `${JSON.stringify({ by, unseen: flags.unseen ?? null, anchored: flags.anchored === undefined ? null : Number(flags.anchored), metrics, rank, comparisons: compared, overRows: rowScores(scored), groups, rows: scored.map(asJson) }, null, 1)}\n`,
      );
    else {
      const parts = [
        printScores(titleOf(by, flags.anchored, flags.unseen), groups, metrics),
        printComparisons(compared),
        printRowScores(rowScores(scored)),
        printRanking(rank),
      ];
      await output.print(`${parts.filter((part) => part !== '').join('\n\n')}\nRows scored  ${plain.length} of ${rows.length}, bursts left out\n`);
    }
    return read.problems.length > 0 ? exitStatus.wrongInput : exitStatus.answered;
  },
});

interface ReadRows {
  readonly rows: readonly ServingRow[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** Rows of a file of one's own; a line that is wrong is listed and the others are scored. */
async function readRows(file: string): Promise<ReadRows> {
  const { readServingLine } = await import('../../validation/serving-rows.ts');
  const input = await openFile(file, '--data');
  const rows: ServingRow[] = [];
  const problems: ReadRows['problems'][number][] = [];
  let line = 0;
  for await (const batch of rowsOf(input)) {
    for (const row of batch) {
      line += 1;
      if (typeof row === 'string' && row.trim() === '') continue;
      const read = typeof row === 'string' ? readServingLine(row) : inputProblem(row);
      if (typeof read === 'string') problems.push({ line, message: read });
      else rows.push(...read);
    }
  }
  return { rows, problems };
}

function titleOf(by: string | null, anchored: '1' | '2' | undefined, unseen: 'chip' | 'family' | undefined): string {
  const seen = by === null ? 'In sample: the parameters have seen these rows' : `Held out: parameters fitted without each ${by} in turn`;
  const given = { 1: '; one point of each curve given in turn, the others scored', 2: '; the ends of each curve given, its inner points scored' };
  const never = { chip: '; none of its operators was timed', family: '; no operator of its family was timed' };
  return `${seen}${anchored === undefined ? '' : given[anchored]}${unseen === undefined ? '' : never[unseen]}`;
}

const asJson = ({ row, predicted, low, high, evidence }: ScoredRow): object => ({
  id: row.id,
  group: row.group,
  metric: row.metric,
  measured: row.measured,
  predicted,
  low,
  high,
  evidence,
});
