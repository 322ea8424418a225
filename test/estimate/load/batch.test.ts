/** A batch by a deadline: what it takes, what it costs, and that it ends in time when it is played. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import type { Estimate } from '../../../src/estimate/estimate.ts';
import { batchSeconds } from '../../../src/estimate/load/batch-run.ts';
import { simulateScenario } from '../../../src/estimate/simulate/simulate-scenario.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

function asked(fields: object): Scenario {
  const parsed = parseScenario({ model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', engine: 'vllm', ...fields });
  if (!parsed.ok) throw new Error(`${parsed.error.path}: ${parsed.error.message}`);
  return parsed.value;
}
const answer = (fields: object): Estimate => estimateScenario(asked(fields));
const total = ({ usdTotal }: Estimate): number => usdTotal?.value ?? Number.NaN;

/** Ties within 1 % go to fewer accelerators, so that a choice may cost that much more than the least. */
const tie = 1.01 * 1.001;
/** Counts of two pools are searched near those that match in pace, not all of them. */
const nearPace = 1.06;

describe('a batch by a deadline', () => {
  it('ends in time, and its parts make the whole', () => {
    const estimate = answer({ batch: { outputTokens: 1e9, hours: 72 } });
    expect(estimate.feasible).toBe(true);
    expect(estimate.hours?.value).toBeLessThanOrEqual(72);
    expect(total(estimate)).toBeWithinPercent((estimate.usdPerHour?.value ?? 0) * (estimate.hours?.value ?? 0), 1e-6);
    expect(total(estimate)).toBeWithinPercent((estimate.usdPerMillionOutputTokensAllIn?.value ?? 0) * 1000, 0.01);
    expect(estimate.timeToFirstToken).toBeNull();
    expect(estimate.assumptions).not.toContain('utilisation');
  });

  it('is the same in requests and in tokens', () => {
    expect(answer({ batch: { outputTokens: 1024e3, hours: 1 } })).toEqual(answer({ batch: { requests: 1000, hours: 1 } }));
  });

  it('stands alone', () => {
    const batch = { requests: 100, hours: 1 };
    for (const beside of [
      { concurrency: 8 },
      { concurrency: 'max' },
      { requestsPerSecond: 2 },
      { target: { timePerOutputToken: 0.02 } },
      { utilisation: 0.4 },
    ])
      expect(parseScenario({ model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', batch, ...beside }), JSON.stringify(beside)).toMatchObject({
        ok: false,
        error: { code: 'inconsistent' },
      });
    for (const wrong of [
      { hours: 1 },
      { requests: 1, outputTokens: 5, hours: 1 },
      { requests: 5 },
      { requests: 0.5, hours: 1 },
      { requests: 5, hours: 0 },
    ])
      expect(parseScenario({ model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', batch: wrong }).ok, JSON.stringify(wrong)).toBe(false);
  });

  it('says what it needs where the accelerators given are too few, and that is enough', () => {
    const { reason } = answer({ batch: { outputTokens: 1e9, hours: 2 }, accelerators: 8 });
    expect(reason?.code).toBe('overloaded');
    const needs = Number(reason?.['needs']);
    expect(needs).toBeGreaterThan(8);
    expect(answer({ batch: { outputTokens: 1e9, hours: 2 }, accelerators: needs }).feasible).toBe(true);
    expect(answer({ batch: { requests: 8, hours: 0.001 }, outputTokens: 8192 }).feasible).toBe(false);
  });

  it('is never dearer with more hours, and never cheaper with more tokens', () => {
    const model = fc.constantFrom('llama-3.1-8b', 'gpt-oss-20b');
    const serving = fc.constantFrom<unknown>('aggregated', { prefill: {}, decode: {} });
    const drawn = fc.record({
      model,
      serving,
      tokens: fc.double({ min: 4, max: 10, noNaN: true }),
      hours: fc.double({ min: 0.2, max: 200, noNaN: true }),
      more: fc.double({ min: 1.01, max: 4, noNaN: true }),
    });
    fc.assert(
      fc.property(drawn, ({ tokens, hours, more, ...rest }) => {
        const within = rest.serving === 'aggregated' ? tie : nearPace;
        const size = 10 ** tokens;
        const base = answer({ ...rest, batch: { outputTokens: size, hours } });
        const longer = answer({ ...rest, batch: { outputTokens: size, hours: hours * more } });
        if (!base.feasible) return;
        expect(longer.feasible).toBe(true);
        expect(total(longer)).toBeLessThanOrEqual(total(base) * within);
        const larger = answer({ ...rest, batch: { outputTokens: size * more, hours } });
        if (larger.feasible) expect(total(larger) * within).toBeGreaterThanOrEqual(total(base));
        expect(base.hours?.value).toBeLessThanOrEqual(hours * (1 + 1e-9));
      }),
      { numRuns: 25 },
    );
  });

  it('takes as long as when it is played', () => {
    for (const requests of [32, 400, 3000]) {
      const scenario = asked({ batch: { requests, hours: 100 }, accelerators: 1, inputTokens: 512, outputTokens: 256 });
      const hours = estimateScenario(scenario).hours?.value ?? Number.NaN;
      const played = simulateScenario(scenario);
      const seconds = (requests * 256) / (played.outputTokensPerSecond?.value ?? Number.NaN);
      expect(hours * 3600, `${requests} requests`).toBeWithinPercent(seconds, 15);
    }
  });

  it('grows with its requests and shrinks with the rate', () => {
    expect(batchSeconds(64, 64, 2)).toBe(32);
    expect(batchSeconds(640, 64, 2)).toBeCloseTo(32 * 10.45, 9);
    expect(batchSeconds(65, 64, 2)).toBeGreaterThan(batchSeconds(64, 64, 2));
  });
});
