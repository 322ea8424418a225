import { describe, expect, it } from 'vitest';
import { answered, prices } from './answered.ts';

/** Prompts 1000, 1130, 1260, 1390: each of the last three reads the one before. */
const four = { steps: 4, systemTokens: 900, newTokensPerStep: 100, outputTokensPerStep: 30 };
const valuesOf = (input: object) => {
  const { tokens, calls, usdPerTask } = answered(input);
  if (!tokens || !calls || !usdPerTask) throw new Error('no tokens');
  return {
    new: tokens.new.value,
    cached: tokens.cached.value,
    output: tokens.output.value,
    written: tokens.written.value,
    calls: calls.value,
    usd: usdPerTask.value,
  };
};

describe('tokens and dollars, worked out by hand', () => {
  it('step by step: each reads the prompt before it and prefills what came since', () => {
    // new: 1000 + 3 · 130; cached: 1000 + 1130 + 1260; output: 4 · 30
    expect(valuesOf({ task: four, prices })).toEqual({
      new: 1390,
      cached: 3390,
      output: 120,
      written: 1390,
      calls: 4,
      usd: expect.closeTo((1390 * 4 + 3390 * 0.4 + 120 * 20) / 1e6, 15) as number,
    });
  });

  it('is quadratic in the steps: n·S + n²/2·(o + t) within what the ends add', () => {
    const { cached } = valuesOf({ task: { ...four, steps: 200 }, prices });
    expect(cached).toBe(199 * 1000 + (130 * 198 * 199) / 2);
  });

  it('the task’s own text stands in place of the first step’s', () => {
    // Prompts 1400, 1530, …
    expect(valuesOf({ task: { ...four, taskTokens: 500 }, prices })).toMatchObject({ new: 1790, cached: 1400 + 1530 + 1660 });
  });

  it('every new token is billed as a cache write where that has a price', () => {
    expect(valuesOf({ task: four, prices: { ...prices, cacheWrite: 5 } }).usd).toBeCloseTo((1390 * 5 + 3390 * 0.4 + 120 * 20) / 1e6, 15);
    const open = answered({ task: four, prices: { input: 4, output: 20 } });
    expect(open.usdPerTask?.value).toBeCloseTo(((1390 + 3390) * 4 + 120 * 20) / 1e6, 15);
    expect(open.assumptions).toContain('agent.no-cache-price');
  });

  it('a pause longer than the life makes the whole prompt new; one as long does not', () => {
    const all = 1000 + 1130 + 1260 + 1390;
    expect(valuesOf({ task: { ...four, toolSeconds: 301 }, prices })).toMatchObject({ new: all, cached: 0 });
    expect(valuesOf({ task: { ...four, toolSeconds: 300 }, prices })).toMatchObject({ new: 1390 });
    expect(valuesOf({ task: { ...four, toolSeconds: 301, cacheLifeSeconds: 3600 }, prices })).toMatchObject({ new: 1390 });
  });

  it('a lognormal pause outlives the cache as often as its tail says', () => {
    // A tenth of the pauses is longer than their p90.
    const { new: fresh } = valuesOf({ task: { ...four, toolSeconds: { p50: 10, p90: 300 } }, prices });
    expect(fresh).toBeCloseTo(1390 + 0.1 * (1000 + 1130 + 1260), 1);
  });

  it('evicted prompts are new, a shared head of them never', () => {
    expect(valuesOf({ task: { ...four, evictionRate: 0.25 }, prices }).new).toBeCloseTo(1390 + 0.25 * 3390, 9);
    expect(valuesOf({ task: { ...four, systemCached: 1 }, prices })).toMatchObject({ new: 490, cached: 3390 + 900 });
    expect(valuesOf({ task: { ...four, systemCached: 1, evictionRate: 1 }, prices })).toMatchObject({ cached: 4 * 900 });
  });

  it('nothing is kept where the cache has no life, not even the prompt of a retry', () => {
    const task = { ...four, systemCached: 1, cacheLifeSeconds: 0, retryRate: 0.5 };
    expect(valuesOf({ task, prices })).toMatchObject({ new: 2 * (1000 + 1130 + 1260 + 1390), cached: 0 });
  });

  it('retries: calls are steps / (1 − r), prompts cached, outputs paid again', () => {
    // A fifth again is a quarter more calls.
    expect(valuesOf({ task: { ...four, retryRate: 0.2 }, prices })).toMatchObject({
      calls: 5,
      new: 1390,
      cached: expect.closeTo(3390 + 0.25 * (1000 + 1130 + 1260 + 1390), 9) as number,
      output: 150,
    });
  });

  it('fan-out: k calls on one prompt, and the next gains k · (new + output)', () => {
    // Prompts 1000, 1000 + 3 · 130, …; each of three calls reads the prompt of the step before and prefills the rest itself.
    expect(valuesOf({ task: { ...four, steps: 2, fanOut: 3 }, prices })).toMatchObject({
      calls: 6,
      new: 3 * 1000 + 3 * 390,
      cached: 3 * 1000,
      output: 180,
    });
  });

  it('a user’s pause comes in place of a tool and takes none of the task’s time', () => {
    const task = { ...four, toolSeconds: 7, callSeconds: 2, userPause: { everySteps: 2, p50: 400, p90: 400 } };
    const answer = answered({ task, prices });
    // The third prompt is new: 1260 more.
    expect(answer.tokens?.new.value).toBe(1390 + 1130);
    expect(answer.secondsPerTask?.mean.value).toBeCloseTo(4 * 2 + 2 * 7, 9);
  });

  it('steps of a list say their own', () => {
    const list = [{ newTokens: 100, outputTokens: 30 }, { newTokens: 100, outputTokens: 30 }, { outputTokens: 30 }, { newTokens: 100 }];
    const own = { ...four, steps: list, toolSeconds: { p50: 1, p90: 5 } };
    expect(valuesOf({ task: own, prices })).toEqual(valuesOf({ task: { ...four, toolSeconds: { p50: 1, p90: 5 } }, prices }));
    // Prompts 950, 950 + 30 + 2 · 10 after two calls …
    const uneven = [
      { newTokens: 50, outputTokens: 30, fanOut: 2 },
      { newTokens: 10, outputTokens: 5 },
    ];
    expect(valuesOf({ task: { systemTokens: 900, steps: uneven }, prices })).toMatchObject({ new: 2 * 950 + 80, cached: 950, output: 65, calls: 3 });
  });
});

