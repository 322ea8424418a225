/**
 * Results in the form in which each tool prints or saves them (fixtures of our own), and what must hold of any text: a slip is answered
 * with its line and field, nothing is made up, nothing throws.
 */
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResults } from '../../../src/scenario/from/read-results.ts';
import type { BenchmarkResult } from '../../../src/scenario/from/result.ts';

const folder = new URL('../../fixtures/results/', import.meta.url);
const names = readdirSync(folder).sort();
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

function read(text: string): readonly BenchmarkResult[] {
  const results = readResults(text);
  if (!results.ok) throw new Error(`${results.error.path}: ${results.error.message}`);
  return results.value;
}

interface Expected {
  readonly tool: string;
  readonly form: RegExp;
  readonly scenario: BenchmarkResult['scenario'];
  readonly spelled?: BenchmarkResult['spelled'];
  readonly measured: BenchmarkResult['measured'];
  readonly notes?: number;
}

const tensor = (size: number) => ({ tensor: size, pipeline: 1, expert: 1, attentionData: 1 });
const aiperf = {
  tool: 'aiperf',
  measured: { timePerOutputToken: 0.01224, timeToFirstToken: 0.1902, requestLatency: 3.3105, outputTokensPerSecond: 1541.1, requestsPerSecond: 6.02 },
};
const genai = {
  tool: 'genai-perf',
  measured: { timePerOutputToken: 0.03075, timeToFirstToken: 0.1407, requestLatency: 7.9801, outputTokensPerSecond: 320.2, requestsPerSecond: 1.25 },
};
const ada = { accelerator: 'NVIDIA RTX 6000 Ada Generation' };
const session = (requestsPerUser: number) => ({ requestsPerUser });

