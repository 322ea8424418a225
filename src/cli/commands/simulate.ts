/** `simulate`: one scenario, simulated request by request; percentiles as a table or as JSON. */
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import type { SimulateOptions } from '../../estimate/simulate/simulate-scenario.ts';
import { defineCommand, exitStatus } from '../command.ts';
import { UsageError } from '../errors.ts';

export const simulate = defineCommand({
  name: 'simulate',
  summary: 'simulate a scenario request by request: percentiles, bursts, traces',
  description:
    'Reads one scenario, { "model", "accelerator", … }, from standard input or --file and simulates one rank of its\n' +
    'deployment under each engine, from a seed. Prints mean and percentiles of the time to first token, per output token\n' +
    'and end to end with 80 % intervals, or all of it as JSON. Open arrivals that come faster than they are served are\n' +
    'called saturated, and then have no time to first token. Exit status: 0 answered, 2 the scenario or a flag was wrong.',
  flags: {
    file: { value: 'FILE', describe: 'the scenario, instead of standard input' },
    arrivals: {
      choices: ['closed', 'poisson', 'burst', 'trace'],
      describe: 'closed: the concurrency of the scenario; poisson: its requestsPerSecond; burst: its concurrency, all at once',
    },
    trace: { value: 'FILE', describe: 'requests as JSON Lines: { "arrival": seconds, "inputTokens", "outputTokens" }' },
    spread: { value: 'SPREAD', describe: 'lengths: fixed, uniform:LOW (LOW..1 of those stated), lognormal:SIGMA' },
    seed: { value: 'N', describe: 'another draw of everything random (default 1)' },
    json: { describe: 'print the result as JSON' },
  },
  examples: [
    `echo '{"model":"llama-3.3-70b","accelerator":"h200-sxm","accelerators":2,"concurrency":64}' | inference-cost-lab simulate`,
    'inference-cost-lab simulate --file scenario.json --arrivals trace --trace requests.jsonl --json',
  ],
  async run(flags, { output }) {
    const options = await optionsOf(flags);
    if (flags.file === undefined && process.stdin.isTTY) process.stderr.write('Reading one scenario as JSON; Ctrl-D ends.\n');
    const text = flags.file === undefined ? await textOf(process.stdin) : await readText(flags.file, '--file');
    const { parseJson } = await import('../../scenario/parse-json.ts');
    const { parseScenario } = await import('../../scenario/parse.ts');
    const json = parseJson(text);
    const scenario = json.ok ? parseScenario(json.value) : json;
    if (!scenario.ok)
      throw new UsageError(
        `${scenario.error.path ? `${scenario.error.path}: ` : ''}${scenario.error.message}${scenario.error.suggestions ? `; did you mean ${scenario.error.suggestions.join(', ')}?` : ''}`,
      );
    if (options.arrivals === 'poisson' && scenario.value.requestsPerSecond === null)
      throw new UsageError('--arrivals poisson needs "requestsPerSecond" in the scenario');
    const { simulateScenario } = await import('../../estimate/simulate/simulate-scenario.ts');
    const result = simulateScenario(scenario.value, options);
    const { printSimulation } = await import('../print/simulation.ts');
    await output.print(`${flags.json ? JSON.stringify(result) : printSimulation(result)}\n`);
    return exitStatus.answered;
  },
});

interface Flags {
  readonly arrivals: SimulateOptions['arrivals'] | undefined;
  readonly trace: string | undefined;
  readonly spread: string | undefined;
  readonly seed: string | undefined;
}

async function optionsOf({ arrivals, trace, spread, seed }: Flags): Promise<SimulateOptions> {
  if (arrivals === 'trace' && trace === undefined) throw new UsageError('--arrivals trace needs --trace FILE');
  if (trace !== undefined && arrivals !== undefined && arrivals !== 'trace')
    throw new UsageError(`--trace goes with --arrivals trace, not ${arrivals}`);
  if (seed !== undefined && !/^\d{1,10}$/.test(seed)) throw new UsageError(`--seed is "${seed}"; expected a whole number`);
  const kind = trace === undefined ? arrivals : 'trace';
  return {
    ...(kind === undefined ? {} : { arrivals: kind }),
    ...(trace === undefined ? {} : { trace: await readTrace(trace) }),
    ...(spread === undefined ? {} : { spread: spreadOf(spread) }),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

function spreadOf(word: string): NonNullable<SimulateOptions['spread']> {
  const [, kind, amount] = /^(fixed|uniform|lognormal)(?::(\d*\.?\d+))?$/.exec(word) ?? [];
  const number = Number(amount);
  if (kind === 'fixed' && amount === undefined) return { kind };
  if (kind === 'uniform' && number > 0 && number <= 1) return { kind, low: number, high: 1 };
  if (kind === 'lognormal' && number >= 0 && number <= 3) return { kind, sigma: number };
  throw new UsageError(`--spread is "${word}"; expected fixed, uniform:LOW with LOW in 0..1, or lognormal:SIGMA with SIGMA in 0..3`);
}

async function readTrace(file: string): Promise<NonNullable<SimulateOptions['trace']>> {
  const { parseTrace } = await import('../../estimate/simulate/trace-rows.ts');
  const rows = parseTrace(await readText(file, '--trace'));
  if (!rows.ok) throw new UsageError(`--trace ${file}: ${rows.error.path ? `${rows.error.path}: ` : ''}${rows.error.message}`);
  return rows.value;
}

async function readText(file: string, flag: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${flag} ${file} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
