/** `simulate`: one scenario, simulated request by request; percentiles as a table or as JSON. */
import type { Scenario, SimulatedEstimate, SimulateOptions } from '../../index.ts';
import { defineCommand, exitStatus } from '../command.ts';
import { inputProblem, UsageError } from '../errors.ts';
import { readStandardInput, readTextFile } from '../input.ts';
import { ProgressLine } from '../print/progress-line.ts';
import { readTrace } from '../trace-file.ts';

export const simulate = defineCommand({
  name: 'simulate',
  summary: 'simulate a scenario request by request: percentiles, bursts, traces',
  description:
    'Reads one scenario, { "model", "accelerator", … }, from standard input or --file and simulates one rank of its\n' +
    'deployment under each engine, from a seed. Prints mean and percentiles of the time to first token, per output token\n' +
    'and end to end with 80 % intervals, or all of it as JSON. Open arrivals that come faster than they are served are\n' +
    'called saturated, and then have no time to first token. A closed loop has lengths a tenth either way of those stated,\n' +
    'because requests of exactly one length stay in step for ever; --spread fixed keeps them. Exit status: 0 answered,\n' +
    '2 the scenario or a flag was wrong.\n\n' +
    'A trace has a row for each request: arrival (seconds), inputTokens, outputTokens, and prefixHitRate where it is known; or the\n' +
    'columns under which traces are published: Azure LLM inference 2023 and 2024 (TIMESTAMP, ContextTokens, GeneratedTokens),\n' +
    'BurstGPT (Timestamp, Request tokens, Response tokens), Mooncake and Qwen Bailian (timestamp, input_length, output_length,\n' +
    'hash_ids), sessions of coding agents (requests with t, in, out, hash_ids). Times count from the earliest request, epoch times\n' +
    'and dates too. Requests without an answer, or longer than the model reads, are left out and counted. Hashes of prompts become\n' +
    'prefix hits of a cache that forgets nothing.',
  flags: {
    file: { value: 'FILE', describe: 'the scenario, instead of standard input' },
    arrivals: {
      choices: ['closed', 'poisson', 'burst', 'trace'],
      describe: 'closed: the concurrency of the scenario; poisson: its requestsPerSecond; burst: its concurrency, all at once',
    },
    trace: { value: 'FILE', describe: 'requests as CSV or JSON Lines, in the columns of this lab or as published (see below); - for standard input' },
    spread: {
      value: 'SPREAD',
      describe:
        'lengths: fixed, uniform:LOW (LOW..1 of those stated), lognormal:SIGMA; default: the lengths of the scenario, else 0.9..1.1 in a closed loop',
    },
    seed: { value: 'N', describe: 'another draw of everything random (default 1)' },
    json: { describe: 'print the result as JSON' },
  },
  examples: [
    `echo '{"model":"llama-3.3-70b","accelerator":"h200-sxm","accelerators":2,"concurrency":64}' | inference-cost-lab simulate`,
    'inference-cost-lab simulate --file scenario.json --arrivals trace --trace requests.jsonl --json',
  ],
  async run(flags, { output }) {
    const options = optionsOf(flags);
    const { parseJson, parseScenario } = await import('../../index.ts');
    const text = flags.file === undefined ? await readStandardInput('one scenario as JSON') : await readTextFile(flags.file, '--file');
    const json = parseJson(text);
    const scenario = json.ok ? parseScenario(json.value) : json;
    if (!scenario.ok) throw new UsageError(inputProblem(scenario.error));
    if (options.arrivals === 'poisson' && scenario.value.requestsPerSecond === null)
      throw new UsageError('--arrivals poisson needs "requestsPerSecond" in the scenario');
    const { printSimulation } = await import('../print/simulation.ts');
    const progress = new SlowProgress();
    try {
      const trace =
        flags.trace === undefined ? undefined : await readTrace(flags.trace, (requests) => progress.show(requests, requests, 'requests read'));
      const result = await simulated(scenario.value, { ...options, ...(trace && { trace }) }, progress);
      progress.end();
      await output.print(`${flags.json ? JSON.stringify(result) : printSimulation(result)}\n`);
    } finally {
      progress.end();
    }
    return exitStatus.answered;
  },
});

/** @throws UsageError for a load that makes no sense or is too large to play */
async function simulated(scenario: Scenario, options: SimulateOptions, progress: SlowProgress): Promise<SimulatedEstimate> {
  const lab = await import('../../index.ts');
  try {
    return await lab.simulate(scenario, { ...options, onProgress: (share) => progress.show(Math.round(100 * share), 100, '% simulated') });
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

interface Flags {
  readonly file: string | undefined;
  readonly arrivals: SimulateOptions['arrivals'] | undefined;
  readonly trace: string | undefined;
  readonly spread: string | undefined;
  readonly seed: string | undefined;
}

function optionsOf({ file, arrivals, trace, spread, seed }: Flags): SimulateOptions {
  if (arrivals === 'trace' && trace === undefined) throw new UsageError('--arrivals trace needs --trace FILE');
  if (trace !== undefined && arrivals !== undefined && arrivals !== 'trace')
    throw new UsageError(`--trace goes with --arrivals trace, not ${arrivals}`);
  if (seed !== undefined && !/^\d{1,10}$/.test(seed)) throw new UsageError(`--seed is "${seed}"; expected a whole number`);
  if (trace === '-' && file === undefined) throw new UsageError('--trace - reads the trace from standard input, so the scenario needs --file');
  const kind = trace === undefined ? arrivals : 'trace';
  return {
    ...(kind === undefined ? {} : { arrivals: kind }),
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

/** Nothing for what takes a moment; then every fifth of a second in a terminal, every half minute elsewhere. */
class SlowProgress {
  readonly #line = new ProgressLine();
  readonly #pause = process.stderr.isTTY ? 200 : 30_000;
  #next = performance.now() + Math.max(this.#pause, 1000);

  show(done: number, total: number, words: string): void {
    const now = performance.now();
    if (now < this.#next) return;
    this.#next = now + this.#pause;
    this.#line.show({ done, total, words });
  }

  end(): void {
    this.#line.end();
  }
}