const expected: Readonly<Record<string, Expected>> = {
  'aiperf-table.txt': {
    ...aiperf,
    form: /printed table/,
    scenario: { model: 'gpt-oss-20b', inputTokens: 550, outputTokens: 256, concurrency: 20, session: session(10) },
  },
  // Neither model nor load stands in it: Little's law says what was in flight.
  'aiperf.csv': { ...aiperf, form: /CSV/, scenario: { inputTokens: 550, outputTokens: 256, concurrency: 20 }, spelled: ada, notes: 1 },
  'aiperf.json': {
    ...aiperf,
    form: /profile_export_aiperf/,
    scenario: { model: 'gpt-oss-20b', inputTokens: 550, outputTokens: 256, concurrency: 20, session: session(10) },
    spelled: ada,
  },
  'benchmark-serving-table.txt': {
    tool: 'vllm',
    form: /benchmark_serving.py, printed table/,
    scenario: { model: 'qwen2.5-7b', engine: 'vllm', inputTokens: 512, outputTokens: 198, requestsPerSecond: 4 },
    measured: { timePerOutputToken: 0.00814, timeToFirstToken: 0.04631, outputTokensPerSecond: 736.92, requestsPerSecond: 3.72 },
    notes: 0,
  },
  'benchmark-serving.json': {
    tool: 'vllm',
    form: /benchmark_serving.py, saved JSON/,
    // No limit and no rate: all hundred at once.
    scenario: { model: 'mistral-7b', engine: 'vllm', inputTokens: 512, outputTokens: 128, concurrency: 100, session: session(1) },
    measured: { timePerOutputToken: 0.0712, timeToFirstToken: 1.8902, outputTokensPerSecond: 598.13, requestsPerSecond: 4.6729 },
  },
  'genai-perf.csv': { ...genai, form: /CSV/, scenario: { inputTokens: 2000, outputTokens: 256, concurrency: 10 }, notes: 1 },
  'genai-perf.json': { ...genai, form: /genai_perf/, scenario: { model: 'llama-3.1-70b', inputTokens: 2000, outputTokens: 256, concurrency: 10 } },
  'inference-perf.json': {
    tool: 'inference-perf',
    form: /report of a stage/,
    scenario: { inputTokens: 1021, outputTokens: 255, requestsPerSecond: 8 },
    measured: { timePerOutputToken: 0.0115, timeToFirstToken: 0.117, requestLatency: 3.05, outputTokensPerSecond: 1920.4, requestsPerSecond: 7.52 },
    notes: 1,
  },
  'sglang-table.txt': {
    tool: 'sglang',
    form: /bench_serving, .*printed table/,
    scenario: { model: 'deepseek-v3', engine: 'sglang', inputTokens: 1000, outputTokens: 1000, concurrency: 64, session: session(2) },
    measured: {
      timePerOutputToken: 0.06147,
      timeToFirstToken: 2.31011,
      requestLatency: 63.723,
      outputTokensPerSecond: 971.39,
      requestsPerSecond: 0.97,
    },
  },
  'sglang.jsonl': {
    tool: 'sglang',
    form: /JSON Lines/,
    scenario: {
      model: 'qwen3-32b',
      engine: 'sglang',
      accelerators: 2,
      parallel: tensor(2),
      weights: 'fp8',
      inputTokens: 1024,
      outputTokens: 512,
      concurrency: 16,
      session: session(6),
    },
    measured: { timePerOutputToken: 0.0187, timeToFirstToken: 0.18, requestLatency: 9.75, outputTokensPerSecond: 819.2, requestsPerSecond: 1.6 },
    notes: 1,
  },
  'trtllm-report.json': {
    tool: 'trtllm-bench',
    form: /1.1.0, saved report/,
    scenario: {
      model: 'llama-3.1-8b',
      engine: 'tensorrt-llm',
      accelerators: 1,
      parallel: tensor(1),
      inputTokens: 512,
      outputTokens: 512,
      concurrency: 'max',
    },
    spelled: { accelerator: 'NVIDIA B200' },
    measured: { requestLatency: 45.605, outputTokensPerSecond: 19200, requestsPerSecond: 37.5 },
    notes: 1,
  },
  'trtllm-report.txt': {
    tool: 'trtllm-bench',
    form: /1.1.0, printed report/,
    scenario: {
      model: 'llama-3.3-70b',
      engine: 'tensorrt-llm',
      accelerators: 2,
      parallel: tensor(2),
      weights: 'fp8',
      kvCache: 'fp8',
      inputTokens: 1024,
      outputTokens: 1024,
      concurrency: 63,
      session: session(8),
    },
    spelled: { accelerator: 'NVIDIA H200' },
    measured: {
      timePerOutputToken: 0.0201926,
      timeToFirstToken: 0.31044,
      requestLatency: 20.9674419,
      outputTokensPerSecond: 3082.24,
      requestsPerSecond: 3.01,
    },
  },
  'vllm-result.json': {
    tool: 'vllm',
    form: /vllm bench serve, saved JSON/,
    // 1 + a + a² = 2.1 tokens a step
    scenario: {
      model: 'llama-3.3-70b',
      accelerators: 4,
      parallel: tensor(4),
      inputTokens: 1024,
      outputTokens: 512,
      speculative: { draftTokens: 2, acceptance: 0.6619, draft: 'llama-3.2-1b' },
      concurrency: 64,
      session: session(10),
    },
    measured: { timePerOutputToken: 0.0479, timeToFirstToken: 0.4127, outputTokensPerSecond: 1304.46, requestsPerSecond: 2.5478 },
    // What drafted is not said.
    notes: 1,
  },
  'vllm-table.txt': {
    tool: 'vllm',
    form: /vllm bench serve, printed table/,
    scenario: { model: 'llama-3.1-8b', engine: 'vllm', inputTokens: 1023, outputTokens: 256, concurrency: 32, session: session(10) },
    measured: { timePerOutputToken: 0.01483, timeToFirstToken: 0.2114, outputTokensPerSecond: 2042.38, requestsPerSecond: 7.98 },
  },
};

