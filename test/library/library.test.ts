import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import * as library from '../../src/index.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';

const { estimate, parseScenario, ScenarioError, simulate, validate } = library;

const input = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 2, weights: 'fp8', concurrency: 32 } as const;

describe('the library', () => {
  it('exports what the contract names', () => {
    const named =
      'estimate simulate sweep operators sensitivity costTable train agent validate calibrate ownGpu readRun parseScenario query catalogue format modelVersion';
    expect(named.split(' ').filter((name) => !(name in library))).toEqual([]);
  });

  it('has no page and no GPU behind its door', () => {
    expect(Object.keys(library.catalogue)).toContain('accelerators');
    expect(library.catalogue.accelerators().length).toBeGreaterThan(30);
    expect(library.format(library.estimate(input).usdPerMillionOutputTokens!).text).toMatch(/^\$/);
  });
});

describe('estimate', () => {
  it('takes a scenario with its defaults left out, and the whole one, for the same', () => {
    const whole = { ...scenarioDefaults, ...input };
    expect(estimate(input)).toEqual(estimateScenario(whole));
    expect(estimate(whole)).toEqual(estimateScenario(whole));
  });

  it('throws what parseScenario answers, naming the key and what was meant', () => {
    const wrong = { ...input, accelerator: 'h200' };
    const parsed = parseScenario(wrong);
    if (parsed.ok) throw new Error('expected an error');
    expect(() => estimate(wrong)).toThrow(ScenarioError);
    expect(() => estimate(wrong)).toThrow('accelerator: no accelerator "h200"; did you mean h200-sxm?');
    try {
      estimate(wrong);
    } catch (error) {
      const { code, path, suggestions } = parsed.error;
      expect(error).toMatchObject({ code, path, suggestions });
    }
  });

  it.each([null, undefined, 3, 'llama', [], {}, { ...input, concurency: 3 }])('refuses %j in words', (value) => {
    expect(() => estimate(value as never)).toThrow(ScenarioError);
  });
});

describe('simulate', () => {
  it('answers as the command does, and tells a share that never falls', async () => {
    const shares: number[] = [];
    const result = await simulate(input, { answers: 400, onProgress: (share) => void shares.push(share) });
    expect(result.feasible).toBe(true);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(await simulate({ ...scenarioDefaults, ...input }, { answers: 400 })).toEqual(result);
  });

  it('ends with the reason of its signal, before it began and on the way', async () => {
    await expect(simulate(input, { signal: AbortSignal.abort(new Error('no need')) })).rejects.toThrow('no need');
    const abort = new AbortController();
    // Far more than one slice of work, of which little is done.
    const running = simulate(input, { answers: 1_000_000, signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) });
    await expect(running).rejects.toThrow('enough');
  });

  it('refuses a wrong scenario and options that make no sense', async () => {
    await expect(simulate({ ...input, accelerator: 'h200' })).rejects.toThrow(ScenarioError);
    await expect(simulate(input, { arrivals: 'poisson' })).rejects.toThrow(RangeError);
  });
});

describe('validate', () => {
  const row = (measured: number): string =>
    JSON.stringify({ id: `row ${measured}`, group: 'g', scenario: { ...input, engine: 'vllm' }, measured: { timePerOutputToken: measured } });

  it('scores rows of your own and lists what it cannot read', async () => {
    const shares: number[] = [];
    const data = `${row(0.02)}\n{"scenario":{"model":"none"}}\nnot JSON\n${row(0.03)}\n`;
    const result = await validate({ data, onProgress: (share) => void shares.push(share) });
    expect(result).toMatchObject({ scored: 2, of: 2, problems: [{ line: 2 }, { line: 3 }] });
    expect(result.rows.map(({ row: { id } }) => id)).toEqual(['row 0.02', 'row 0.03']);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('scores rows that are read already as those of the same text', async () => {
    const rows = library.readServingLine(row(0.02));
    if (typeof rows === 'string') throw new Error(rows);
    expect(await validate({ rows })).toEqual(await validate({ data: row(0.02) }));
    expect(library.readServingLine('[]')).toBe('expected an object');
  });

  it('ends with the reason of its signal, and refuses options that exclude each other', async () => {
    await expect(validate({ data: row(0.02), signal: AbortSignal.abort(new Error('no need')) })).rejects.toThrow('no need');
    await expect(validate({ data: row(0.02), unseen: 'chip' })).rejects.toThrow(RangeError);
    await expect(validate({ data: row(0.02), rows: [] })).rejects.toThrow(RangeError);
  });
});
