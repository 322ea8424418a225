/** Lengths that vary, in the estimate: what holds for every scenario, and the answer beside the simulation, which draws them. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/estimate/estimate.ts';
import { estimateScenario, operate } from '../../src/estimate/estimate-scenario.ts';
import { simulateScenario } from '../../src/estimate/simulate/simulate-scenario.ts';
import type { SimulatedEstimate } from '../../src/estimate/simulate/simulated-estimate.ts';
import { estimate } from '../../src/estimate/scenario-input.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Lengths, Scenario } from '../../src/scenario/scenario.ts';
import { seeded } from '../../src/stats/random.ts';

const base: Scenario = {
  ...scenarioDefaults,
  model: 'llama-3.1-8b',
  accelerator: 'h200-sxm',
  accelerators: 1,
  engine: 'vllm',
  parallel: { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 },
};
const scenarios = fc
  .record({
    engine: fc.constantFrom('vllm' as const, 'sglang' as const, 'tensorrt-llm' as const),
    inputTokens: fc.integer({ min: 16, max: 16_000 }),
    outputTokens: fc.integer({ min: 2, max: 2000 }),
    prefixHitRate: fc.constantFrom(0, 0.5, 0.9),
    concurrency: fc.oneof(fc.integer({ min: 1, max: 512 }), fc.constant('max' as const)),
  })
  .map((sets): Scenario => ({ ...base, ...sets }));
const spread = fc.double({ min: 0, max: 1.2, noNaN: true });
const both = (sd: number): Lengths => ({ input: sd, output: sd });
const sum = (parts: object | null | undefined): number => (Object.values(parts ?? {}) as number[]).reduce((total, part) => total + part, 0);
const runs = { numRuns: 40, seed: 20261129 };

describe('lengths that vary', () => {
  it('by nothing are no lengths at all, to the byte', () => {
    const given = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', concurrency: 64 } as const;
    expect(JSON.stringify(estimate({ ...given, lengths: { spread: 0 } }))).toBe(JSON.stringify(estimate(given)));
  });

  it('and vary by next to nothing answer next to the same', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const [alike, varied] = [estimateScenario(scenario), estimateScenario({ ...scenario, lengths: both(1e-6) })];
        for (const field of [
          'timePerOutputToken',
          'timeToFirstTokenP50',
          'timeToFirstTokenP99',
          'outputTokensPerSecond',
          'usdPerMillionTokens',
        ] as const)
          expect((varied[field]?.value ?? 0) / (alike[field]?.value ?? 1)).toBeCloseTo(alike[field] ? 1 : 0, 3);
      }),
      runs,
    );
  });

  it('never serve more the more they vary around the same means', () => {
    fc.assert(
      fc.property(scenarios, spread, spread, (scenario, a, b) => {
        const at = (sd: number): number => estimateScenario({ ...scenario, lengths: both(sd) }).outputTokensPerSecond?.value ?? 0;
        expect(at(Math.max(a, b))).toBeLessThanOrEqual(at(Math.min(a, b)) * (1 + 1e-6));
      }),
      runs,
    );
  });

  it('leave sums as they are: terms of the times they explain, prices of the cost, and percentiles in order', () => {
    fc.assert(
      fc.property(scenarios, spread, (scenario, sd) => {
        const found = operate({ ...scenario, lengths: both(sd) });
        if (!found.ok) return;
        const answer = estimateScenario({ ...scenario, lengths: both(sd) });
        expect(sum(answer.terms?.decode) / (answer.timePerOutputToken?.value ?? 0)).toBeCloseTo(1, 9);
        if (answer.timeToFirstToken) expect(sum(answer.terms?.firstToken) / answer.timeToFirstToken.value).toBeCloseTo(1, 9);
        const [work] = found.value.points.map((point) => point.work);
        const cost =
          (work?.inputTokens ?? 0) * (answer.usdPerMillionInputTokens?.value ?? 0) +
          (work?.cachedTokens ?? 0) * (answer.usdPerMillionCachedInputTokens?.value ?? 0) +
          (work?.outputTokens ?? 0) * (answer.usdPerMillionOutputTokens?.value ?? 0);
        expect(cost / ((answer.usdPerMillionOutputTokensAllIn?.value ?? 0) * scenario.outputTokens)).toBeCloseTo(1, 9);
        expect((work?.inputTokens ?? 0) + (work?.cachedTokens ?? 0)).toBe(scenario.inputTokens);
        const tail = [answer.timeToFirstTokenP50, answer.timeToFirstTokenP90, answer.timeToFirstTokenP95, answer.timeToFirstTokenP99].map(
          (each) => each?.value ?? 0,
        );
        expect(tail).toEqual(tail.toSorted((a, b) => a - b));
      }),
      runs,
    );
  });

  it('are told among what is assumed', () => {
    expect(estimateScenario({ ...base, lengths: both(0.5) }).assumptions).toContain('lengths.lognormal');
    expect(estimateScenario(base).assumptions).not.toContain('lengths.lognormal');
  });
});

const count = 12;
const seed = 4;
const fields = ['timePerOutputToken', 'outputTokensPerSecond', 'timeToFirstToken', 'timeToFirstTokenP90'] as const;
type Field = (typeof fields)[number];
/** Of so many arrivals, whose lengths vary by so much, the tokens of an open loop are known to this share. */
const sampling = 0.1;

