/** Open arrivals in closed form, against queueing theory and against the simulation of the same passes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenBalance } from '../../src/model/open-balance.ts';
import { alike } from '../../src/model/variation.ts';
import { letInAtOnce } from '../../src/model/letting-in.ts';
import type { Batching, Load, Passes } from '../../src/model/batching.ts';
import { simulate } from '../../src/model/simulation/simulate.ts';

/** Seconds of a decode step, of a prompt token, and of anything that carries prompts. */
const [step, token] = [0.01, 1e-3];
const passes: Passes = {
  pipeline: 1,
  launches: 0,
  decode: () => step,
  mixed: (_batch, _width, _context, prompts, tokens) => step + token * prompts * tokens,
  prefill: (prompts, tokens) => token * prompts * tokens,
};
const batching = (mixesPrefill: boolean, tokenBudget: number): Batching => ({
  tokenBudget,
  mixesPrefill,
  ahead: 0,
  eager: true,
  letIn: letInAtOnce,
  startShare: 0,
  draft: { width: 1, progress: 1 },
  overheads: { perPass: 0, perRequest: 0, perPrompt: 0, eagerLaunch: 0, frontEnd: 0, prompt: 1 },
});
const load = (outputTokens: number, admitted = 1e6): Load => ({
  concurrency: Infinity,
  admitted,
  inputTokens: 100,
  outputTokens,
  prefixHitRate: 0,
  variation: alike,
});
const prompt = 100 * token;

function settled(rate: number, of: Load, mixesPrefill = true, tokenBudget = 100): OpenBalance | null {
  const balance = new OpenBalance(passes, batching(mixesPrefill, tokenBudget));
  return balance.settle(rate, 1e9, of) ? balance : null;
}

describe('one prompt a pass and one output token', () => {
  it.each([0.1, 0.3, 0.6, 0.9])('waits as M/D/1 at a load of %f (Pollaczek–Khinchine)', (share) => {
    const balance = settled(share / prompt, load(1));
    expect(balance?.queueSeconds).toBeCloseTo((share * prompt) / (2 * (1 - share)), 9);
    expect(balance?.timeToFirstToken).toBeCloseTo(prompt + (share * prompt) / (2 * (1 - share)), 9);
  });

  it('is not served when more come than prompts are computed', () => {
    expect(settled(1.01 / prompt, load(1))).toBeNull();
  });
});

describe('prompts that go before decoding', () => {
  it('hold a request up for the busy period of those that came while it was served', () => {
    const rate = 0.5 / prompt;
    const wait = (0.5 * prompt) / (2 * 0.5) + step / 2;
    const behind = rate * (wait + prompt);
    const busyPeriod = (49 * step + (behind - rate * step) * prompt) / (1 - 0.5);
    expect(settled(rate, load(50), false)!.timePerOutputToken * 49).toBeCloseTo(busyPeriod, 2);
  });
});

describe('the simulation of the same passes', () => {
  const cases = [true, false].flatMap((mixes) => [100, 800].flatMap((budget) => [0.2, 0.5, 0.75].map((share) => [mixes, budget, share] as const)));
  it.each(cases)('prompts mixed %s, %i tokens a pass, load %f', (mixesPrefill, tokenBudget, share) => {
    // A decode step that carries prompts is paid in full by them too where only one prompt fits.
    const rate = share / (prompt + (mixesPrefill ? (step * 100) / tokenBudget : 0));
    const result = simulate({
      workload: { arrivals: { kind: 'poisson', rate }, inputTokens: 100, outputTokens: 50, spread: { kind: 'fixed' }, prefixHitRate: 0 },
      rules: {
        tokenBudget: mixesPrefill ? tokenBudget + 40 : tokenBudget,
        mixesPrefill,
        maxSequences: 1000,
        reserve: { own: 0, ownLimit: Infinity, running: 0 },
        draft: { width: 1, progress: 1 },
        ahead: 0,
        letIn: letInAtOnce(),
        frontEnd: 0,
      },
      room: { bytes: 1e12, perToken: 1, perSequence: 0 },
      times: { seconds: ({ decoding, promptTokens }) => (decoding > 0 ? step : 0) + promptTokens * token },
      seed: 1,
      answers: 20_000,
    });
    const balance = settled(rate, load(50), mixesPrefill, mixesPrefill ? tokenBudget + 40 : tokenBudget);
    expect(balance!.timeToFirstToken / result.timeToFirstToken!.mean.value).toBeGreaterThan(0.8);
    expect(balance!.timeToFirstToken / result.timeToFirstToken!.mean.value).toBeLessThan(1.25);
    expect(balance!.timePerOutputToken / result.timePerOutputToken!.mean.value).toBeGreaterThan(0.85);
    expect(balance!.timePerOutputToken / result.timePerOutputToken!.mean.value).toBeLessThan(1.18);
  });
});

describe('a request that comes alone', () => {
  it.each([true, false])('takes its prompt and its steps, prompts mixed %s', (mixesPrefill) => {
    const balance = settled(1e-9, load(50), mixesPrefill, 800)!;
    expect(balance.timeToFirstToken).toBeCloseTo(prompt, 6);
    expect(balance.timePerOutputToken).toBeCloseTo(step, 6);
    expect(balance.admissionWait).toBeCloseTo(0, 6);
  });
});

describe('places', () => {
  it('are waited for as in M/D/1 where there is one', () => {
    const service = prompt + 49 * step;
    const rate = 0.5 / service;
    const balance = new OpenBalance(passes, batching(true, 100));
    balance.settle(rate, 1 / service, load(50, 1));
    expect(balance.admissionWait / ((0.5 * service) / (2 * 0.5))).toBeGreaterThan(0.7);
    expect(balance.admissionWait / ((0.5 * service) / (2 * 0.5))).toBeLessThan(1.4);
  });

  it('are free where there are many', () => {
    const balance = new OpenBalance(passes, batching(true, 100));
    balance.settle(1, 9, load(50, 500));
    expect(balance.admissionWait).toBeLessThan(1e-9);
  });
});

describe('more arrivals', () => {
  const seed = 11;
  it(`never make anybody sooner (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.constantFrom(60, 100, 800),
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.double({ min: 1.01, max: 2, noNaN: true }),
        (mixesPrefill, tokenBudget, outputTokens, share, factor) => {
          const [few, many] = [share, share * factor].map((each) => settled(each / prompt, load(outputTokens), mixesPrefill, tokenBudget));
          if (!few || !many) return;
          expect(many.timeToFirstToken).toBeGreaterThanOrEqual(few.timeToFirstToken * (1 - 1e-6));
          expect(many.timePerOutputToken).toBeGreaterThanOrEqual(few.timePerOutputToken * (1 - 1e-6));
          expect(Math.min(few.queueSeconds, few.promptSeconds, few.ownPrefill, few.admissionWait)).toBeGreaterThanOrEqual(0);
        },
      ),
      { seed, numRuns: 300 },
    );
  });
});
