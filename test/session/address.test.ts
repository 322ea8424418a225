import { describe, expect, it } from 'vitest';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { addressOf, readAddress } from '../../src/session/address.ts';

const base = 'https://lab.example/path/?old=1#r=x';

describe('address', () => {
  it('is bare for the opening scenario', () => {
    expect(addressOf(defaultScenario, base).href).toBe('https://lab.example/path/');
  });
  it('comes back as the scenario that it was written from', () => {
    const scenario = {
      ...defaultScenario,
      model: 'deepseek-v3',
      accelerators: null,
      weights: null,
      concurrency: 128,
      ownership: { usdPerAcceleratorHour: 1.5 },
    };
    const { scenario: read, problems } = readAddress(addressOf(scenario, base));
    expect(read).toEqual(scenario);
    expect(problems).toEqual([]);
  });
  it('tells a run that is asked for and a result that is carried from the scenario', () => {
    expect(readAddress(new URL('https://lab.example/?run=quick&concurrency=8#r=1.abc'))).toMatchObject({
      run: 'quick',
      result: '1.abc',
      scenario: { concurrency: 8 },
    });
    expect(readAddress(new URL('https://lab.example/?run=thorough')).run).toBe('thorough');
    expect(readAddress(new URL('https://lab.example/?run=forever')).run).toBeNull();
  });
  it('names what it could not read and keeps the rest', () => {
    const { scenario, problems } = readAddress(new URL('https://lab.example/?concurrency=many&engine=vllm&colour=red'));
    expect(problems.map(({ path }) => path).toSorted()).toEqual(['colour', 'concurrency']);
    expect(scenario).toMatchObject({ engine: 'vllm', concurrency: null });
  });
  it('asks for either plan, and for no other', () => {
    const runOf = (query: string): string | null => readAddress(new URL(`https://lab.example/?${query}`)).run;
    expect(['run=quick', 'run=thorough', 'run=Thorough', 'run=', ''].map(runOf)).toEqual(['quick', 'thorough', null, null, null]);
  });
  it('says its version in every link that it writes, and leaves nothing unsaid by that', () => {
    const scenario = { ...defaultScenario, weights: 'bf16' } as const;
    const url = addressOf(scenario, base);
    expect(url.searchParams.get('v')).toBe('1');
    expect(readAddress(url)).toMatchObject({ scenario, problems: [], meantBefore: {} });
  });
  it('names the defaults that have changed since, where a link without a version leaves them out', () => {
    const meant = (query: string): unknown => readAddress(new URL(`https://lab.example/?${query}`)).meantBefore;
    expect(readAddress(new URL('https://lab.example/?model=llama-3.3-70b'))).toMatchObject({ scenario: defaultScenario, problems: [] });
    expect(meant('model=llama-3.3-70b')).toEqual({ concurrency: 32, utilisation: 1, host: 'benchmark' });
    expect(meant('ownership=own&concurrency=8')).toEqual({ utilisation: 0.7, host: 'benchmark' });
    expect(meant('requestsPerSecond=5')).toEqual({ host: 'benchmark' });
    expect(meant('requestsPerSecond=5&host=benchmark')).toEqual({});
    expect([meant('v=1&model=llama-3.3-70b'), meant('run=quick'), meant('')]).toEqual([{}, {}, {}]);
  });
  it('reads a link of a later version as well as it can, and says so', () => {
    const { scenario, problems } = readAddress(new URL('https://lab.example/?v=2&model=qwen3-8b&concurrency=8'));
    expect(scenario).toMatchObject({ model: 'qwen3-8b', concurrency: 8 });
    expect(problems.map(({ path }) => path)).toEqual(['v']);
  });
});
