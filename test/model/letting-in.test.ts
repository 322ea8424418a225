/** Requests that are held back: the means in closed form, and the simulation that plays the rule pass by pass. */
import { describe, expect, it } from 'vitest';
import { Balance } from '../../src/model/balance.ts';
import { alike } from '../../src/model/variation.ts';
import type { Batching, Passes } from '../../src/model/batching.ts';
import { heldPasses, letInAtOnce, longestHeld, type LetIn } from '../../src/model/letting-in.ts';
import { simulate } from '../../src/model/simulation/simulate.ts';

describe('passes that a request is held back', () => {
  it('are none where it is let in at once', () => {
    expect(heldPasses(letInAtOnce(), 0.1)).toBe(0);
  });

  it('are half of what lies between two looks, less the one that it would have waited for anyway', () => {
    expect(heldPasses({ kind: 'every', passes: 30 }, 0.1)).toBe(14.5);
    expect(heldPasses({ kind: 'every', passes: 1 }, 0.1)).toBe(0);
  });

  it('are those until every rank has somebody: of four ranks the other three take 4 · (1 + 1/2 + 1/3) arrivals', () => {
    // A tenth of a request a pass and rank is 0.4 a pass: 22/3 arrivals take 18 1/3 passes.
    expect(longestHeld({ kind: 'together', ranks: 4, passes: 60 }, 0.1)).toBeCloseTo(22 / 3 / 0.4, 12);
    expect(longestHeld({ kind: 'together', ranks: 4, passes: 10 }, 0.1)).toBe(10);
    expect(longestHeld({ kind: 'together', ranks: 4, passes: 60 }, 0)).toBe(60);
    // The first waits for 10 passes, the one that comes to its rank meanwhile for 5.
    expect(heldPasses({ kind: 'together', ranks: 4, passes: 10 }, 0.1)).toBeCloseTo((10 + 5) / 2, 12);
  });

  it('are none for the only rank', () => {
    expect(heldPasses({ kind: 'together', ranks: 1, passes: 60 }, 0.1)).toBe(0);
  });
});

const step = 0.01;
const token = 2e-5;
const passes: Passes = {
  pipeline: 1,
  launches: 0,
  decode: () => step,
  mixed: (_batch, _width, _context, prompts, tokens) => step + token * prompts * tokens,
  prefill: (prompts, tokens) => token * prompts * tokens,
};

/** Mean first token of 16 clients with prompts of 500 tokens and answers of 400, in closed form and simulated. */
function firstToken(mixesPrefill: boolean, ahead: number, letIn: LetIn): { readonly closed: number; readonly simulated: number } {
  const batching: Batching = {
    tokenBudget: 8192,
    mixesPrefill,
    ahead,
    eager: true,
    letIn: () => letIn,
    startShare: 0,
    draft: { width: 1, progress: 1 },
    overheads: { perPass: 0, perRequest: 0, perPrompt: 0, eagerLaunch: 0, frontEnd: 0, prompt: 1 },
  };
  const balance = new Balance(passes, batching);
  balance.settle({ concurrency: 16, admitted: 1000, inputTokens: 500, outputTokens: 400, prefixHitRate: 0, variation: alike });
  const result = simulate({
    workload: {
      arrivals: { kind: 'closed', clients: 16 },
      inputTokens: 500,
      outputTokens: 400,
      spread: { kind: 'lognormal', sigma: 0.5 },
      prefixHitRate: 0,
    },
    rules: {
      tokenBudget: 8192,
      mixesPrefill,
      maxSequences: 1000,
      reserve: { own: 0, ownLimit: Infinity, running: 0 },
      draft: { width: 1, progress: 1 },
      ahead,
      letIn,
      frontEnd: 0,
    },
    room: { bytes: 1e12, perToken: 1, perSequence: 0 },
    times: { seconds: ({ decoding, promptTokens }) => (decoding > 0 ? step : 0) + promptTokens * token },
    seed: 5,
    answers: 4000,
  });
  return { closed: balance.timeToFirstToken, simulated: result.timeToFirstToken!.mean.value };
}

describe('what holding back costs the first token, beside the simulation of the same passes', () => {
  it.each<[string, boolean, number, LetIn]>([
    ['one pass that is put together ahead, prompts first', false, 1, letInAtOnce()],
    ['one pass that is put together ahead, prompts ride along', true, 1, letInAtOnce()],
    ['a look every 10 passes', false, 0, { kind: 'every', passes: 10 }],
    ['a look every 30 passes', false, 1, { kind: 'every', passes: 30 }],
    ['held for eight ranks', true, 1, { kind: 'together', ranks: 8, passes: 60 }],
    ['held for two ranks', true, 0, { kind: 'together', ranks: 2, passes: 60 }],
  ])('%s', (_, mixes, ahead, letIn) => {
    const free = firstToken(mixes, 0, letInAtOnce());
    const held = firstToken(mixes, ahead, letIn);
    const [closed, simulated] = [held.closed - free.closed, held.simulated - free.simulated];
    expect(simulated).toBeGreaterThan(0.3 * step);
    expect(closed / simulated).toBeGreaterThan(0.7);
    expect(closed / simulated).toBeLessThan(1.45);
  });
});

describe('a pass that carries prompts', () => {
  const firstOf = (eagerLaunch: number, eager = true): number => {
    const balance = new Balance(
      { ...passes, launches: 1000 },
      {
        tokenBudget: 8192,
        mixesPrefill: false,
        ahead: 0,
        eager,
        letIn: letInAtOnce,
        startShare: 0,
        draft: { width: 1, progress: 1 },
        overheads: { perPass: 0, perRequest: 0, perPrompt: 0.002, eagerLaunch, frontEnd: 0, prompt: 1 },
      },
    );
    balance.settle({ concurrency: 1, admitted: 1000, inputTokens: 500, outputTokens: 400, prefixHitRate: 0, variation: alike });
    return balance.timeToFirstToken;
  };

  it('lasts as long as the host launches its kernels, where that is longer', () => {
    // 500 tokens take 10 ms; 1,000 launches of 5 µs take 5 ms, of 50 µs 50 ms.
    expect(firstOf(5e-6)).toBeCloseTo(0.012, 12);
    expect(firstOf(5e-5)).toBeCloseTo(0.052, 12);
    expect(firstOf(5e-5, false)).toBeCloseTo(0.012, 12);
  });
});
