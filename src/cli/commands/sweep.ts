/**
 * `sweep`: one scenario in which any value may be a list; every combination and the Pareto set of two fields on
 * standard output, as JSON Lines, one JSON document or a table.
 */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { InputError, ParetoInterval, Sweep, SweepField } from '../../index.ts';
import { defineCommand, exitStatus, type ExitStatus } from '../command.ts';
import { UsageError } from '../errors.ts';
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
  async run(flags): Promise<ExitStatus> {
    if (flags.table && flags.json) throw new UsageError('--table and --json exclude each other');
    const { paretoIntervals, parseJson, sweep: sweepOf, sweepFields } = await import('../../index.ts');
    const x = fieldOf('x', flags.x, sweepFields);
    const y = fieldOf('y', flags.y, sweepFields);
    if (flags.file === undefined && process.stdin.isTTY) process.stderr.write('Reading one JSON object; Ctrl-D ends.\n');
    const input = flags.file === undefined ? await text(process.stdin) : await readFileOr(flags.file);
    const json = parseJson(input);
    if (!json.ok) return wrong(json.error, flags.table);
    const swept = sweepOf(json.value, { ...(x && { x }), ...(y && { y }) });
    if (!swept.ok) return wrong(swept.error, flags.table);
    const intervals = paretoIntervals(json.value, swept.value);
    process.stdout.write(
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

async function readFileOr(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--file ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A wrong sweep has one answer: the error, in JSON where answers are. */
function wrong(error: InputError, table: boolean): ExitStatus {
  if (table) process.stderr.write(`${error.path === '' ? '' : `${error.path}: `}${error.message}\n`);
  else process.stdout.write(`${JSON.stringify({ error })}\n`);
  return exitStatus.wrongInput;
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
