/** A link is a stranger's text: how much of it is read, how deep, and what becomes of each word. */
import { describe, expect, it } from 'vitest';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { scenarioFromQuery, scenarioToQuery } from '../../src/scenario/query.ts';

const read = (text: string) => scenarioFromQuery(new URLSearchParams(text));
const paths = (text: string): readonly string[] => read(text).problems.map(({ code, path }) => `${code} ${path}`);

describe('a link', () => {
  it('is read up to 16,384 characters, and not at all beyond', () => {
    const filled = (length: number): string => `inputTokens=64&x=${'a'.repeat(length - 'inputTokens=64&x='.length)}`;
    expect(read(filled(16_384)).scenario.inputTokens).toBe(64);
    expect(read(filled(16_385))).toEqual({
      scenario: defaultScenario,
      problems: [{ code: 'out-of-range', path: '', message: 'the link is longer than 16384 characters' }],
    });
  });

  it('has names of at most four steps, none of them empty or of the language itself', () => {
    for (const key of ['a.b.c.d.e', 'parallel..tensor', '.a', 'a.', '__proto__.x', 'parallel.__proto__', 'a.constructor']) {
      expect(read(`${key}=1&inputTokens=64`)).toMatchObject({
        scenario: { inputTokens: 64 },
        problems: [{ code: 'unknown-field', path: key, message: `no field "${key}"` }],
      });
    }
    expect(paths('serving.prefill.parallel.tensr=1')).not.toContain('unknown-field serving.prefill.parallel.tensr.x');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([
    ['concurrency=64', { concurrency: 64 }],
    ['concurrency=1e3', { concurrency: 1000 }],
    ['concurrency=max', { concurrency: 'max' }],
    ['prefixHitRate=.5', { prefixHitRate: 0.5 }],
    ['prefixHitRate=5e-1', { prefixHitRate: 0.5 }],
    ['anchor.0.concurrency=4&anchor.0.timePerOutputToken=0.02', { anchor: [{ concurrency: 4, timePerOutputToken: 0.02 }] }],
    ['ownership.own.years=4&ownership.own.costOfCapital=0.1', { ownership: { own: { years: 4, costOfCapital: 0.1 } } }],
    ['parallel.tensor=2&parallel.pipeline=2', { parallel: { tensor: 2, pipeline: 2, expert: 1, attentionData: 1 } }],
  ])('says with %s what it means', (text, scenario) => {
    expect(read(text)).toMatchObject({ scenario, problems: [] });
  });

  it('keeps a name that looks like a number as text', () => {
    const { scenario } = read('accelerator.name=4090&accelerator.memoryBytes=24e9&accelerator.memoryBandwidth=1e12&accelerator.peak.bf16=1e14');
    expect(scenario.accelerator).toMatchObject({ name: '4090', memoryBytes: 24e9 });
  });

  it('leaves what is wrong at its default, one key at a time, and keeps the rest', () => {
    const { scenario, problems } = read('inputTokens=0&outputTokens=-1&concurrency=8&parallel.tensor=0');
    expect(problems.map(({ path }) => path).toSorted()).toEqual(['inputTokens', 'outputTokens', 'parallel.tensor']);
    expect(scenario).toMatchObject({ inputTokens: 1024, outputTokens: 1024, concurrency: 8, parallel: null });
  });

  it('is no list where its numbers have a gap', () => {
    expect(paths('anchor.1.concurrency=4&anchor.1.timePerOutputToken=0.02')).toEqual(['wrong-type anchor']);
  });

  it('passes over the page’s own keys', () => {
    for (const key of ['run', 'theme', 'v', 'embed', 'unit'])
      expect(read(`${key}=x&inputTokens=64`)).toMatchObject({ scenario: { inputTokens: 64 }, problems: [] });
  });

  it('writes words plainly, numbers as numbers, and nothing that is null', () => {
    const query = scenarioToQuery({
      ...defaultScenario,
      accelerators: 2,
      weights: 'fp8',
      concurrency: 'max',
      engine: 'vllm',
      prefixHitRate: 0.25,
      parallel: null,
    });
    expect([...query].filter(([key]) => key !== 'v')).toEqual([
      ['model', 'llama-3.3-70b'],
      ['accelerator', 'h200-sxm'],
      ['accelerators', '2'],
      ['engine', 'vllm'],
      ['weights', 'fp8'],
      ['prefixHitRate', '0.25'],
      ['concurrency', 'max'],
    ]);
  });
});
