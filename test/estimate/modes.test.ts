import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const one = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
const base: Scenario = {
  ...scenarioDefaults,
  model: 'llama-3.1-8b',
  accelerator: 'h100-80-sxm',
  accelerators: 1,
  parallel: one,
  engine: 'vllm',
  weights: 'bf16',
  concurrency: 32,
};

describe('anchors', () => {
  const plain = estimateScenario(base);
  const measured = (plain.timePerOutputToken?.value ?? 0) * 1.4;

  it('the curve passes through a measured point, and says so', () => {
    const anchored = estimateScenario({ ...base, anchor: [{ concurrency: 32, timePerOutputToken: measured }] });
    expect(anchored.timePerOutputToken?.value).toBeCloseTo(measured, 9);
    expect(anchored.timePerOutputToken?.evidence).toBe('anchored');
  });

  it('tightens the interval elsewhere on the curve, two points more than one', () => {
    const width = (anchor: Scenario['anchor']): number => {
      const q = estimateScenario({ ...base, concurrency: 16, anchor }).timePerOutputToken;
      return q ? q.high / q.low : Number.NaN;
    };
    const first = { concurrency: 8, timePerOutputToken: 0.009 };
    const both = [first, { concurrency: 64, timePerOutputToken: 0.014 }];
    expect(width([first])).toBeLessThan(width([]));
    expect(width(both)).toBeLessThan(width([first]));
  });

  it('moves throughput and cost by the same requests in flight', () => {
    const anchored = estimateScenario({ ...base, anchor: [{ concurrency: 32, timePerOutputToken: measured }] });
    expect(anchored.outputTokensPerSecond?.value).toBeLessThan(plain.outputTokensPerSecond?.value ?? 0);
    expect(anchored.usdPerMillionOutputTokens?.value).toBeGreaterThan(plain.usdPerMillionOutputTokens?.value ?? Infinity);
  });

  it('a measured throughput is given back', () => {
    expect(estimateScenario({ ...base, anchor: [{ concurrency: 32, outputTokensPerSecond: 1234 }] }).outputTokensPerSecond?.value).toBeCloseTo(
      1234,
      6,
    );
  });
});

describe('open arrivals', () => {
  const at = (requestsPerSecond: number) => estimateScenario({ ...base, concurrency: null, requestsPerSecond });
  const capacity = (estimateScenario({ ...base, concurrency: 'max' }).outputTokensPerSecond?.value ?? 0) / base.outputTokens;

  it('delivers what arrives', () => {
    expect(at(capacity / 4).outputTokensPerSecond?.value).toBeCloseTo((capacity / 4) * base.outputTokens, 6);
  });

  it('waits longer the nearer to capacity', () => {
    const waits = [0.2, 0.5, 0.8, 0.9].map((load) => at(load * capacity).timeToFirstToken?.value ?? Number.NaN);
    for (let i = 1; i < waits.length; i++) expect(waits[i]).toBeGreaterThan(waits[i - 1] ?? Infinity);
  });

  it('past what it carries there is no answer and no price, but what would carry it', () => {
    const overloaded = at(capacity * 1.2);
    expect(overloaded).toMatchObject({ feasible: false, reason: { code: 'overloaded', has: 1, needs: 2 }, usdPerMonth: null });
    expect(overloaded.reason?.['carries']).toBeCloseTo(0.95 * capacity, 9);
    expect(estimateScenario({ ...base, concurrency: null, accelerators: 2, requestsPerSecond: capacity * 1.2 }).feasible).toBe(true);
  });
});

describe('targets', () => {
  it('finds the most requests that still meet them', () => {
    const met = estimateScenario({
      ...base,
      concurrency: null,
      parallel: null,
      accelerators: null,
      target: { timePerOutputToken: 0.02, timeToFirstToken: 2 },
    });
    expect(met.feasible).toBe(true);
    expect(met.timePerOutputToken?.value).toBeLessThanOrEqual(0.02);
    expect(met.timeToFirstTokenP50?.value).toBeLessThanOrEqual(2);
    const looser = estimateScenario({
      ...base,
      concurrency: null,
      parallel: null,
      accelerators: null,
      target: { timePerOutputToken: 0.04, timeToFirstToken: 4 },
    });
    expect(looser.usdPerMillionOutputTokens?.value).toBeLessThanOrEqual(met.usdPerMillionOutputTokens?.value ?? 0);
  });

  it('says what is reached when nothing meets them', () => {
    const estimate = estimateScenario({ ...base, target: { timePerOutputToken: 1e-4 } });
    expect(estimate.feasible).toBe(false);
    expect(estimate.reason?.code).toBe('target-not-met');
  });
});

describe('disaggregated serving', () => {
  const pools = (prefill: number, decode: number): Scenario => ({
    ...base,
    parallel: null,
    accelerators: null,
    concurrency: 64,
    serving: { prefill: { accelerators: prefill, parallel: one }, decode: { accelerators: decode, parallel: one } },
  });

  it('keeps prompts out of decoding', () => {
    const apart = estimateScenario(pools(2, 2));
    const together = estimateScenario({ ...base, accelerators: 2, concurrency: 64 });
    expect(apart.accelerators).toBe(4);
    expect(apart.timePerOutputToken?.value).toBeLessThan(together.timePerOutputToken?.value ?? 0);
  });

  it('is held back by the smaller pool', () => {
    const long: Partial<Scenario> = { inputTokens: 16_000, outputTokens: 64 };
    const few = estimateScenario({ ...pools(1, 4), ...long });
    const many = estimateScenario({ ...pools(4, 4), ...long });
    expect(few.outputTokensPerSecond?.value).toBeLessThan((many.outputTokensPerSecond?.value ?? 0) / 2);
  });
});

describe('speculative decoding', () => {
  it('pays when drafts are accepted and costs when they are not', () => {
    const few = { ...base, concurrency: 1 };
    const at = (acceptance: number) =>
      estimateScenario({ ...few, speculative: { draftTokens: 4, acceptance, draft: 'llama-3.2-1b' } }).timePerOutputToken?.value ?? Number.NaN;
    const plain = estimateScenario(few).timePerOutputToken?.value ?? Number.NaN;
    expect(at(0.8)).toBeLessThan(plain);
    expect(at(0)).toBeGreaterThan(plain);
  });
});
