import { describe, expect, it } from 'vitest';
import { longestContext } from '../../src/agent/lengths.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { answered, errorOf, requestOf } from './answered.ts';

const where = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 4, parallel: { tensor: 4 } };
const task = { steps: 20, systemTokens: 8000, newTokensPerStep: 1500, outputTokensPerStep: 400, toolSeconds: 5 };
const ask = { task, scenario: where, tasksPerHour: 200 };

describe('a task on a deployment', () => {
  const answer = answered(ask);
  const { deployment, tokens, usdPerTask, secondsPerTask } = answer;

  it('makes the load: the mean call, what it finds in the cache, and the rate of calls', () => {
    // Prompts 9,500 to 45,600; all but the first read the one before.
    expect(deployment).toMatchObject({ inputTokens: 27_550, outputTokens: 400, accelerators: 4, parallel: { tensor: 4 } });
    expect(deployment?.prefixHitRate).toBeCloseTo((tokens?.cached.value ?? NaN) / (20 * 27_550), 12);
    expect(deployment?.requestsPerSecond).toBeCloseTo((200 * 20) / 3600, 12);
    const { scenario } = requestOf(ask).runs as { readonly scenario: { readonly maxContext: number } };
    expect(scenario.maxContext).toBe(longestContext(requestOf(ask).plan));
  });

  it('costs its share of the hour, and takes the joules of its answers', () => {
    expect(usdPerTask?.value).toBeWithinPercent((deployment?.usdPerHour?.value ?? NaN) / 200, 0.1);
    const same = parseScenario({
      ...where,
      inputTokens: 27_550,
      outputTokens: 400,
      prefixHitRate: deployment?.prefixHitRate,
      requestsPerSecond: deployment?.requestsPerSecond,
      maxContext: 46_000,
    });
    if (!same.ok) throw new Error(same.error.message);
    const estimate = estimateScenario(same.value);
    expect(answer.joulesPerTask?.value).toBeCloseTo(8000 * (estimate.joulesPerOutputToken?.value ?? NaN), 6);
    expect(answer.joulesPerTask?.unit).toBe('J');
    // One after the other: twenty mean calls, and twenty tools.
    const call = (estimate.timeToFirstToken?.value ?? NaN) + 399 * (estimate.timePerOutputToken?.value ?? NaN);
    expect(secondsPerTask?.mean.value).toBeWithinPercent(20 * (call + 5), 0.01);
  });

  it('pays the round trip on every call', () => {
    const far = answered({ ...ask, roundTrip: 0.3 });
    expect((far.secondsPerTask?.mean.value ?? NaN) - (secondsPerTask?.mean.value ?? NaN)).toBeCloseTo(20 * 0.3, 9);
    expect(far.usdPerTask).toEqual(usdPerTask);
  });

  it('shares of time tell the first token from the rest', () => {
    const { seconds } = answer.shares;
    expect((seconds?.firstToken ?? NaN) + (seconds?.output ?? NaN)).toBeCloseTo(seconds?.model ?? NaN, 12);
    expect((seconds?.model ?? NaN) + (seconds?.tool ?? NaN)).toBeCloseTo(1, 12);
  });

  it('lost prompts are dearer, slower and more prefill, on the same machines', () => {
    const kept = answered({ ...ask, tasksPerHour: 20 });
    const lost = answered({ ...ask, tasksPerHour: 20, task: { ...task, toolSeconds: 400 } });
    expect(lost.deployment?.prefixHitRate).toBe(0);
    expect(lost.shares.usd?.new).toBeGreaterThan(kept.shares.usd?.new ?? 1);
    expect((lost.secondsPerTask?.mean.value ?? 0) - 20 * 395).toBeGreaterThan(kept.secondsPerTask?.mean.value ?? Infinity);
    // At ten times the load the same machines cannot prefill it all.
    expect(answered({ ...ask, task: { ...task, toolSeconds: 400 } }).reason?.code).toBe('overloaded');
  });

  it('without tasks an hour the load is found', () => {
    const found = answered({ task, scenario: where });
    expect(found.assumptions).toContain('load.found');
    expect(found.deployment?.requestsPerSecond).toBeGreaterThan(0);
    expect(found.usdPerTask?.value).toBeGreaterThan(0);
  });

  it('what cannot be served is an answer without quantities, and says why', () => {
    const long = answered({ ...ask, task: { ...task, steps: 200 } });
    expect(long).toMatchObject({ feasible: false, reason: { code: 'context-too-long' }, usdPerTask: null, secondsPerTask: null });
    expect(long.calls?.value).toBe(200);
    expect(answered({ ...ask, tasksPerHour: 1e6 }).reason?.code).toBe('overloaded');
  });

  it('without a price has times and joules, and says which fact is missing', () => {
    const { usdPerTask: none, worth, unknown, joulesPerTask } = answered({ task, scenario: { ...where, accelerator: 'h800-sxm' } });
    expect([none, worth.cacheHit, worth.retry]).toEqual([null, null, null]);
    expect(unknown['usdPerTask']).toContain('H800');
    expect(joulesPerTask?.value).toBeGreaterThan(0);
  });

  it('a graph whose pauses depend on calls settles, and is the same twice', () => {
    const nodes = [
      { id: 'plan', kind: 'model', newTokens: 500, outputTokens: 300 },
      { id: 'a', kind: 'model', after: ['plan'], newTokens: 100, outputTokens: 900 },
      { id: 'wait', kind: 'tool', after: ['a'], seconds: { p50: 100, p90: 400 }, resultTokens: 2000 },
      { id: 'again', kind: 'tool', after: ['wait'], seconds: { p50: 100, p90: 400 } },
      { id: 'join', kind: 'model', after: ['again'], outputTokens: 1000 },
    ];
    const graph = { task: { systemTokens: 3000, steps: { nodes } }, scenario: where, tasksPerHour: 100 };
    const one = answered(graph);
    expect(one.feasible).toBe(true);
    expect(answered(graph)).toEqual(one);
    const { low = 0, high = 0, value = 0 } = one.tokens?.new ?? {};
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });
});