describe('seconds, worked out by hand', () => {
  const timed = { ...four, callSeconds: 2, toolSeconds: 5 };

  it('calls, round trips and tools one after the other', () => {
    const { secondsPerTask, shares, worth } = answered({ task: timed, prices, roundTrip: 0.25 });
    expect(secondsPerTask?.mean.value).toBeCloseTo(4 * (2 + 0.25 + 5), 12);
    expect(secondsPerTask?.p99).toEqual(secondsPerTask?.mean);
    expect(shares.seconds).toEqual({
      model: expect.closeTo(8 / 29, 12) as number,
      firstToken: null,
      output: null,
      tool: expect.closeTo(20 / 29, 12) as number,
      roundTrip: expect.closeTo(1 / 29, 12) as number,
    });
    expect(worth.roundTrip?.value).toBeCloseTo(0.04, 12);
  });

  it('the factory’s example: 61 turns over 319 ms in place of 30 ms take 17.6 s more', () => {
    const task = { ...four, steps: 61, callSeconds: 3.4 };
    const at = (roundTrip: number) => answered({ task, prices, roundTrip }).secondsPerTask?.mean.value ?? 0;
    expect(at(0.319) - at(0.03)).toBeCloseTo(17.6, 1);
  });

  it('side by side the longest counts once, and each retry calls again', () => {
    expect(answered({ task: { ...timed, fanOut: 5 }, prices }).secondsPerTask?.mean.value).toBeCloseTo(28, 9);
    expect(answered({ task: { ...timed, retryRate: 0.2 }, prices, roundTrip: 1 }).secondsPerTask?.mean.value).toBeCloseTo(5 * 3 + 20, 9);
  });

  it('percentiles of what varies: of one lognormal tool they are its own', () => {
    const { secondsPerTask } = answered(
      { task: { ...four, steps: 1, callSeconds: 0, toolSeconds: { p50: 10, p90: 40 } }, prices },
      { tasks: 20_000 },
    );
    const { mean, p50, p90 } = secondsPerTask ?? {};
    expect(p50?.value).toBeWithinPercent(10, 3);
    expect(p90?.value).toBeWithinPercent(40, 4);
    const sigma = Math.log(4) / 1.2816;
    expect(mean?.value).toBeWithinPercent(10 * Math.exp(sigma ** 2 / 2), 0.001);
  });

  it('are null where nobody says how long a call takes', () => {
    const { secondsPerTask, unknown, worth } = answered({ task: four, prices });
    expect([secondsPerTask, worth.roundTrip]).toEqual([null, null]);
    expect(unknown['secondsPerTask']).toContain('task.callSeconds');
  });
});

describe('what a point more is worth', () => {
  const task = { ...four, retryRate: 0.1, success: 0.5 };
  const { worth, usdPerTask, usdPerSuccess, shares } = answered({ task, prices });

  it('a point of cache hits moves a hundredth of the input from new to cached', () => {
    const all = 4780 / 0.9;
    expect(worth.cacheHit?.value).toBeCloseTo((0.01 * all * 3.6) / 1e6, 12);
  });

  it('a point of retries is the difference that it makes', () => {
    const more = answered({ task: { ...task, retryRate: 0.11 }, prices });
    expect(worth.retry?.value).toBeCloseTo((more.usdPerTask?.value ?? 0) - (usdPerTask?.value ?? 0), 12);
  });

  it('a success costs the tasks that fail too, and shares are of all dollars', () => {
    expect(usdPerSuccess?.value).toBeCloseTo(2 * (usdPerTask?.value ?? 0), 12);
    expect((shares.usd?.new ?? 0) + (shares.usd?.cached ?? 0) + (shares.usd?.output ?? 0)).toBeCloseTo(1, 12);
  });
});
