/** The parts of the search one by one, with candidates whose times are round numbers. */
import { describe, expect, it } from 'vitest';
import { anchoring } from '../../../src/calibration/anchoring.ts';
import { estimateScenario, operate } from '../../../src/estimate/estimate-scenario.ts';
import { ReplicaCandidate, type Candidate, type Served } from '../../../src/estimate/load/candidate.ts';
import { largestLoad } from '../../../src/estimate/load/largest-load.ts';
import { mixedRate } from '../../../src/estimate/load/mixture.ts';
import { smallest } from '../../../src/estimate/load/smallest.ts';
import { customChip } from '../../../src/estimate/resolve/resolve.ts';
import { ScenarioError } from '../../../src/estimate/scenario-input.ts';
import { simulatedRoom } from '../../../src/estimate/simulate/batching-rules.ts';
import { loadCurves } from '../../../src/estimate/views/load-curves.ts';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

describe('the largest load within a target', () => {
  /** A token takes 10 ms and one more for every hundred requests. */
  function candidate(admits: number): { readonly of: Candidate; readonly asked: number[] } {
    const asked: number[] = [];
    const at = ({ concurrency }: { concurrency: number }): Served => {
      asked.push(concurrency);
      return { timePerOutputToken: 0.01 + concurrency * 1e-5, requestsPerSecond: 1, firstToken: () => 0 };
    };
    return { of: { admits, at } as unknown as Candidate, asked };
  }

  it('is the whole number before the limit, found in under twenty looks among a million', () => {
    const { of, asked } = candidate(1_000_000);
    expect(largestLoad(of, { timePerOutputToken: 0.0200001 })?.concurrency).toBe(1000);
    expect(asked.length).toBeLessThan(20);
  });

  it('is all that are admitted where they keep it, and one where no more is admitted', () => {
    expect(largestLoad(candidate(40).of, { timePerOutputToken: 0.02 })?.concurrency).toBe(40);
    expect(largestLoad(candidate(1).of, { timePerOutputToken: 0.02 })?.concurrency).toBe(1);
    expect(largestLoad(candidate(0).of, { timePerOutputToken: 0.02 })).toBeNull();
    expect(largestLoad(candidate(40).of, { timePerOutputToken: 0.005 })).toBeNull();
  });
});

describe('the smallest count', () => {
  it('lies within its bounds, and is none where the most is not enough', () => {
    expect(smallest(5, 3, () => true)).toBeNull();
    expect(smallest(2, 1000, (count) => count >= 77)).toBe(77);
    expect(smallest(2, 50, (count) => count >= 77)).toBeNull();
  });
});

describe('the rate of several engines', () => {
  const point = (timePerOutputToken: number, timeToFirstToken: number | null, requestsPerSecond: number) => ({
    timePerOutputToken,
    timeToFirstToken,
    requestsPerSecond,
  });

  it('is their own mean where one of them has no first token', () => {
    expect(mixedRate([point(0.01, 1, 2), point(0.01, null, 8)], 11, 0.01, null)).toBeCloseTo(4, 12);
  });

  it('follows from mixed times elsewhere: 2 · (1 + 10 · 0.1) in flight over 3 + 10 · 0.2', () => {
    expect(mixedRate([point(0.1, 1, 2), point(0.4, 9, 1)], 11, 0.2, 3)).toBeCloseTo(4 / 5, 12);
  });
});

const tensor = (of: number) => ({ tensor: of, pipeline: 1, expert: 1, attentionData: 1 });
const base: Scenario = { ...scenarioDefaults, model: 'llama-3.3-70b', accelerator: 'h200-sxm', weights: 'fp8', parallel: tensor(2), accelerators: 2 };
const decided = (scenario: Scenario) => {
  const operation = operate(scenario);
  if (!operation.ok) throw new Error(operation.reason.message);
  return operation.value.choice.candidate;
};

