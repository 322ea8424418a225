/**
 * `sweep`: one scenario in which any value may be a list; every combination and the Pareto set of two fields on
 * standard output, as JSON Lines, one JSON document or a table.
 */
import type { Sweep } from '../../estimate/views/sweep.ts';
import type { ParetoInterval } from '../../estimate/views/sweep-intervals.ts';
import type { SweepField } from '../../estimate/views/sweep-fields.ts';
import { defineCommand, exitStatus, type ExitStatus } from '../command.ts';
import { inputProblem, UsageError } from '../errors.ts';
import { readStandardInput, readTextFile } from '../input.ts';
import { printSweep } from '../print/sweep.ts';

export const sweep = defineCommand({
  name: 'sweep',
  summary: 'every combination of a scenario with lists, and the Pareto set',
  description:
    'Reads one JSON object from standard input or --file: a scenario in which any value may be a list. Writes one line for\n' +
    'every combination, { "point", "feasible", "x", "y", "pareto" }, and a last one with the Pareto set of --x and --y and\n' +
    'its 80 % intervals;\n' +
    'less is better of times, dollars, joules and grams, more of rates. Exit status: 0 answered, 2 a value was wrong.',
  flags: {
    x: { value: 'FIELD', describe: 'field of the estimate for x (timePerOutputToken)' },
    y: { value: 'FIELD', describe: 'field of the estimate for y (usdPerMillionOutputTokens)' },
    file: { value: 'FILE', describe: 'read the scenario from this file' },
    table: { describe: 'a table with the Pareto set marked, and its intervals' },
    json: { describe: 'one JSON document: { x, y, keys, points, pareto, intervals }' },
  },
  examples: [
    `echo '{"model":"llama-3.3-70b","accelerator":["h200-sxm","mi300x"],"concurrency":[1,4,16,64,256]}' | inference-cost-lab sweep --table`,
    'inference-cost-lab sweep --file sweep.json --x timeToFirstToken --y joulesPerOutputToken',
  ],
  async run(flags, { output }): Promise<ExitStatus> {
    if (flags.table && flags.json) throw new UsageError('--table and --json exclude each other');
    const estimate = await import('../../estimate/views/sweep.ts');
    const { paretoIntervals } = await import('../../estimate/views/sweep-intervals.ts');
    const { sweepFields } = await import('../../estimate/views/sweep-fields.ts');
    const x = fieldOf('x', flags.x, sweepFields);
    const y = fieldOf('y', flags.y, sweepFields);
    const input = flags.file === undefined ? await readStandardInput('one JSON object') : await readTextFile(flags.file, '--file');
    const { parseJson } = await import('../../scenario/parse-json.ts');
    const json = parseJson(input);
    if (!json.ok) throw new UsageError(inputProblem(json.error));
    const swept = estimate.sweep(json.value, { ...(x && { x }), ...(y && { y }) });
    if (!swept.ok) throw new UsageError(inputProblem(swept.error));
    const intervals = paretoIntervals(json.value, swept.value);
    await output.print(
      flags.table
        ? printSweep(swept.value, intervals)
        : flags.json
          ? `${JSON.stringify({ ...rounded(swept.value), intervals: intervals.map(roundedEnds) })}\n`
          : lines(swept.value, intervals),
    );
    return exitStatus.answered;
  },
});

function fieldOf(flag: string, name: string | undefined, known: readonly SweepField[]): SweepField | undefined {
  if (name === undefined) return undefined;
  const field = known.find((each) => each === name);
  if (!field) throw new UsageError(`--${flag} is "${name}"; expected one of ${known.join(', ')}`);
  return field;
}

/** Five significant digits, as in the answers of `estimate`. */
const significantDigits = 5;
const round = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(significantDigits)));

const rounded = (swept: Sweep): Sweep => ({ ...swept, points: swept.points.map((point) => ({ ...point, x: round(point.x), y: round(point.y) })) });

const roundedEnds = ({ x, y }: ParetoInterval): object => ({ x: x?.map(round) ?? null, y: y?.map(round) ?? null });

function lines(swept: Sweep, intervals: readonly ParetoInterval[]): string {
  const { x, y, points, pareto } = rounded(swept);
  const best = new Set(pareto);
  const rows = points.map((point, index) => JSON.stringify({ ...point, pareto: best.has(index) }));
  return `${rows.join('\n')}\n${JSON.stringify({ pareto: { x, y, points: pareto.map((index) => points[index]), intervals: intervals.map(roundedEnds) } })}\n`;
}