describe('what tools print and save', () => {
  it.each(Object.keys(expected))('%s', (name) => {
    const [first] = read(textOf(name));
    const { tool, form, scenario, spelled = {}, measured, notes = 0 } = expected[name]!;
    expect(first).toMatchObject({ tool, scenario, spelled });
    expect(first!.form).toMatch(form);
    expect(Object.keys(first!.scenario).sort()).toEqual(Object.keys(scenario).sort());
    expect(Object.keys(first!.measured).sort()).toEqual(Object.keys(measured).sort());
    for (const [metric, value] of Object.entries(measured) as [string, number][])
      expect(first!.measured[metric as keyof typeof measured]).toBeCloseTo(value, 9);
    expect(first!.notes).toHaveLength(notes);
  });

  it('says in every fixture what it reads', () => {
    expect(names.filter((name) => !name.startsWith('llama-bench'))).toEqual(Object.keys(expected).sort());
  });

  it('reads every test of llama-bench alike from JSON, JSON Lines, CSV and SQL', () => {
    const forms = ['json', 'jsonl', 'csv', 'sql'].map((form) =>
      read(textOf(`llama-bench.${form}`)).map(({ scenario, measured }) => ({ scenario, measured })),
    );
    for (const form of forms) expect(form).toEqual(forms[0]);
    expect(forms[0]).toEqual([
      {
        scenario: { model: 'llama-3.1-8b', weights: 'int4', kvCache: 'bf16', inputTokens: 512, outputTokens: 1, concurrency: 1 },
        measured: { timeToFirstToken: 512 / 11010.42 },
      },
      {
        scenario: { model: 'llama-3.1-8b', weights: 'int4', kvCache: 'bf16', inputTokens: 1, outputTokens: 128, concurrency: 1 },
        measured: { timePerOutputToken: 1 / 179.31 },
      },
    ]);
  });

  it('reads the Markdown of llama-bench, with the depth at which tokens were generated', () => {
    const rows = read(textOf('llama-bench.md'));
    expect(rows.map(({ line, scenario }) => [line, scenario.inputTokens, scenario.outputTokens])).toEqual([
      [5, 512, 1],
      [6, 1, 128],
      [7, 4096, 128],
    ]);
    expect(rows[0]?.spelled).toEqual({ model: 'llama 8B Q4_K - Medium', accelerator: 'NVIDIA H100 80GB HBM3' });
  });

  it('answers JSON Lines with a result a line, and Python’s Infinity and NaN as what they are', () => {
    const [closed, open] = read(textOf('sglang.jsonl'));
    expect(closed).toMatchObject({ line: 1, scenario: { concurrency: 16 } });
    expect(closed?.notes.join()).toContain('disable_cuda_graph');
    expect(open).toMatchObject({ line: 3, scenario: { requestsPerSecond: 2 }, anchors: [{ concurrency: 18 }] });
    expect(open?.scenario.model).toBeUndefined();
  });

  it('reads several tables of one log, each with what was printed before it', () => {
    const log = `${textOf('vllm-table.txt')}\n\u001b[32m${textOf('benchmark-serving-table.txt').replaceAll('\n', '\r\n')}`;
    expect(read(log).map(({ line, scenario }) => [line, scenario.model])).toEqual([
      [7, 'llama-3.1-8b'],
      [35, 'qwen2.5-7b'],
    ]);
  });

  it('takes the requests in flight where an old table stands without what was printed before it', () => {
    const [, table = ''] = /(=+ Serving[\s\S]*)/.exec(textOf('benchmark-serving-table.txt')) ?? [];
    const [result] = read(table);
    // 3.72 requests/s of 46 ms + 197 · 8.14 ms
    expect(result?.scenario).toEqual({ inputTokens: 512, outputTokens: 198, concurrency: 6 });
    expect(result?.notes.join()).toContain('Little');
  });

  it('reads the frame of GenAI-Perf', () => {
    const frame = textOf('aiperf-table.txt').replace('NVIDIA AIPerf', 'NVIDIA GenAI-Perf').replace('   Metric ┃', 'Statistic ┃');
    expect(read(frame)[0]).toMatchObject({ tool: 'genai-perf', measured: { outputTokensPerSecond: 1541.1 } });
  });
});