describe('what a candidate is asked', () => {
  const anchor = [
    { concurrency: 8, timePerOutputToken: 0.02 },
    { concurrency: 512, timePerOutputToken: 0.2 },
  ];

  it.each([
    ['plain', 24, []],
    ['with points of the user’s own', 24, anchor],
    ['with more than memory admits', 20_000, anchor],
  ])('is what the estimate answers: %s', (_, concurrency, points) => {
    const scenario: Scenario = { ...base, concurrency, anchor: points };
    const answer = estimateScenario(scenario);
    const served = new ReplicaCandidate(scenario, decided(scenario).deployment, 1, anchoring).at({ concurrency });
    expect(served?.timePerOutputToken).toBeCloseTo(answer.timePerOutputToken?.value ?? 0, 12);
    expect(served?.requestsPerSecond).toBeCloseTo((answer.outputTokensPerSecond?.value ?? 0) / scenario.outputTokens, 9);
  });

  it('is remembered, under all engines and under one', () => {
    const scenario: Scenario = { ...base, concurrency: 24 };
    const { deployment } = decided(scenario);
    const first = deployment.resolved.engines.slice(0, 1);
    const fresh = () => new ReplicaCandidate(scenario, deployment, 1, anchoring);
    const warm = fresh();
    const ask = { concurrency: 24 };
    for (const asked of [warm.under(first), warm, warm.under(first)]) asked.at(ask);
    expect(warm.at(ask)?.timePerOutputToken).toBe(fresh().at(ask)?.timePerOutputToken);
    expect(warm.under(first).at(ask)?.timePerOutputToken).toBe(fresh().under(first).at(ask)?.timePerOutputToken);
    expect(warm.at(ask)?.timePerOutputToken).not.toBe(warm.under(first).at(ask)?.timePerOutputToken);
    // A rate and a number in flight that are one number are two questions.
    expect(warm.at({ rate: 1 })?.requestsPerSecond).toBeCloseTo(1, 12);
    expect(warm.at({ concurrency: 1 })?.requestsPerSecond).not.toBeCloseTo(1, 3);
  });
});

describe('curves of loads', () => {
  it('are there for a given arrangement, and answer as the estimate does', () => {
    const scenario: Scenario = { ...base, concurrency: 24 };
    const curves = loadCurves(scenario, 'timePerOutputToken', 'outputTokensPerSecondPerAccelerator');
    const answer = estimateScenario(scenario);
    const at = curves?.(scenario);
    expect(Math.abs((at?.x ?? 0) / (answer.timePerOutputToken?.value ?? 1) - 1)).toBeLessThan(1e-9);
    expect(Math.abs((at?.y ?? 0) / (answer.outputTokensPerSecondPerAccelerator?.value ?? 1) - 1)).toBeLessThan(1e-9);
  });
});

describe('the room of a simulation', () => {
  it('holds a window as full as it is in mid-answer: 64 tokens in and half of 64 out', () => {
    const scenario: Scenario = { ...scenarioDefaults, model: 'gpt-oss-20b', accelerator: 'h200-sxm', engine: 'sglang', parallel: tensor(1) };
    const short: Scenario = { ...scenario, inputTokens: 64, outputTokens: 64, concurrency: 4 };
    const { deployment } = decided(short);
    const [engine] = deployment.resolved.engines;
    if (!engine) throw new Error('no engine');
    const { perToken, perSequence } = simulatedRoom(engine, short, deployment);
    const shorter = simulatedRoom(engine, { ...short, inputTokens: 32, outputTokens: 128 }, deployment);
    // Both have 96 tokens in mid-answer.
    expect(perSequence).toBeCloseTo(shorter.perSequence, 9);
    // Half of gpt-oss' layers hold no more than their window of 128, and what they hold at 96 tokens is no whole window.
    const whole = simulatedRoom(engine, { ...short, inputTokens: 4096, outputTokens: 64 }, deployment);
    expect(perSequence).toBeGreaterThan(0);
    expect(whole.perSequence - perToken / 2).toBeCloseTo(((perSequence - perToken / 2) * 128) / 96, 6);
  });
});

describe('names and sizes', () => {
  it('an error that is thrown says what was meant, where anything was', () => {
    expect(new ScenarioError({ code: 'unknown-id', path: 'model', message: 'no model "x"', suggestions: ['y', 'z'] }).message).toBe(
      'model: no model "x"; did you mean y, z?',
    );
    expect(new ScenarioError({ code: 'unknown-id', path: '', message: 'no model "x"' }).message).toBe('no model "x"');
  });

  it('an accelerator of one’s own has the domain that it was given', () => {
    const own = { name: 'mine', class: 'nvidia-datacenter', memoryBytes: 1e11, memoryBandwidth: 1e12, peak: { bf16: 1e14 } };
    expect(customChip({ ...own, scaleUp: { bandwidth: 1e11, size: 4 } }).scaleUpSize).toBe(4);
    expect(customChip(own as Parameters<typeof customChip>[0]).scaleUpSize).toBeNull();
  });
});
