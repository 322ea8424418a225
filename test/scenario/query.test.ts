import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultScenario, scenarioDefaults } from '../../src/scenario/defaults.ts';
import { scenarioFromQuery, scenarioToQuery } from '../../src/scenario/query.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const roundTrip = (scenario: Scenario) => scenarioFromQuery(new URLSearchParams(scenarioToQuery(scenario).toString()));

describe('the scenario in a link', () => {
  it('opens an empty link on the default', () => {
    expect(scenarioFromQuery(new URLSearchParams(''))).toEqual({ scenario: defaultScenario, problems: [] });
  });

  it('leaves defaults out', () => {
    const scenario: Scenario = { ...scenarioDefaults, model: 'qwen3-32b', accelerator: 'mi300x' };
    expect(scenarioToQuery(scenario).toString()).toBe('v=1&model=qwen3-32b&accelerator=mi300x');
  });

  it('writes nested keys with dots', () => {
    const scenario: Scenario = { ...defaultScenario, accelerators: 4, parallel: { tensor: 4, pipeline: 1, expert: 1, attentionData: 1 } };
    expect(scenarioToQuery(scenario).get('parallel.tensor')).toBe('4');
  });

  it("keeps an accelerator of one's own, anchors and prices", () => {
    const scenario: Scenario = {
      ...scenarioDefaults,
      model: 'llama-3.1-8b',
      accelerator: { name: '4090', class: 'nvidia-workstation', memoryBytes: 24e9, memoryBandwidth: 1.008e12, peak: { bf16: 165e12 } },
      anchor: [
        { concurrency: 8, timePerOutputToken: 0.012 },
        { concurrency: 64, timePerOutputToken: 0.03 },
      ],
      ownership: { usdPerAcceleratorHour: 0.4 },
    };
    expect(roundTrip(scenario)).toEqual({ scenario, problems: [] });
  });

  it('reports what is unknown or wrong and keeps the rest', () => {
    const { scenario, problems } = scenarioFromQuery(
      new URLSearchParams('model=qwen3-32b&accelerator=h100&inputTokens=-4&colour=red&concurrency=64'),
    );
    expect(scenario).toEqual({ ...scenarioDefaults, model: 'qwen3-32b', accelerator: defaultScenario.accelerator, concurrency: 64 });
    expect(problems.map((problem) => [problem.code, problem.path])).toEqual(
      expect.arrayContaining([
        ['unknown-id', 'accelerator'],
        ['out-of-range', 'inputTokens'],
        ['unknown-field', 'colour'],
      ]),
    );
  });

  it("is not moved by the page's own keys", () => {
    expect(scenarioFromQuery(new URLSearchParams('run=quick&theme=dark')).problems).toEqual([]);
  });

  it('gives back every scenario it wrote', () => {
    const scenarios = fc.record({
      inputTokens: fc.integer({ min: 1, max: 1e6 }),
      outputTokens: fc.integer({ min: 1, max: 1e5 }),
      prefixHitRate: fc.double({ min: 0, max: 1, noNaN: true }),
      concurrency: fc.oneof(fc.constant('max' as const), fc.integer({ min: 1, max: 1e5 })),
      weights: fc.constantFrom(null, 'bf16', 'fp8', 'nvfp4'),
      engine: fc.constantFrom(null, 'vllm', 'sglang'),
      utilisation: fc.oneof(fc.constant(0.6), fc.double({ min: 0.01, max: 1, noNaN: true })),
      ownership: fc.constantFrom('own', 'rent-reserved', 'rent-on-demand'),
    });
    fc.assert(
      fc.property(scenarios, (sets) => {
        const scenario = { ...defaultScenario, ...sets, prefixHitRate: sets.prefixHitRate || 0 } as Scenario;
        expect(roundTrip(scenario)).toEqual({ scenario, problems: [] });
      }),
    );
  });

  it('never throws on rubbish', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(scenarioFromQuery(new URLSearchParams(text)).scenario.model).toBeTruthy();
      }),
    );
  });
});
