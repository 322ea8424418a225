import { describe, expect, it } from 'vitest';
import { workloadFact } from '../../src/catalogue/workload-facts.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/**
 * The one fleet whose cost, hardware and traffic are all published: DeepSeek's inference system, 24 hours of
 * February 2025 (github.com/deepseek-ai/open-infra-index, day 6). 226.75 nodes of eight H800 at 2 $/h made 168 billion
 * output tokens from 608 billion input tokens, 56.3 % of them cached, at 20–22 tokens/s a stream and a mean context of
 * 4,989 tokens: 87,072 $ a day over 168 billion is 0.518 $ per million.
 */
const fact = (id: string): number => workloadFact(id)?.value ?? Number.NaN;
const published = (fact('dsk-fleet-nodes') * 8 * 24 * fact('dsk-fleet-price')) / (fact('dsk-fleet-output') * 1e3);
const ratio = fact('dsk-fleet-input') / fact('dsk-fleet-output');
// Context of a token halfway through its answer: input + output/2.
const outputTokens = Math.round(fact('dsk-fleet-kv') / (ratio + 0.5));
const inputTokens = Math.round(ratio * outputTokens);
const streams = Math.round((fact('dsk-fleet-output') * 1e9) / 86_400 / fact('dsk-fleet-speed'));

const fleet: Scenario = {
  ...scenarioDefaults,
  model: 'deepseek-r1',
  accelerator: 'h800-sxm',
  weights: 'fp8',
  // Said, because engines keep 16 bits beside these weights unless told otherwise.
  kvCache: 'fp8',
  inputTokens,
  outputTokens,
  prefixHitRate: 0.563,
  // Every paid hour served: the published tokens are those of the whole day.
  utilisation: 1,
  ownership: { usdPerAcceleratorHour: fact('dsk-fleet-price') },
  // Their own serving software, tuned for this model.
  host: 'benchmark',
};

describe('the published DeepSeek fleet', () => {
  it('cost 0.518 $ per million output tokens', () => {
    expect(published).toBeCloseTo(0.518, 2);
  });

  it.each([
    [
      'as published, expert parallel 144',
      { accelerators: 1728, concurrency: Math.round((streams * 1728) / 1814), parallel: { tensor: 1, pipeline: 1, expert: 144, attentionData: 144 } },
    ],
    ['with the arrangement searched', { accelerators: 1814, concurrency: streams }],
  ])('is priced within 25 %%, %s', (_, sets) => {
    const estimate = estimateScenario({ ...fleet, ...sets });
    const cost = estimate.usdPerMillionOutputTokensAllIn;
    expect(cost?.value).toBeGreaterThan(published * 0.75);
    expect(cost?.value).toBeLessThan(published * 1.25);
    expect(cost?.low).toBeLessThan(published);
    expect(cost?.high).toBeGreaterThan(published);
  });
});
