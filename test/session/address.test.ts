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
});
