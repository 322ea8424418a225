import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import type { Estimate } from '../../../src/estimate/estimate.ts';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

const models = fc.constantFrom('llama-3.1-8b', 'llama-3.3-70b', 'qwen3-30b-a3b', 'gpt-oss-120b', 'qwen3-32b');
const chips = fc.constantFrom('h200-sxm', 'h100-80-sxm', 'b200-sxm', 'mi300x', 'l40s');
const lengths = fc.constantFrom([1024, 1024], [4096, 256], [256, 2048]);
const engines = fc.constantFrom('vllm' as const, 'sglang' as const, 'tensorrt-llm' as const, null);
const base = fc
  .record({ model: models, accelerator: chips, engine: engines, lengths })
  .map(({ lengths: [inputTokens, outputTokens], ...rest }): Scenario => ({ ...scenarioDefaults, ...rest, inputTokens, outputTokens }));
const throughput = (estimate: Estimate): number => (estimate.feasible ? (estimate.outputTokensPerSecond?.value ?? 0) : 0);
const month = (estimate: Estimate): number => estimate.usdPerMonth?.value ?? Infinity;
const perToken = (estimate: Estimate): number => estimate.usdPerMillionOutputTokensAllIn?.value ?? Infinity;
/** Costs within 1 % are ties, and a choice lies within 2 % of the cheapest of all (`search.test.ts`). */
const tie = 1.02;
const runs = { numRuns: 60 };

describe('a free choice', () => {
  it('is never slower on one accelerator more: a remainder may idle', () => {
    fc.assert(
      fc.property(base, fc.constantFrom(1, 4, 32, 200, 'max' as const), fc.integer({ min: 1, max: 33 }), (scenario, concurrency, accelerators) => {
        const at = (count: number): number => throughput(estimateScenario({ ...scenario, concurrency, accelerators: count }));
        expect(at(accelerators + 1) * tie).toBeGreaterThanOrEqual(at(accelerators));
      }),
      runs,
    );
  });

  it('costs no less a month for a higher rate', () => {
    fc.assert(
      fc.property(base, fc.double({ min: 0.01, max: 30, noNaN: true }), fc.double({ min: 1, max: 3, noNaN: true }), (scenario, rate, more) => {
        const at = (requestsPerSecond: number): number => month(estimateScenario({ ...scenario, requestsPerSecond }));
        expect(at(rate * more) * tie).toBeGreaterThanOrEqual(at(rate));
      }),
      runs,
    );
  });

  it('costs no more for a looser target', () => {
    fc.assert(
      fc.property(
        base,
        fc.record({ each: fc.double({ min: 0.008, max: 0.1, noNaN: true }), first: fc.double({ min: 0.2, max: 3, noNaN: true }) }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        fc.constantFrom<Partial<Scenario>>({}, { concurrency: 20 }, { requestsPerSecond: 2 }),
        (scenario, { each, first }, looser, load) => {
          const at = (factor: number): number => {
            const estimate = estimateScenario({
              ...scenario,
              ...load,
              target: { timePerOutputToken: each * factor, timeToFirstToken: first * factor },
            });
            return load.requestsPerSecond === undefined ? perToken(estimate) : month(estimate);
          };
          const [tight, loose] = [at(1), at(looser)];
          if (tight < Infinity) expect(loose).toBeLessThanOrEqual(tight * tie);
        },
      ),
      runs,
    );
  });

  it('keeps the target it was given, and carries the rate it was given', () => {
    fc.assert(
      fc.property(
        base,
        fc.constantFrom(50 as const, 90 as const, 99 as const),
        fc.constantFrom(null, 0.3, 4),
        (scenario, percentile, requestsPerSecond) => {
          const target = { timePerOutputToken: 0.03, timeToFirstToken: 1, percentile };
          const estimate = estimateScenario({ ...scenario, requestsPerSecond, target });
          if (!estimate.feasible) return;
          expect(estimate.timePerOutputToken?.value).toBeLessThanOrEqual(0.03 * (1 + 1e-9));
          expect(estimate[`timeToFirstTokenP${percentile}`]?.value).toBeLessThanOrEqual(1 + 1e-9);
          if (requestsPerSecond !== null) expect(estimate.servedRequestsPerSecond?.value).toBeCloseTo(requestsPerSecond, 9);
          expect(estimate.load?.share).toBeLessThanOrEqual(requestsPerSecond === null ? 1 : 0.95);
        },
      ),
      runs,
    );
  });
});

describe('peaks and spares', () => {
  const asked: Scenario = { ...scenarioDefaults, model: 'llama-3.3-70b', accelerator: 'h200-sxm', weights: 'fp8', requestsPerSecond: 5 };

  it('size for the peak and share the cost among the mean', () => {
    const flat = estimateScenario(asked);
    const peaked = estimateScenario({ ...asked, peakToMean: 3 });
    const atPeak = estimateScenario({ ...asked, requestsPerSecond: 15 });
    expect([peaked.accelerators, peaked.timePerOutputToken]).toEqual([atPeak.accelerators, atPeak.timePerOutputToken]);
    expect(peaked.servedRequestsPerSecond?.value).toBe(5);
    expect(perToken(peaked)).toBeCloseTo(3 * perToken(atPeak), 9);
    expect(month(peaked)).toBeGreaterThan(month(flat));
    // Idle hours draw less than busy ones, and more than none.
    expect(peaked.joulesPerOutputToken!.value).toBeGreaterThan(atPeak.joulesPerOutputToken!.value);
    expect(peaked.joulesPerOutputToken!.value).toBeLessThan(3 * atPeak.joulesPerOutputToken!.value);
  });

  it('pay for replicas that idle', () => {
    // Spares of small replicas cost less, so that the search would choose others.
    const fixed = { ...asked, parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 } };
    const none = estimateScenario(fixed);
    const two = estimateScenario({ ...fixed, spareReplicas: 2 });
    const size = none.accelerators! / (none.replicas as number);
    expect([two.accelerators, two.idleAccelerators, two.replicas]).toEqual([none.accelerators! + 2 * size, 2 * size, none.replicas]);
    expect(month(two) / month(none)).toBeCloseTo(two.accelerators! / none.accelerators!, 9);
  });

  it('count the remainder that no replica uses as idle', () => {
    const nine = estimateScenario({ ...asked, requestsPerSecond: null, concurrency: 4, accelerators: 9 });
    expect(nine.idleAccelerators).toBe(1);
    expect(nine.accelerators).toBe(9);
  });

  it('dollars follow from the rate: price of an hour over the tokens of an hour', () => {
    const estimate = estimateScenario({ ...asked, ownership: { usdPerAcceleratorHour: 2 } });
    expect(estimate.usdPerHour?.value).toBe(2 * estimate.accelerators!);
    expect(estimate.usdPerMonth?.value).toBe(2 * estimate.accelerators! * 730);
    expect(perToken(estimate)).toBeCloseTo((2 * estimate.accelerators! * 1e6) / (5 * 1024 * 3600), 9);
  });
});

describe('a session', () => {
  it('moves times and throughput, and leaves prices to steady state', () => {
    const scenario: Scenario = { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', engine: 'vllm', concurrency: 64 };
    const steady = estimateScenario(scenario);
    const session = estimateScenario({ ...scenario, session: { requestsPerUser: 3 } });
    expect(session.timeToFirstToken!.value).toBeGreaterThan(2 * steady.timeToFirstToken!.value);
    expect(session.usdPerMillionOutputTokensAllIn).toEqual(steady.usdPerMillionOutputTokensAllIn);
    expect(session.timeToFirstTokenP90).toEqual(steady.timeToFirstTokenP90);
  });
});
