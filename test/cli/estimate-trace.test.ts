/** `estimate --trace`: the load of a file, by hand, and slips named. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { answerLine } from '../../src/cli/lines/estimate-lines.ts';
import { traceLoad } from '../../src/estimate/simulate/trace-load.ts';
import { Trace } from '../../src/model/simulation/trace.ts';

const rows = [
  { arrival: 0, inputTokens: 500, outputTokens: 100, cachedTokens: 0 },
  { arrival: 1, inputTokens: 1500, outputTokens: 100, cachedTokens: 500 },
  { arrival: 4, inputTokens: 1000, outputTokens: 100, cachedTokens: 250 },
];

function loadOf(trace: readonly (typeof rows)[number][]) {
  const load = traceLoad(Trace.of(trace));
  if (!load.ok) throw new Error(load.error.message);
  return load.value;
}

describe('a trace as a load', () => {
  it('has its own means, variances, rate and cached share', () => {
    // Variance of 500, 1,500 and 1,000: 500,000 / 3, a sixth of the squared mean; σ² = ln(7/6).
    expect(loadOf(rows)).toEqual({
      inputTokens: 1000,
      outputTokens: 100,
      lengths: { input: expect.closeTo(Math.sqrt(Math.log(7 / 6)), 4) as number, output: 0 },
      requestsPerSecond: 0.5,
      prefixHitRate: 0.25,
    });
  });

  it('says no rate where all come at once', () => {
    expect(traceLoad(Trace.of(rows.slice(0, 1)))).toMatchObject({ ok: false, error: { code: 'inconsistent' } });
  });
});

describe('a row with a trace', () => {
  const trace = { format: 'this lab', requests: 3, noOutput: 0, load: loadOf(rows) };
  const row = { model: 'llama-3.1-8b', accelerator: 'h200-sxm', engine: 'vllm', accelerators: 1 };
  const answer = (sets: object, why = false): Record<string, unknown> =>
    JSON.parse(answerLine(JSON.stringify({ ...row, ...sets }), { trace, why }).line) as Record<string, unknown>;

  it('is answered as the scenario that the trace makes of it, and says so', () => {
    const { trace: told, assumptions, ...rest } = answer({});
    const { assumptions: plain, ...same } = JSON.parse(answerLine(JSON.stringify({ ...row, ...trace.load })).line) as Record<string, unknown>;
    expect(rest).toEqual(same);
    expect(told).toEqual(trace);
    expect(assumptions).toEqual([...(plain as string[]), 'lengths.trace']);
    expect(plain).toContain('lengths.lognormal');
  });

  it.each([
    ['inputTokens', { inputTokens: 5 }],
    ['lengths', { lengths: { spread: 1 } }],
    ['requestsPerSecond', { requestsPerSecond: 1 }],
    ['requestsPerSecond', { concurrency: 4 }],
    ['prefixHitRate', { prefixHitRate: 0 }],
  ])('is refused at %s where it says its own: %j', (path, sets) => {
    expect(answer(sets)).toMatchObject({ error: { code: 'inconsistent', path } });
  });
});

describe('the flag', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estimate-trace-'));
    await writeFile(join(folder, 'burst.csv'), 'arrival,inputTokens,outputTokens\n3,100,20\n3,200,20\n');
    await writeFile(join(folder, 'nameless.csv'), 'when,prompt,answer\n0,12,20\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    [['--trace', '-'], /scenarios come from/],
    [['--trace', '@absent.csv'], /could not be read/],
    [['--trace', '@burst.csv'], /come at once/],
    [['--trace', '@nameless.csv'], /no known trace has these columns/],
    [['--trace', '@burst.csv', '--from', '-'], /--from reads it/],
  ])('is refused: %j', async (words, message) => {
    let err = '';
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (text: unknown) => ((err += String(text)), true);
    const status = await runCommandLine(['estimate', ...words.map((word) => word.replace('@', `${folder}/`))], {
      print: () => Promise.resolve(),
    }).finally(() => {
      process.stderr.write = write;
    });
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });
});
