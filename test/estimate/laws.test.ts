import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bringSites } from '../../src/catalogue/bring-sites.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import type { Estimate } from '../../src/estimate/estimate.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { CustomAccelerator, OwnTerms, Scenario } from '../../src/scenario/scenario.ts';
import type { Quantity } from '../../src/units/quantity.ts';

// Scenarios below are written whole, and no parser brings the tables for them.
bringSites();

const chip: CustomAccelerator = {
  name: 'test chip',
  class: 'nvidia-datacenter',
  memoryBytes: 141e9,
  memoryBandwidth: 4.8e12,
  peak: { bf16: 989e12, fp8: 1979e12 },
  scaleUp: { bandwidth: 450e9, size: 8 },
  scaleOut: { bandwidth: 50e9 },
  tdp: 700,
  usdPerHour: 3.5,
};
const one = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
const base: Scenario = { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: chip, accelerators: 1, parallel: one, engine: 'vllm' };

const value = (quantity: Quantity | null): number => {
  if (quantity === null) throw new Error('no quantity');
  return quantity.value;
};
const isQuantity = (field: unknown): field is Quantity => typeof field === 'object' && field !== null && 'evidence' in field;
const quantitiesOf = (estimate: Estimate): Quantity[] => Object.values(estimate).filter(isQuantity);

/** Scenarios across models, loads and arrangements that fit the chip above. */
const scenarios = fc
  .record({
    model: fc.constantFrom('llama-3.1-8b', 'qwen3-32b', 'gpt-oss-20b', 'qwen3-30b-a3b'),
    engine: fc.constantFrom(null, 'vllm' as const, 'sglang' as const, 'tensorrt-llm' as const),
    weights: fc.constantFrom(null, 'bf16' as const, 'fp8' as const),
    inputTokens: fc.integer({ min: 16, max: 16_000 }),
    // Short answers are where prompts of many requests share each pass.
    outputTokens: fc.oneof(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 2, max: 4000 })),
    prefixHitRate: fc.constantFrom(0, 0.5, 0.9),
    concurrency: fc.integer({ min: 1, max: 256 }),
    tensor: fc.constantFrom(1, 2, 4),
  })
  .map(({ tensor, ...sets }): Scenario => ({ ...base, ...sets, accelerators: tensor, parallel: { ...one, tensor } }));

const runs = { numRuns: 40 };
const withChip = (scenario: Scenario, change: Partial<CustomAccelerator>): Scenario => ({ ...scenario, accelerator: { ...chip, ...change } });

