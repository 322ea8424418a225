import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { reasonCodes } from '../../src/estimate/estimate.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { shortReason } from '../../src/ui/text/reasons.ts';
import { remediesFor } from '../../src/ui/page/remedies.ts';

const tooSmall: Scenario = { ...defaultScenario, model: 'deepseek-v3', accelerator: 'l4', accelerators: 1, weights: null };

describe('what would help', () => {
  it('is offered where too few accelerators were asked for', () => {
    const estimate = estimateScenario(tooSmall);
    expect(estimate.feasible).toBe(false);
    expect(remediesFor(estimate, tooSmall).map(({ words }) => words)).toContain('Use as many as it takes');
  });
  it('is never nothing', () => {
    const scenario = { ...tooSmall, accelerators: null };
    expect(remediesFor(estimateScenario(scenario), scenario).length).toBeGreaterThan(0);
  });
  it('has something for every reason, and every edit can be asked', () => {
    for (const code of reasonCodes) {
      const reason = {
        code,
        message: '',
        needs: 16,
        has: 2,
        carries: 3,
        maxContext: 8192,
        nearest: { accelerators: 2, timeToFirstToken: 3, timePerOutputToken: 0.05 },
      };
      for (const patch of [
        {},
        { requestsPerSecond: 50, accelerators: 2 },
        { concurrency: 64, target: { timePerOutputToken: 0.01 }, accelerators: 2 },
      ]) {
        const scenario: Scenario = { ...defaultScenario, ...patch };
        const offered = remediesFor({ ...estimateScenario(tooSmall), reason }, scenario);
        expect(offered.length, code).toBeGreaterThan(0);
        for (const remedy of offered) expect(parseScenario({ ...scenario, ...remedy.patch }), `${code}: ${remedy.words}`).toMatchObject({ ok: true });
        expect(shortReason(reason, scenario), code).toMatch(/\S/);
      }
    }
  });
  it.each([
    ['overloaded', { requestsPerSecond: 50, accelerators: 2, weights: 'fp8' }],
    ['target-not-met', { concurrency: 64, accelerators: 1, weights: 'fp8', target: { timePerOutputToken: 0.01 } }],
    [
      'target-not-met',
      { concurrency: 64, accelerators: 1, weights: 'fp8', target: { timeToFirstToken: 0.001, timePerOutputToken: 0.01, percentile: 90 } },
    ],
    ['context-too-long', { inputTokens: 200_000, concurrency: 1 }],
  ] as const)('of %s helps with the first edit', (code, patch) => {
    const scenario: Scenario = { ...defaultScenario, ...patch };
    const estimate = estimateScenario(scenario);
    expect(estimate.reason?.code).toBe(code);
    const [first] = remediesFor(estimate, scenario);
    expect(estimateScenario({ ...scenario, ...first?.patch }).feasible, first?.words).toBe(true);
  });
  it('names the number that carries a rate, and says both in a row', () => {
    const scenario: Scenario = { ...defaultScenario, requestsPerSecond: 50, accelerators: 2, weights: 'fp8' };
    const estimate = estimateScenario(scenario);
    expect(remediesFor(estimate, scenario)[0]?.words).toMatch(/^Use \d+ accelerators$/);
    expect(estimate.reason && shortReason(estimate.reason, scenario)).toMatch(/^needs \d+, has 2$/);
  });
  it('helps: one of the edits makes the scenario run', () => {
    const scenario: Scenario = { ...defaultScenario, accelerators: 1, engine: 'vllm', weights: 'bf16' };
    const estimate = estimateScenario(scenario);
    expect(estimate.feasible).toBe(false);
    expect(remediesFor(estimate, scenario).some(({ patch }) => estimateScenario({ ...scenario, ...patch }).feasible)).toBe(true);
  });
});
