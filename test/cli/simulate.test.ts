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
  await writeFile(join(folder, 'wrong.jsonl'), '{"arrival":0,"inputTokens":100}\n');
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
    [['--file', '@scenario.json', '--trace', '@trace.jsonl', '--arrivals', 'burst'], /^--trace goes with --arrivals trace/],
    [['--file', '@scenario.json', '--spread', 'uniform'], /^--spread is "uniform"/],
    [['--file', '@scenario.json', '--seed', 'x'], /^--seed is "x"/],
  ])('%j: named on standard error, status 2', async (words, message) => {
    const { status, out, err } = await simulated(...words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
  });
});