describe('laws of an estimate', () => {
  it.each([
    ['bandwidth', { memoryBandwidth: 9.6e12 }],
    ['arithmetic', { peak: { bf16: 1978e12, fp8: 3958e12 } }],
    ['link', { scaleUp: { bandwidth: 900e9, size: 8 } }],
  ])('more %s is never slower', (_, change) => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const before = estimateScenario(scenario);
        const after = estimateScenario(withChip(scenario, change));
        expect(value(after.timePerOutputToken)).toBeLessThanOrEqual(value(before.timePerOutputToken) * (1 + 1e-9));
        expect(value(after.outputTokensPerSecond)).toBeGreaterThanOrEqual(value(before.outputTokensPerSecond) * (1 - 1e-9));
      }),
      runs,
    );
  });

  it('more memory never admits fewer', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const loaded: Scenario = { ...scenario, concurrency: 'max' };
        expect(value(estimateScenario(withChip(loaded, { memoryBytes: 282e9 })).admittedConcurrency)).toBeGreaterThanOrEqual(
          value(estimateScenario(loaded).admittedConcurrency),
        );
      }),
      runs,
    );
  });

  it('cost is linear in price, and falls with utilisation', () => {
    fc.assert(
      fc.property(scenarios, fc.double({ min: 0.1, max: 50, noNaN: true }), (scenario, price) => {
        const at = (usdPerAcceleratorHour: number, utilisation = 1): Estimate =>
          estimateScenario({ ...scenario, utilisation, ownership: { usdPerAcceleratorHour } });
        expect(value(at(price).usdPerMillionOutputTokens)).toBeCloseTo(price * value(at(1).usdPerMillionOutputTokens), 6);
        expect(value(at(price, 0.5).usdPerMillionTokens)).toBeCloseTo(2 * value(at(price).usdPerMillionTokens), 6);
      }),
      runs,
    );
  });

  it('replicas scale throughput exactly and leave latency alone', () => {
    fc.assert(
      fc.property(scenarios, fc.integer({ min: 2, max: 64 }), (scenario, replicas) => {
        const single = estimateScenario(scenario);
        const many = estimateScenario({
          ...scenario,
          accelerators: (scenario.accelerators ?? 1) * replicas,
          concurrency: (scenario.concurrency as number) * replicas,
        });
        expect(value(many.outputTokensPerSecond) / value(single.outputTokensPerSecond)).toBeCloseTo(replicas, 6);
        expect(value(many.timePerOutputToken)).toBeCloseTo(value(single.timePerOutputToken), 9);
      }),
      runs,
    );
  });

  it('every interval holds its value', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        for (const { value: v, low, high } of quantitiesOf(estimateScenario(scenario))) {
          expect(low).toBeLessThanOrEqual(v);
          expect(high).toBeGreaterThanOrEqual(v);
          expect(low).toBeGreaterThanOrEqual(0);
        }
      }),
      runs,
    );
  });

  it('terms sum to the times they explain', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { terms, timePerOutputToken, timeToFirstToken } = estimateScenario(scenario);
        const sum = (parts: object): number => (Object.values(parts) as number[]).reduce((total, part) => total + part, 0);
        expect(sum(terms?.decode ?? {})).toBeCloseTo(value(timePerOutputToken), 9);
        expect(sum(terms?.firstToken ?? {})).toBeCloseTo(value(timeToFirstToken), 9);
        for (const part of Object.values(terms?.decode ?? {}) as number[]) expect(part).toBeGreaterThanOrEqual(-1e-12);
      }),
      runs,
    );
  });

  it('tokens times price are the cost', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const estimate = estimateScenario({ ...scenario, utilisation: 1, egress: { usdPerGigabyte: 0.07, bytesPerToken: 500 } });
        const cached = Math.min(Math.floor(scenario.inputTokens * scenario.prefixHitRate), scenario.inputTokens - 1);
        const spent =
          (scenario.inputTokens - cached) * value(estimate.usdPerMillionInputTokens) +
          cached * value(estimate.usdPerMillionCachedInputTokens) +
          scenario.outputTokens * value(estimate.usdPerMillionOutputTokens);
        expect(spent / (scenario.outputTokens * value(estimate.usdPerMillionOutputTokensAllIn))).toBeCloseTo(1, 6);
        const outward = (value(estimate.outputTokensPerSecond) * 0.07 * 500) / 1e9;
        const perSecond = ((scenario.accelerators ?? 1) * 3.5) / 3600 + outward;
        expect((value(estimate.usdPerMillionOutputTokensAllIn) * value(estimate.outputTokensPerSecond)) / 1e6 / perSecond).toBeCloseTo(1, 6);
      }),
      runs,
    );
  });

  it('one accelerator has no collectives', () => {
    expect(estimateScenario(base).terms?.decode.collectives).toBe(0);
  });

  it('less evidence widens the interval', () => {
    const width = (accelerator: string): number => {
      const q = estimateScenario({ ...base, accelerator, weights: 'bf16' }).timePerOutputToken;
      return q ? q.high / q.low : Number.NaN;
    };
    expect(width('h200-sxm')).toBeLessThan(width('mi300x'));
    expect(width('mi300x')).toBeLessThan(width('tpu7x'));
  });

  it('a model that does not fit is infeasible, with the bytes named', () => {
    const estimate = estimateScenario({ ...base, model: 'llama-3.1-405b', weights: 'bf16' });
    expect(estimate.feasible).toBe(false);
    expect(estimate.reason).toMatchObject({ code: 'does-not-fit', memoryBytes: 141e9 });
    expect(estimate.reason?.['weightBytes']).toBeGreaterThan(8e11);
    expect(estimate.timePerOutputToken).toBeNull();
  });

  it('fits whenever one request is admitted, to the last token of the prompt', () => {
    const answers = (engine: Scenario['engine']): readonly boolean[] =>
      Array.from(
        { length: 60 },
        (_, index) =>
          estimateScenario({
            ...base,
            accelerator: 'h100-80-sxm',
            accelerators: null,
            model: 'llama-3.3-70b',
            weights: 'bf16',
            parallel: { ...one, tensor: 2 },
            engine,
            // SGLang's own share leaves no room for a cache here.
            memoryShare: 0.92,
            inputTokens: 1000 + 2000 * index,
            outputTokens: 1,
            concurrency: 1000,
          }).feasible,
      );
    for (const engine of ['vllm', 'sglang', 'tensorrt-llm', null] as const) {
      const feasible = answers(engine);
      expect(new Set(feasible).size).toBe(2);
      expect(feasible).toEqual([...feasible].sort((a, b) => Number(b) - Number(a)));
    }
  });

  it('an accelerator without a price has times and joules but no dollars, and says why', () => {
    const { usdPerHour: _, ...unpriced } = chip;
    const estimate = estimateScenario({ ...base, accelerator: unpriced });
    expect(estimate.timePerOutputToken).not.toBeNull();
    expect(estimate.usdPerMillionOutputTokens).toBeNull();
    expect(estimate.unknown['usdPerMillionOutputTokens']).toMatch(/usd/);
  });
});

