/** Two pools, counted by hand, against queueing theory, and against their own laws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchingRules, CacheRoom, PassTimes } from '../../../src/model/simulation/rules.ts';
import { letInAtOnce } from '../../../src/model/letting-in.ts';
import { simulate, type SimulationInput } from '../../../src/model/simulation/simulate.ts';
import { Trace } from '../../../src/model/simulation/trace.ts';
import type { Arrivals, LengthSpread } from '../../../src/model/simulation/workload.ts';

/** One prompt token: 1 ms; one decode step: 10 ms whatever the batch. */
const times: PassTimes = { seconds: ({ decoding, promptTokens }) => (decoding > 0 ? 0.01 : 0) + promptTokens * 1e-3 };
const rules: BatchingRules = {
  tokenBudget: 100,
  mixesPrefill: true,
  maxSequences: 1024,
  reserve: { own: 0, ownLimit: Infinity, running: 0 },
  draft: { width: 1, progress: 1 },
  ahead: 0,
  letIn: letInAtOnce(),
  frontEnd: 0,
};
const room: CacheRoom = { bytes: 1e12, perToken: 1, perSequence: 0 };

interface Of {
  /** Ranks. */
  readonly prefill?: number;
  readonly decode?: number;
  readonly transfer?: number;
  readonly outputTokens?: number;
  readonly spread?: LengthSpread;
  readonly answers?: number;
  readonly seed?: number;
}

const pools = (
  arrivals: Arrivals,
  { prefill = 1, decode = 1, transfer = 0, outputTokens = 11, spread = { kind: 'fixed' }, seed = 1, answers }: Of = {},
): SimulationInput => ({
  rules,
  room,
  times,
  seed,
  ...(answers === undefined ? {} : { answers }),
  workload: { arrivals, inputTokens: 100, outputTokens, spread, prefixHitRate: 0 },
  prefill: { rules, room, times, ranks: prefill, decodeRanks: decode, transfer },
});

describe('one client of two pools', () => {
  it('takes its prompt, the way of its cache, and a step for each token after the first', () => {
    const result = simulate(pools({ kind: 'closed', clients: 1 }, { transfer: 0.03 }));
    expect(result.timeToFirstToken?.mean.value).toBeCloseTo(0.13, 9);
    expect(result.timePerOutputToken?.mean.value).toBeCloseTo(0.01, 9);
    expect(result.requestLatency?.mean.value).toBeCloseTo(0.23, 9);
  });

  it('has all of its latency before the one token that it asks for', () => {
    const result = simulate(pools({ kind: 'closed', clients: 1 }, { outputTokens: 1 }));
    expect(result.timePerOutputToken).toBeNull();
    expect(result.requestLatency?.mean.value).toBeCloseTo(0.1, 9);
  });
});

describe('the slower pool', () => {
  it('sets the pace: prompts, of which one rank computes ten a second', () => {
    const result = simulate(pools({ kind: 'closed', clients: 40 }));
    expect(result.requestsPerSecond.value).toBeCloseTo(10, 1);
    // Decoding never waits for a prompt: a step stays a step.
    expect(result.timePerOutputToken?.mean.value).toBeCloseTo(0.01, 9);
  });

  it('or decode ranks, of which each holds four requests of 201 tokens', () => {
    const cramped = { bytes: 450, perToken: 1, perSequence: 0 };
    const result = simulate({
      ...pools({ kind: 'closed', clients: 40 }, { prefill: 8, decode: 2, outputTokens: 101 }),
      room: { ...cramped, bytes: 4 * 201 },
    });
    // Eight at a time, each 100 steps of 10 ms.
    expect(result.requestsPerSecond.value).toBeGreaterThan(6);
    expect(result.requestsPerSecond.value).toBeLessThanOrEqual(8);
  });

  it.each([0.3, 0.6, 0.8])('makes prompts wait as long as M/D/1 at a load of %f, on each of two ranks', (load) => {
    const result = simulate(pools({ kind: 'poisson', rate: (2 * load) / 0.1 }, { prefill: 2, outputTokens: 1, answers: 60_000 }));
    const { value, standardError } = result.timeToFirstToken!.mean;
    const wait = (load * 0.1) / (2 * (1 - load));
    expect(Math.abs(value - 0.1 - wait)).toBeLessThan(3 * standardError!);
  });
});

describe('laws of two pools', () => {
  const drawn = fc.record({
    prefill: fc.integer({ min: 1, max: 5 }),
    decode: fc.integer({ min: 1, max: 5 }),
    outputTokens: fc.integer({ min: 1, max: 60 }),
    clients: fc.integer({ min: 1, max: 60 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

  it('keep Little’s law: as many in the system as there are clients', () => {
    fc.assert(
      fc.property(drawn, ({ clients, seed, ...ranks }) => {
        const spread = { kind: 'uniform', low: 0.5, high: 1 } as const;
        const result = simulate(pools({ kind: 'closed', clients }, { ...ranks, seed, answers: 400 * clients, spread }));
        return Math.abs((result.requestsPerSecond.value * result.requestLatency!.mean.value) / clients - 1) < 0.03;
      }),
      { numRuns: 25 },
    );
  });

  it('answer every request of a burst and of a trace, and the same twice', () => {
    fc.assert(
      fc.property(drawn, ({ clients, seed, ...ranks }) => {
        const rows = Trace.of(
          Array.from({ length: clients }, (_, index) => ({ arrival: index / 7, inputTokens: 50 + index, outputTokens: 1 + (index % 9) })),
        );
        for (const arrivals of [{ kind: 'burst', requests: clients } as const, { kind: 'trace', rows } as const]) {
          const once = simulate(pools(arrivals, { ...ranks, seed }));
          expect(once.answered).toBe(clients);
          expect(once.unfinished).toBe(0);
          expect(simulate(pools(arrivals, { ...ranks, seed }))).toEqual(once);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('compute a preempted request’s prompt again where it decodes', () => {
    const result = simulate({
      ...pools({ kind: 'closed', clients: 12 }, { prefill: 4, outputTokens: 100 }),
      room: { ...room, bytes: 450 },
    });
    expect(result.preemptions).toBeGreaterThan(0);
    expect(result.refused).toBe(0);
  });
});
