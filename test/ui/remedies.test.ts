import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
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
  it('helps: one of the edits makes the scenario run', () => {
    const scenario: Scenario = { ...defaultScenario, accelerators: 1, weights: 'bf16' };
    const estimate = estimateScenario(scenario);
    expect(estimate.feasible).toBe(false);
    expect(remediesFor(estimate, scenario).some(({ patch }) => estimateScenario({ ...scenario, ...patch }).feasible)).toBe(true);
  });
});
