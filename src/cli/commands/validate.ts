/** `validate`: predicted against published, with whole accelerators, models or engines held out in turn. */
import type { RowProblem, ScoredRow, ServingRow } from '../../index.ts';
import { defineCommand, exitStatus } from '../command.ts';
import { inputProblem, UsageError } from '../errors.ts';
import { openFile } from '../input.ts';
import { rowsOf } from '../lines/rows.ts';
import { printMarket } from '../print/market.ts';
import { printComparisons, printParts, printRanking, printRowScores, printScores } from '../print/validation.ts';

const axes = ['accelerator', 'model', 'engine'] as const;

export const validate = defineCommand({
  name: 'validate',
  summary: 'score the estimates against published measurements',
  description:
    'Predicts every published end-to-end measurement and prints, by group, the median error |ln(predicted/measured)|, the\n' +
    'bias, how often the 80 % interval holds the measurement and the interval score (Winkler, in ln: the width, and ten times\n' +
    'what lies outside); then the means over groups of five rows or more, the same by regime, host, maker and month, and the\n' +
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
    market: { describe: 'what the model says that tokens cost beside what hosts ask, for every open model that two hosts or more list' },
    json: { describe: 'print scores and rows as JSON' },
  },
  examples: [
    'inference-cost-lab validate',
    'inference-cost-lab validate --by accelerator',
    'inference-cost-lab validate --by accelerator --unseen family',
    'inference-cost-lab validate --anchored 1',
    'inference-cost-lab validate --market',
    'inference-cost-lab validate --data rows.jsonl --json',
  ],
  async run(flags, { output }) {
    if (flags.market) {
      const beside = (['data', 'by', 'anchored', 'unseen'] as const).find((name) => flags[name] !== undefined);
      if (beside !== undefined) throw new UsageError(`--market stands alone: leave out --${beside}, which is about published runs`);
      const { marketCheck } = await import('../../index.ts');
      const check = await marketCheck();
      await output.print(flags.json ? `${JSON.stringify(check, null, 1)}\n` : `${printMarket(check)}\n`);
      return exitStatus.answered;
    }
    const by = flags.by ?? null;
    if (flags.unseen !== undefined && (by !== 'accelerator' || flags.anchored !== undefined))
      throw new UsageError('--unseen goes with --by accelerator, and without --anchored');
    const own = flags.data === undefined ? null : await readRows(flags.data);
    for (const problem of own?.problems ?? []) process.stderr.write(`line ${problem.line}: ${problem.message}\n`);
    if (own?.rows.every((row) => row.leftOut !== null))
      throw new UsageError(`--data ${flags.data ?? ''} has no row to score${own.rows.length > 0 ? ': all are marked to be left out' : ''}`);
    const { validate: score } = await import('../../index.ts');
    const {
      rows,
      groups,
      metrics,
      parts: byPart,
      overRows,
      rank,
      comparisons,
      scored,
      of,
    } = await score({
      by,
      ...(own && { rows: own.rows }),
      ...(flags.unseen !== undefined && { unseen: flags.unseen }),
      ...(flags.anchored !== undefined && { anchored: flags.anchored === '1' ? 'each' : 'ends' }),
    });
    if (flags.json)
      await output.print(
        `${JSON.stringify({ by, unseen: flags.unseen ?? null, anchored: flags.anchored === undefined ? null : Number(flags.anchored), metrics, parts: byPart, rank, comparisons, overRows, groups, rows: rows.map(asJson) }, null, 1)}\n`,
      );
    else {
      const parts = [
        printScores(titleOf(by, flags.anchored, flags.unseen), groups, metrics),
        printParts(byPart),
        printComparisons(comparisons),
        printRowScores(overRows),
        printRanking(rank),
      ];
      await output.print(
        `${parts.filter((part) => part !== '').join('\n\n')}\nRows scored  ${scored} of ${of}, bursts and unknown layouts left out\n`,
      );
    }
    return own !== null && own.problems.length > 0 ? exitStatus.wrongInput : exitStatus.answered;
  },
});

interface ReadRows {
  readonly rows: readonly ServingRow[];
  readonly problems: readonly RowProblem[];
}

/** Rows of a file of one's own; a line that is wrong is listed and the others are scored. */
async function readRows(file: string): Promise<ReadRows> {
  const { readServingLine } = await import('../../index.ts');
  const input = await openFile(file, '--data');
  const rows: ServingRow[] = [];
  const problems: RowProblem[] = [];
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
