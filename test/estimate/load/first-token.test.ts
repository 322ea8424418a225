/** Percentiles of the first token: the parts by hand, and the whole beside the simulation of the same deployment. */
import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src/estimate/scenario-input.ts';
import { firstTokenPercentile } from '../../../src/estimate/load/first-token.ts';
import { simulateScenario } from '../../../src/estimate/simulate/simulate-scenario.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';

describe('a first token of 100 ms on average', () => {
  it('takes as long for everybody where nobody waits', () => {
    expect(firstTokenPercentile(0.1, 0, 0, 99, null)).toBeCloseTo(0.1, 12);
  });

  it('has the long tail of its queue: a wait of 40 ms for others is 27.7 at the median and 92.1 at the 90th', () => {
    expect(firstTokenPercentile(0.1, 0.04, 0, 50, null)).toBeCloseTo(0.06 + 0.04 * Math.LN2, 12);
    expect(firstTokenPercentile(0.1, 0.04, 0, 90, null)).toBeCloseTo(0.06 + 0.04 * Math.LN10, 12);
  });

  it('has none from the scheduler, which holds nobody for more than twice the mean', () => {
    expect(firstTokenPercentile(0.1, 0.04, 0.04, 50, null)).toBeCloseTo(0.1, 12);
    expect(firstTokenPercentile(0.1, 0.04, 0.04, 90, null)).toBeCloseTo(0.06 + 0.072, 12);
    expect(firstTokenPercentile(0.1, 0.04, 0.01, 90, null)).toBeCloseTo(0.06 + 0.03 * Math.LN10 + 0.018, 12);
  });

  it('varies with its own prompt: of 100 ms with a spread of 0.5 and no wait, e^(1.2816 · 0.5 − 0.125) = 1.675 times at the 90th', () => {
    const varied = { own: 0.1, ownSd: 0.5 };
    expect(firstTokenPercentile(0.1, 0, 0, 90, varied)).toBeCloseTo(0.1675, 4);
    expect(firstTokenPercentile(0.1, 0, 0, 50, varied)).toBeCloseTo(0.08825, 4);
    // What does not vary is added; an exponential wait alone is what it is without.
    expect(firstTokenPercentile(0.15, 0, 0, 90, varied)).toBeCloseTo(0.2175, 4);
    // 60 ms more of the prompt and 92.1 − 40 of the wait: √(0.0405² + 0.0521²) past the mean.
    expect(firstTokenPercentile(0.1, 0.04, 0, 90, { own: 0.06, ownSd: 0.5 })).toBeCloseTo(0.166, 3);
    expect(firstTokenPercentile(0.1, 0.04, 0, 99, { own: 0.06, ownSd: 0 })).toBeCloseTo(0.06 + 0.04 * Math.log(100), 5);
  });
});

describe('medians beside the simulation', () => {
  const served = { model: 'deepseek-r1', accelerator: 'b200-sxm', accelerators: 8, weights: 'fp8', inputTokens: 922, outputTokens: 400 } as const;
  const whole = { tensor: 8, pipeline: 1, expert: 1, attentionData: 1 };
  const byRank = { tensor: 1, pipeline: 1, expert: 8, attentionData: 8 };
  it.each([
    ['as people serve', 'sglang', 'usual', whole, 32],
    ['looking every 10 steps', 'sglang', 'benchmark', whole, 8],
    ['looking every 30 steps', 'sglang', 'benchmark', whole, 64],
    ['held for every rank', 'tensorrt-llm', 'benchmark', byRank, 64],
    ['held for nobody: one user a rank', 'tensorrt-llm', 'benchmark', byRank, 8],
  ] as const)('%s', (_, engine, host, parallel, concurrency) => {
    const scenario = { ...served, engine, host, parallel, concurrency };
    const parsed = parseScenario(scenario);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const simulated = simulateScenario(parsed.value).timeToFirstToken;
    const closed = estimate(scenario);
    expect(Math.abs(Math.log((closed.timeToFirstTokenP50?.value ?? 0) / (simulated?.p50.value ?? 0)))).toBeLessThan(0.25);
    expect(Math.abs(Math.log((closed.timeToFirstToken?.value ?? 0) / (simulated?.mean.value ?? 0)))).toBeLessThan(0.25);
  });
});