function* drawn(): Generator<Scenario> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)] as T;
  for (let made = 0; made < count; made++) {
    const scenario: Scenario = {
      ...scenarioDefaults,
      model: pick(['llama-3.1-8b', 'llama-3.3-70b', 'qwen3-30b-a3b']),
      accelerator: pick(['h100-80-sxm', 'h200-sxm', 'mi300x']),
      engine: made % 2 === 0 ? 'vllm' : 'sglang',
      inputTokens: pick([64, 512, 2000, 8000]),
      outputTokens: made % 4 < 2 ? 32 : pick([128, 400, 1500]),
      lengths: { input: pick([0.4, 0.7, 1]), output: pick([0.4, 0.7, 1]) },
    };
    const place = random.uniform();
    const full = operate({ ...scenario, concurrency: 'max' });
    const capacity = full.ok ? (full.value.points[0]?.requestsPerSecond ?? 0) : 0;
    yield made < count / 2
      ? { ...scenario, concurrency: Math.round(256 ** place) }
      : { ...scenario, requestsPerSecond: (0.2 + 0.6 * place) * capacity };
  }
}

function simulated(result: SimulatedEstimate, field: Field): number {
  switch (field) {
    case 'outputTokensPerSecond':
      return result.outputTokensPerSecond?.value ?? Number.NaN;
    case 'timeToFirstTokenP90':
      return result.timeToFirstToken?.p90.value ?? Number.NaN;
    default:
      return result[field]?.mean.value ?? Number.NaN;
  }
}

const inside = (answer: Estimate, result: SimulatedEstimate, field: Field): boolean => {
  const [quantity, mean] = [answer[field], simulated(result, field)];
  const own = field === 'outputTokensPerSecond' ? sampling : 0;
  return quantity !== null && mean >= quantity.low * (1 - own) && mean <= quantity.high * (1 + own);
};

describe(`${count} scenarios of seed ${seed}, beside the simulation`, () => {
  const outside = { alike: new Map<Field, string[]>(), varied: new Map<Field, string[]>() };
  beforeAll(() => {
    for (const scenario of drawn())
      for (const [kind, asked] of [
        ['alike', { ...scenario, lengths: null }],
        ['varied', scenario],
      ] as const) {
        const [answer, result] = [estimateScenario(asked), simulateScenario(asked)];
        for (const field of fields)
          if (!inside(answer, result, field))
            outside[kind].set(field, [
              ...(outside[kind].get(field) ?? []),
              `${answer[field]?.value.toPrecision(3) ?? 'none'} estimated, ${simulated(result, field).toPrecision(3)} simulated: ${JSON.stringify(asked)}`,
            ]);
      }
  }, 120_000);

  it.each(fields)('the simulated %s lies inside the interval as often with lengths that vary as without', (field) => {
    const [alike, varied] = [outside.alike.get(field) ?? [], outside.varied.get(field) ?? []];
    expect(varied.length, varied.join('\n')).toBeLessThanOrEqual(alike.length);
    expect(count - varied.length).toBeGreaterThanOrEqual(count - 1);
  });
});
