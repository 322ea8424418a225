/** Separate pools whose counts are left open, beside every count given by name. */
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import type { Pool, Scenario } from '../../../src/scenario/scenario.ts';

const pool = (accelerators: number | null): Pool => ({ accelerators, parallel: { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 } });
const of = (prefill: number | null, decode: number | null, sets: Partial<Scenario> = {}): Scenario => ({
  ...scenarioDefaults,
  model: 'llama-3.1-8b',
  accelerator: 'h200-sxm',
  engine: 'vllm',
  serving: { prefill: pool(prefill), decode: pool(decode) },
  ...sets,
});
const cost = (scenario: Scenario): number => estimateScenario(scenario).usdPerMillionOutputTokensAllIn?.value ?? Infinity;

describe('pools left open', () => {
  const prompts = { inputTokens: 8000, outputTokens: 200, concurrency: 'max' } as const;

  it.each([4, 7, 12])('share out %i accelerators as the best pair of counts does', (accelerators) => {
    const open = of(null, null, { ...prompts, accelerators });
    const found = estimateScenario(open);
    const pairs = Array.from({ length: accelerators - 1 }, (_, index) => cost(of(index + 1, accelerators - index - 1, { ...prompts, accelerators })));
    expect(cost(open) / Math.min(...pairs)).toBeLessThan(1.02);
    const { replicas } = found;
    if (typeof replicas !== 'object' || replicas === null) throw new Error('no pools');
    expect(replicas.prefill + replicas.decode + (found.idleAccelerators ?? 0)).toBe(accelerators);
  });

  it.each([
    [8, 8, 'deepseek-v3'],
    [7, 9, 'llama-3.3-70b'],
    [7, null, 'llama-3.3-70b'],
  ])('pay for all that each pool was given (%s and %s), whatever its layout leaves over', (prefill, decode, model) => {
    const serving = { prefill: { accelerators: prefill, parallel: null }, decode: { accelerators: decode, parallel: null } };
    const { accelerators, idleAccelerators, usdPerHour } = estimateScenario({
      ...of(null, null, { concurrency: 64, ownership: { usdPerAcceleratorHour: 2 } }),
      model,
      serving,
    });
    if (decode === null) expect(accelerators).toBeGreaterThan(prefill);
    else expect(accelerators).toBe(prefill + decode);
    expect(idleAccelerators).toBeGreaterThanOrEqual(0);
    expect(usdPerHour?.value).toBe(2 * (accelerators ?? 0));
  });

  it('cost no more than any pair of up to four and four', () => {
    const open = cost(of(null, null, prompts));
    for (let prefill = 1; prefill <= 4; prefill++) {
      for (let decode = 1; decode <= 4; decode++) expect(open).toBeLessThan(1.02 * cost(of(prefill, decode, prompts)));
    }
  });

  it('match a decode pool that is given', () => {
    const free = cost(of(null, 2, prompts));
    expect(free / Math.min(...[1, 2, 3, 4, 5, 6].map((prefill) => cost(of(prefill, 2, prompts))))).toBeLessThan(1.02);
  });
});

describe('pools that a rate overloads', () => {
  const rate = { inputTokens: 4000, outputTokens: 500, concurrency: null, requestsPerSecond: 40 } as const;

  it('say how many accelerators it needs with both counts free, whichever was given', () => {
    const needs = estimateScenario(of(null, null, rate)).accelerators;
    for (const given of [of(1, 1, rate), of(1, null, rate), of(null, null, { ...rate, accelerators: 2 })]) {
      const { feasible, reason } = estimateScenario(given);
      expect(feasible).toBe(false);
      expect(reason?.['needs']).toBe(needs);
    }
  });

  it('say that no number is enough where none is', () => {
    const { reason } = estimateScenario(of(1, 1, { ...rate, requestsPerSecond: 1e8 }));
    expect(reason?.code).toBe('overloaded');
    expect(reason?.['needs']).toBeNull();
  });
});