describe('every input moves an output', () => {
  const loaded: Scenario = { ...base, model: 'qwen3-30b-a3b', accelerators: 2, parallel: { ...one, tensor: 2 }, prefixHitRate: 0.2, concurrency: 64 };
  const changes: readonly [string, Partial<Scenario>][] = [
    ['model', { model: 'qwen3-32b' }],
    ['accelerator', { accelerator: 'mi300x' }],
    ['accelerators', { accelerators: 4 }],
    ['engine', { engine: 'sglang' }],
    ['weights', { weights: 'fp8' }],
    ['kvCache', { kvCache: 'fp8' }],
    ['parallel', { parallel: { ...one, tensor: 1, attentionData: 2, expert: 2 } }],
    ['inputTokens', { inputTokens: 4096 }],
    ['outputTokens', { outputTokens: 256 }],
    ['prefixHitRate', { prefixHitRate: 0.8 }],
    ['concurrency', { concurrency: 8 }],
    ['requestsPerSecond', { requestsPerSecond: 1 }],
    ['speculative', { speculative: { draftTokens: 3, acceptance: 0.7, draft: 'llama-3.2-1b' } }],
    ['ownership', { ownership: { usdPerAcceleratorHour: 1 } }],
    ['utilisation', { utilisation: 0.5 }],
    ['site', { site: 'cassava-cape-town' }],
    ['egress', { egress: { usdPerGigabyte: 0.09 } }],
    ['serving', { serving: { prefill: { accelerators: 1, parallel: one }, decode: { accelerators: 1, parallel: one } } }],
    ['anchor', { anchor: [{ concurrency: 64, timePerOutputToken: 0.05 }] }],
    ['target', { target: { timePerOutputToken: 0.001 } }],
  ];
  it.each(changes)('%s', (_, change) => {
    expect(estimateScenario({ ...loaded, ...change })).not.toEqual(estimateScenario(loaded));
  });

  const terms: readonly (keyof OwnTerms)[] = [
    'usdPerAccelerator',
    'years',
    'costOfCapital',
    'hostingUsdPerKilowattMonth',
    'usdPerKilowattHour',
    'networkUsdPerAcceleratorHour',
    'networkUsdPerAccelerator',
    'networkWattsPerAccelerator',
  ];
  it.each(terms)('own.%s moves the price', (term) => {
    const price = (own: OwnTerms): number => estimateScenario({ ...loaded, ownership: { own } }).usdPerMillionTokens?.value ?? Number.NaN;
    expect(price({ [term]: 0.5 })).not.toBeCloseTo(price({ [term]: 1 }), 6);
  });

  it('egress costs what its bytes cost, on output tokens alone, whatever the utilisation', () => {
    const of = (scenario: Partial<Scenario>) => estimateScenario({ ...loaded, utilisation: 0.5, ...scenario });
    const billed = of({ egress: { usdPerGigabyte: 0.09, bytesPerToken: 1000 } });
    // 0.09 $/GB · 1,000 B · 1e6 tokens = 0.09 $.
    expect((billed.usdPerMillionOutputTokens?.value ?? 0) - (of({}).usdPerMillionOutputTokens?.value ?? 0)).toBeCloseTo(0.09, 9);
    expect((billed.usdPerMillionOutputTokensAllIn?.value ?? 0) - (of({}).usdPerMillionOutputTokensAllIn?.value ?? 0)).toBeCloseTo(0.09, 9);
    expect(billed.usdPerMillionInputTokens).toEqual(of({}).usdPerMillionInputTokens);
  });
});
