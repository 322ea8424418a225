/** Drawn scenarios of every kind: no share of a time is below zero, no fresh token is free, no cached one dearer than a fresh one. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/estimate/estimate.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { seeded } from '../../src/stats/random.ts';

const seed = 3;
const count = 1500;

function drawn(): readonly Scenario[] {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)] as T;
  const between = (low: number, high: number): number => Math.round(low * (high / low) ** random.uniform());
  return Array.from({ length: count }, () => ({
    ...scenarioDefaults,
    model: pick(['deepseek-v3.1', 'llama-3.3-70b', 'qwen3-coder-480b-a35b', 'gpt-oss-120b', 'mixtral-8x7b', 'mimo-v2-flash']),
    accelerator: pick(['mi325x', 'h100-80-sxm', 'b200-sxm', 'arc-pro-b60', 'gb200-nvl72']),
    engine: pick([null, 'vllm', 'sglang'] as const),
    accelerators: pick([null, 8, 32]),
    kvCache: pick([null, 'fp8'] as const),
    inputTokens: between(1, 30_000),
    outputTokens: between(1, 2000),
    prefixHitRate: pick([0, random.uniform(), 0.97, 1]),
    speculative: pick([null, null, { draftTokens: 8, acceptance: 0.99, draft: 'mtp' }]),
    ...pick([{ concurrency: between(1, 2000) }, { requestsPerSecond: between(1, 10_000) / 100 }]),
  }));
}

/** Of the attack on the product: a free prompt, and collectives below zero. */
const found: readonly Partial<Scenario>[] = [
  { model: 'deepseek-v3.1', accelerator: 'mi325x', inputTokens: 8074, outputTokens: 2, kvCache: 'fp8', prefixHitRate: 0.97, concurrency: 1671 },
  {
    model: 'qwen3-coder-480b-a35b',
    accelerator: 'b100',
    engine: 'vllm',
    inputTokens: 82,
    outputTokens: 165,
    prefixHitRate: 0.66,
    requestsPerSecond: 0.5369,
  },
];

describe(`${count} scenarios of seed ${seed}`, () => {
  let answered: readonly { readonly scenario: Scenario; readonly estimate: Estimate }[] = [];
  beforeAll(() => {
    const all = [...drawn(), ...found.map((each) => ({ ...scenarioDefaults, accelerators: 32, ...each }) as Scenario)];
    answered = all.map((scenario) => ({ scenario, estimate: estimateScenario(scenario) })).filter(({ estimate }) => estimate.feasible);
  }, 120_000);

  it('mostly have an answer', () => {
    expect(answered.length).toBeGreaterThan(count / 2);
  });

  it('have no share of a time below zero', () => {
    for (const { scenario, estimate } of answered)
      for (const terms of [estimate.terms?.firstToken, estimate.terms?.decode])
        expect(Math.min(...Object.values<number>({ ...terms })), `seed ${seed}: ${JSON.stringify(scenario)}`).toBeGreaterThanOrEqual(0);
  });

  it('never compute a fresh token for nothing, nor fetch a cached one for more than that', () => {
    for (const { scenario, estimate } of answered) {
      const [fresh, cached] = [estimate.usdPerMillionInputTokens, estimate.usdPerMillionCachedInputTokens];
      if (!fresh) continue;
      const words = `seed ${seed}: ${JSON.stringify(scenario)}`;
      expect(fresh.low, words).toBeGreaterThan(0);
      expect(fresh.high, words).toBeGreaterThan(fresh.low);
      if (cached) expect(cached.value, words).toBeLessThanOrEqual(fresh.value * (1 + 1e-9));
    }
  });
});