describe('what cannot be read', () => {
  const wrong = (text: string) => {
    const results = readResults(text);
    return results.ok ? null : results.error;
  };

  it.each([
    ['nothing', '  \n', { code: 'bad-json', message: /nothing to read/ }],
    ['another tool’s text', 'Requests/sec: 12', { path: 'line 1', message: /none of what the lab reads: .*vllm bench serve/ }],
    ['another tool’s JSON', '{"qps": 3}', { path: 'line 1, qps', message: /no tool that the lab reads/ }],
    ['broken JSON', '{\n "mean_ttft_ms": 3,\n "mean_tpot_ms": }', { code: 'bad-json', path: 'line 3', message: /not JSON/ }],
    ['an empty list', '[]', { path: 'line 1', message: /measured nothing/ }],
    [
      'no request that succeeded',
      textOf('vllm-table.txt').replace('320       \nFailed', '0\nFailed'),
      { path: 'line 7, completed', message: /no request succeeded/ },
    ],
    [
      'a word for a number',
      textOf('vllm-table.txt').replace('14.83 ', 'fast'),
      { path: 'line 7, mean_tpot_ms', message: /expected a number, got "fast"/ },
    ],
    ['a time below zero', textOf('vllm-result.json').replace('47.9', '-47.9'), { path: 'line 1, mean_tpot_ms', message: /at least 0/ }],
    [
      'a field that is gone',
      textOf('vllm-result.json').replace('"total_output_tokens"', '"tokens"'),
      { path: 'line 1, total_output_tokens', message: /writes "total_output_tokens"/ },
    ],
    [
      'a cell too few',
      textOf('llama-bench.csv').replace(/,"[^"]*"\n$/, '\n'),
      { path: 'line 3', message: /expected 33 cells under the heading, got 32/ },
    ],
    [
      'a unit of time that no tool writes',
      textOf('aiperf.json').replace('"unit": "ms", "avg": 12.24', '"unit": "h", "avg": 12.24'),
      { path: 'line 1, inter_token_latency.unit' },
    ],
    ['an element of a list', textOf('llama-bench.json').replace('179.31', '0'), { path: 'line 1, 1.avg_ts' }],
    ['a test of llama-bench', textOf('llama-bench.md').replace('tg128 @ d4096', 'xx128 @ d4096'), { path: 'line 7, test', message: /pp512, tg128/ }],
  ])('%s is answered with where and what was expected', (_, text, { message, ...error }: { message?: RegExp; [key: string]: unknown }) => {
    const found = wrong(text);
    expect(found).toMatchObject(error);
    if (message) expect(found?.message).toMatch(message);
  });

  it('never throws, wherever a text is cut or a character is another', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.string({ maxLength: 3 }),
        fc.boolean(),
        (name, share, other, cut) => {
          const text = textOf(name);
          const at = Math.floor(share * text.length);
          const results = readResults(cut ? text.slice(0, at) : text.slice(0, at) + other + text.slice(at + 1));
          if (!results.ok) expect(results.error.message).not.toBe('');
          else
            for (const { measured } of results.value)
              expect(Object.values(measured).every((value: unknown) => typeof value === 'number' && value > 0)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('makes nothing up: a field that is left out leaves no key or measurement that was not there, and moves none but its own kin', () => {
    const records = ['vllm-result.json', 'aiperf.json', 'genai-perf.json', 'inference-perf.json', 'trtllm-report.json'];
    fc.assert(
      fc.property(fc.constantFrom(...records), fc.nat(), (name, which) => {
        const record = JSON.parse(textOf(name)) as Record<string, unknown>;
        const keys = Object.keys(record);
        const { [keys[which % keys.length]!]: _, ...less } = record;
        const [whole] = read(textOf(name));
        const results = readResults(JSON.stringify(less));
        if (!results.ok) return;
        for (const [key, value] of Object.entries(results.value[0]!.scenario))
          if (!['concurrency', 'session', 'requestsPerSecond'].includes(key))
            expect(value).toEqual((whole!.scenario as Readonly<Record<string, unknown>>)[key]);
        expect(Object.keys(whole!.spelled)).toEqual(expect.arrayContaining(Object.keys(results.value[0]!.spelled)));
      }),
    );
  });
});
