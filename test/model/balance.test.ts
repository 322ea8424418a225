import { describe, expect, it } from 'vitest';
import { Balance } from '../../src/model/balance.ts';
import { alike } from '../../src/model/variation.ts';
import { letInAtOnce } from '../../src/model/letting-in.ts';
import type { Batching, Passes } from '../../src/model/batching.ts';

const passes: Passes = {
  pipeline: 1,
  launches: 0,
  decode: (batch) => 0.01 + 1e-4 * batch,
  mixed: (batch, _width, _context, prompts, tokens) => 0.01 + 1e-4 * batch + 2e-5 * prompts * tokens,
  prefill: (prompts, tokens) => 0.01 + 2e-5 * prompts * tokens,
};
const batching = (mixesPrefill: boolean, startShare: number): Batching => ({
  tokenBudget: 8192,
  mixesPrefill,
  ahead: 0,
  eager: true,
  letIn: letInAtOnce,
  startShare,
  draft: { width: 1, progress: 1 },
  overheads: { perPass: 5e-4, perRequest: 1e-5, perPrompt: 2e-3, eagerLaunch: 0, frontEnd: 0.01, prompt: 1 },
});
const load = { concurrency: 64, admitted: 1000, inputTokens: 2000, outputTokens: 200, prefixHitRate: 0, variation: alike };

function settled(mixesPrefill: boolean, startShare: number): Balance {
  const balance = new Balance(passes, batching(mixesPrefill, startShare));
  balance.settle(load);
  return balance;
}

describe.each([
  ['ride along', true],
  ['go first', false],
])('requests that start at once where prompts %s', (_, mixesPrefill) => {
  const returning = settled(mixesPrefill, 0);
  const together = settled(mixesPrefill, 1);

  it('wait longer for the first token and less between the others', () => {
    expect(together.timeToFirstToken).toBeGreaterThan(returning.timeToFirstToken);
    expect(together.timePerOutputToken).toBeLessThan(returning.timePerOutputToken);
    expect(together.timePerOutputToken).toBeGreaterThan(together.decodeStep);
  });

  it('take what they add to one from the other: the same prompts are computed', () => {
    // Full passes save perPrompt, and the rest of a step under way is not waited for.
    expect(together.requestsPerSecond / returning.requestsPerSecond).toBeGreaterThan(0.95);
    expect(together.requestsPerSecond / returning.requestsPerSecond).toBeLessThan(1.1);
  });

  it('count as far as there are any', () => {
    const half = settled(mixesPrefill, 0.5);
    expect(half.timeToFirstToken).toBeCloseTo((returning.timeToFirstToken + together.timeToFirstToken) / 2, 12);
    expect(half.timePerOutputToken).toBeCloseTo((returning.timePerOutputToken + together.timePerOutputToken) / 2, 12);
  });
});
