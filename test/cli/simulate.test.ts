/** The `simulate` command: a table, JSON, and slips in flags and files named. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulate-'));
  const scenario = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 2, engine: 'vllm', weights: 'fp8' };
  await writeFile(join(folder, 'scenario.json'), JSON.stringify({ ...scenario, concurrency: 4 }));
  await writeFile(join(folder, 'flood.json'), JSON.stringify({ ...scenario, requestsPerSecond: 100 }));
  await writeFile(join(folder, 'wrong.json'), JSON.stringify({ ...scenario, concurrency: -1 }));
  await writeFile(
    join(folder, 'trace.jsonl'),
    '{"arrival":0,"inputTokens":100,"outputTokens":20}\n{"arrival":3,"inputTokens":200,"outputTokens":10}\n',
  );
  await writeFile(
    join(folder, 'mooncake.jsonl'),
    '{"timestamp":0,"input_length":900,"output_length":50,"hash_ids":[0,1]}\n{"timestamp":10,"input_length":900,"output_length":49,"hash_ids":[0,2]}\n' +
      '{"timestamp":20,"input_length":600,"output_length":0,"hash_ids":[0]}\n{"timestamp":30,"input_length":1200000,"output_length":9,"hash_ids":[0]}\n',
  );
  await writeFile(join(folder, 'hits.csv'), 'arrival,inputTokens,outputTokens,prefixHitRate\n0,9000,20,0.9\n');
  await writeFile(join(folder, 'misses.csv'), 'arrival,inputTokens,outputTokens,prefixHitRate\n0,9000,20,0\n');
  await writeFile(join(folder, 'long.csv'), 'arrival,inputTokens,outputTokens\n0,1200000,20\n');
  await writeFile(join(folder, 'nameless.csv'), 'when,prompt,answer\n0,12,20\n');
  await writeFile(join(folder, 'hitting.json'), JSON.stringify({ ...scenario, prefixHitRate: 0.5 }));
  await writeFile(join(folder, 'wrong.jsonl'), '{"arrival":0,"inputTokens":100}\n');
  await writeFile(join(folder, 'late.jsonl'), '\n{"arrival":1e300,"inputTokens":100,"outputTokens":20}\n');
  await writeFile(join(folder, 'empty.jsonl'), '\n');
  await writeFile(join(folder, 'crowd.json'), JSON.stringify({ ...scenario, concurrency: 10_000_000 }));
  await writeFile(join(folder, 'rare.json'), JSON.stringify({ ...scenario, requestsPerSecond: 1e-300 }));
  await writeFile(join(folder, 'marked.json'), `\uFEFF${JSON.stringify({ ...scenario, concurrency: 4 })}`);
  await writeFile(join(folder, 'marked.jsonl'), '\uFEFF{"arrival":0,"inputTokens":100,"outputTokens":20}\r\n');
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function simulated(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const print = async (text: string): Promise<void> => void (out += text);
  const status = await runCommandLine(['simulate', ...words.map((word) => word.replace('@', `${folder}/`))], { print });
  vi.restoreAllMocks();
  return { status, out, err };
}

describe('simulate', () => {
  it('prints percentiles, rates and how full the engine was', async () => {
    const { status, out, err } = await simulated('--file', '@scenario.json');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const name of ['mean', 'p50', 'p90', 'p95', 'p99', 'vllm']) expect(out).toMatch(new RegExp(`^${name} `, 'm'));
    expect(out).toContain('Closed loop; 2 accelerators');
    expect(out).toContain('tokens/s');
  });

  it('prints the same as JSON, again and again for a seed', async () => {
    const words = ['--file', '@scenario.json', '--spread', 'uniform:0.5', '--seed', '7', '--json'];
    const first = await simulated(...words);
    expect(JSON.parse(first.out)).toMatchObject({ feasible: true, seed: 7, arrivals: 'closed', saturated: false });
    expect((await simulated(...words)).out).toBe(first.out);
  });

  it('replays a trace', async () => {
    const { out } = await simulated('--file', '@scenario.json', '--trace', '@trace.jsonl', '--json');
    expect(JSON.parse(out)).toMatchObject({ arrivals: 'trace', engines: [{ answered: 2 }] });
  });

  it('plays a published trace, and says what it left out', async () => {
    const { status, out } = await simulated('--file', '@scenario.json', '--trace', '@mooncake.jsonl', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      engines: [{ answered: 2 }],
      trace: { format: 'Mooncake', requests: 2, noOutput: 1, tooLong: 1, prefixHitRate: 512 / 1800 },
    });
    const table = await simulated('--file', '@scenario.json', '--trace', '@mooncake.jsonl');
    expect(table.out).toMatch(
      /2 requests in the columns of Mooncake; left out: 1 without an answer, 1 longer than the model reads; 28 % of the input/,
    );
  });

  it('is faster with hits than without', async () => {
    const first = async (trace: string): Promise<number> => {
      const { out } = await simulated('--file', '@scenario.json', '--trace', trace, '--json');
      return (JSON.parse(out) as { timeToFirstToken: { mean: { value: number } } }).timeToFirstToken.mean.value;
    };
    expect(await first('@hits.csv')).toBeLessThan(await first('@misses.csv'));
  });

  it('has no answer for a trace that the model cannot read', async () => {
    const { status, out } = await simulated('--file', '@scenario.json', '--trace', '@long.csv', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ feasible: false, reason: { code: 'context-too-long' } });
  });

  it('takes files that begin with a byte-order mark', async () => {
    const { status, out } = await simulated('--file', '@marked.json', '--trace', '@marked.jsonl', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ arrivals: 'trace', engines: [{ answered: 1 }] });
  });

  it('calls a flood saturated', async () => {
    const { status, out } = await simulated('--file', '@flood.json');
    expect(status).toBe(0);
    expect(out).toMatch(/^SATURATED\./);
    expect(out).toMatch(/–  saturated: requests arrive/);
  });

  it.each([
    [['--file', '@wrong.json'], /^concurrency: expected /],
    [['--file', '@nothing.json'], /^--file .* could not be read/],
    [['--file', '@scenario.json', '--arrivals', 'poisson'], /needs "requestsPerSecond"/],
    [['--file', '@scenario.json', '--arrivals', 'trace'], /needs --trace FILE/],
    [['--file', '@scenario.json', '--trace', '@wrong.jsonl'], /line 1\.outputTokens: expected a number/],
    [['--file', '@scenario.json', '--trace', '@late.jsonl'], /line 2\.arrival: expected 0 to 1000000000 seconds from the start, got 1e\+300/],
    [['--file', '@scenario.json', '--trace', '@nameless.csv'], /line 1: no known trace has these columns: when, prompt, answer; known are arrival,/],
    [['--file', '@hitting.json', '--trace', '@mooncake.jsonl'], /^prefixHitRate: the trace says itself/],
    [['--file', '@scenario.json', '--trace', '@empty.jsonl'], /the trace has no requests/],
    [['--file', '@scenario.json', '--trace', '@nothing.jsonl'], /^--trace .* could not be read: no such file/],
    [['--trace', '-'], /^--trace - reads the trace from standard input, so the scenario needs --file/],
    [['--file', '@crowd.json'], /^concurrency: at most [12]00,000 requests at once are simulated, 100,000 a rank/],
    [['--file', '@crowd.json', '--arrivals', 'burst'], /^concurrency: at most [12]00,000 requests at once/],
    [['--file', '@rare.json'], /^requestsPerSecond: expected at least 0\.000001/],
    [['--file', '@scenario.json', '--trace', '@trace.jsonl', '--arrivals', 'burst'], /^--trace goes with --arrivals trace/],
    [['--file', '@scenario.json', '--spread', 'uniform'], /^--spread is "uniform"/],
    [['--file', '@scenario.json', '--seed', 'x'], /^--seed is "x"/],
  ])('%j: named on standard error, status 2', async (words, message) => {
    const { status, out, err } = await simulated(...words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
  });
});
