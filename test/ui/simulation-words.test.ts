import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { simulateScenario } from '../../src/estimate/simulate/simulate-scenario.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Simulated } from '../../src/session/simulating.ts';
import { askedSimulation, usualRate, type SimulationChoice } from '../../src/session/simulated-scenario.ts';
import { comparisonWords, percentilePanels, simulationSource, simulationTitle, simulationTwin } from '../../src/ui/text/simulation.ts';

const choice: SimulationChoice = { arrivals: 'poisson', rate: 1, spread: { kind: 'fixed' }, seed: 1 };

function simulated(patch: Partial<SimulationChoice> = {}, change: Partial<Scenario> = {}): Simulated {
  const of: Scenario = { ...defaultScenario, accelerators: 2, weights: 'fp8', concurrency: 32, engine: 'vllm', ...change },
    chosen = { ...choice, ...patch };
  const asked = askedSimulation(of, estimateScenario(of), chosen);
  return {
    of,
    choice: chosen,
    asked,
    result: simulateScenario(asked.scenario, { ...asked.options, answers: 400 }),
    closed: estimateScenario(asked.scenario),
  };
}

describe('a scenario to simulate', () => {
  it('keeps the arrangement of the answer, and takes its rate from what a loop serves', () => {
    const estimate = estimateScenario({ ...defaultScenario, accelerators: null });
    const asked = askedSimulation({ ...defaultScenario, accelerators: null }, estimate, { ...choice, rate: null });
    expect(asked.scenario).toMatchObject({ accelerators: estimate.accelerators, parallel: estimate.parallel });
    expect(asked.scenario.requestsPerSecond).toBe(usualRate(defaultScenario, estimate));
    expect(asked.scenario.requestsPerSecond).toBeLessThan((estimate.outputTokensPerSecond?.value ?? 0) / 1024);
  });
  it('takes a rate that the scenario has, and no rate where arrivals are not open', () => {
    const open = { ...defaultScenario, requestsPerSecond: 3 };
    expect(usualRate(open, estimateScenario(open))).toBe(3);
    expect(askedSimulation(open, estimateScenario(open), { ...choice, arrivals: 'burst' }).scenario.requestsPerSecond).toBeNull();
  });
  it('drops a target, whose load was the answer', () => {
    const target = { ...defaultScenario, target: { timePerOutputToken: 0.03 } };
    const estimate = estimateScenario(target);
    const { scenario } = askedSimulation(target, estimate, { ...choice, arrivals: 'closed' });
    expect([scenario.target, scenario.concurrency]).toEqual([null, Math.round(estimate.admittedConcurrency?.value ?? 0)]);
  });
});

describe('a simulation in words', () => {
  it('says the tail beside the median, the seed and how it is known, and the closed form beside the mean', () => {
    const found = simulated();
    expect(simulationTitle(found)).toMatch(
      /^One request in a hundred waits \d.* m?s or longer for its first token, [\d.]+× the median|^Everybody has/,
    );
    expect(simulationSource(found)).toMatch(/^Simulated from seed 1: 1 requests? a second, independent.*answers under vLLM; pass times interpolated/);
    expect(comparisonWords(found)).toMatch(/^First token: .* on average, .* in closed form/);
    expect(percentilePanels(found).map(({ rows }) => rows.length)).toEqual([5, 5, 5]);
    expect(simulationTwin(found).rows).toHaveLength(6);
  });
  it('says that a load is not served, and draws no wait', () => {
    const found = simulated({ rate: 50 });
    expect(simulationTitle(found)).toMatch(/^50 requests a second are too many for two H200s: \d+× what they serve/);
    expect(percentilePanels(found)[0]).toMatchObject({ rows: [], missing: 'no bound: the queue has no end' });
  });
  it('says of a burst that its closed form is that of a loop', () => {
    const found = simulated({ arrivals: 'burst' });
    expect(simulationTitle(found)).toMatch(/^The last of a burst/);
    expect(comparisonWords(found)).toContain('a burst has none');
  });
  it('plays separate pools, and compares them with their closed form', () => {
    const parallel = { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 };
    const found = simulated({}, { serving: { prefill: { accelerators: 2, parallel }, decode: { accelerators: 2, parallel } } });
    expect(simulationTitle(found)).toMatch(/^One request in a hundred waits \d+ ms or longer for its first token/);
    expect(simulationTwin(found).rows).toHaveLength(6);
    expect(comparisonWords(found)).toContain('closed form');
  });
});
