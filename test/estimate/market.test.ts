import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { market } from '../../src/estimate/views/market.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import type { Quantity } from '../../src/units/quantity.ts';

const usd = (value: number, low = value / 2, high = value * 2): Quantity => ({ value, low, high, unit: 'USD/Mtoken', evidence: 'prior' });
const costs = { usdPerMillionInputTokens: usd(0.1), usdPerMillionCachedInputTokens: null, usdPerMillionOutputTokens: usd(0.5, 0.4, 1) };

describe('market', () => {
  it('takes each provider at its cheapest offer: Groq, Novita and Together on Llama 3.3 70B, November 2026', () => {
    const found = market({ model: 'llama-3.3-70b' }, costs);
    expect(found?.output.list).toEqual({ min: 0.39, median: 0.79, max: 0.88, providers: 3 });
    expect(found?.input.list).toEqual({ min: 0.39, median: 0.59, max: 0.88, providers: 3 });
    expect(found?.offers).toHaveLength(5);
    expect(found?.date).toBe('2026-11-22');
  });

  it('puts the margin between those of the ends of the interval', () => {
    const margin = market({ model: 'llama-3.3-70b' }, costs)?.output.margin;
    expect(margin?.value).toBeCloseTo(0.79 / 0.5 - 1, 12);
    expect(margin?.low).toBeCloseTo(0.79 / 1 - 1, 12);
    expect(margin?.high).toBeCloseTo(0.79 / 0.4 - 1, 12);
    expect(margin?.evidence).toBe('prior');
  });

  it('has no margin where either side is unknown', () => {
    const found = market({ model: 'llama-3.3-70b' }, costs);
    expect(found?.cachedInput).toEqual({ list: null, estimated: null, margin: null });
    expect(market({ model: 'kimi-k2.5' }, costs)?.cachedInput).toMatchObject({ list: { providers: 2 }, margin: null });
  });

  it('is null for a model that no API lists, and for a pasted one', () => {
    expect(market({ model: 'nemotron-h-56b' }, costs)).toBeNull();
    expect(market({ model: { model_type: 'llama' } }, costs)).toBeNull();
  });

  it('leaves free offers out', () => {
    expect(market({ model: 'qwen3-coder-480b-a35b' }, costs)).toBeNull();
  });

  it('stands beside an estimate', () => {
    const found = market(defaultScenario, estimateScenario(defaultScenario));
    for (const kind of ['input', 'output'] as const) {
      const { margin } = found?.[kind] ?? {};
      expect(margin?.low).toBeLessThan(margin?.value ?? Number.NaN);
      expect(margin?.high).toBeGreaterThan(margin?.value ?? Number.NaN);
    }
  });
});