describe('what the task decides is refused in the scenario', () => {
  it.each([
    ['inputTokens', 2048],
    ['outputTokens', 2048],
    ['prefixHitRate', 0.5],
    ['concurrency', 8],
    ['concurrency', 'max'],
    ['requestsPerSecond', 1],
    ['batch', { requests: 10, hours: 1 }],
    ['session', { requestsPerUser: 3 }],
    ['anchor', [{ concurrency: 1, timePerOutputToken: 0.01 }]],
    ['maxContext', 40_000],
    ['utilisation', 0.9],
  ])('%s: %j', (key, value) => {
    expect(errorOf({ ...ask, scenario: { ...where, [key]: value } })).toMatchObject({ code: 'inconsistent', path: `scenario.${key}` });
  });

  it('but not where it is null or the default', () => {
    const open = { inputTokens: null, outputTokens: 1024, prefixHitRate: 0, concurrency: null, session: null, maxContext: null, utilisation: 0.6 };
    expect(answered({ ...ask, scenario: { ...where, ...open } })).toEqual(answered(ask));
  });

  it('a share of paid hours and a peak go with the load that is there', () => {
    expect(errorOf({ task, scenario: { ...where, peakToMean: 2 } })).toMatchObject({ code: 'inconsistent', path: 'scenario.peakToMean' });
    const half = answered({ task, scenario: { ...where, utilisation: 0.3 } });
    expect(half.usdPerTask?.value).toBeWithinPercent(2 * (answered({ task, scenario: where }).usdPerTask?.value ?? 0), 1e-6);
    expect(answered({ ...ask, tasksPerHour: 50, scenario: { ...where, peakToMean: 1.5 } }).feasible).toBe(true);
  });
});
