/** The simulation against what queueing theory says exactly, and against its own laws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchingRules, CacheRoom, PassShape, PassTimes } from '../../../src/model/simulation/rules.ts';
import { letInAtOnce, type LetIn } from '../../../src/model/letting-in.ts';
import { simulate, simulation, type SimulationInput } from '../../../src/model/simulation/simulate.ts';
import { Trace } from '../../../src/model/simulation/trace.ts';
import type { Arrivals, Workload } from '../../../src/model/simulation/workload.ts';

/** One prompt token: 1 ms; one decode step: `step` seconds whatever the batch. */
const linear = (step: number, perPromptToken = 1e-3): PassTimes => ({
  seconds: ({ decoding, promptTokens }) => (decoding > 0 ? step : 0) + promptTokens * perPromptToken,
});

const rules: BatchingRules = {
  tokenBudget: 8192,
  mixesPrefill: true,
  maxSequences: 1024,
  reserve: { own: 0, ownLimit: Infinity, running: 0 },
  draft: { width: 1, progress: 1 },
  ahead: 0,
  letIn: letInAtOnce(),
  frontEnd: 0,
};
const roomy: CacheRoom = { bytes: 1e12, perToken: 1, perSequence: 0 };

const workload = (arrivals: Arrivals, inputTokens = 100, outputTokens = 11, rest: Partial<Workload> = {}): Workload => ({
  arrivals,
  inputTokens,
  outputTokens,
  spread: { kind: 'fixed' },
  prefixHitRate: 0,
  ...rest,
});

const input = (of: Partial<SimulationInput> & { readonly workload: Workload }): SimulationInput => ({
  rules,
  room: roomy,
  times: linear(0.01),
  seed: 1,
  ...of,
});

describe('one client', () => {
  it('takes its prompt, then a step for each token after the first', () => {
    const result = simulate(input({ workload: workload({ kind: 'closed', clients: 1 }), rules: { ...rules, frontEnd: 0.005 } }));
    expect(result.timeToFirstToken?.mean.value).toBeCloseTo(0.105, 9);
    expect(result.timePerOutputToken?.mean.value).toBeCloseTo(0.01, 9);
    expect(result.requestLatency?.p99.value).toBeCloseTo(0.205, 9);
    expect(result.requestsPerSecond.value).toBeCloseTo(1 / 0.205, 6);
    expect(result.saturated).toBe(false);
  });

  it('cuts a long prompt at the budget and pays a pass for each piece', () => {
    const seen: number[] = [];
    const seconds = ({ decoding, promptTokens, prefix }: PassShape): number => {
      if (promptTokens > 0 && seen.length < 6) seen.push(promptTokens, prefix);
      return decoding > 0 ? 0.01 : 0.1;
    };
    const result = simulate(
      input({ workload: workload({ kind: 'closed', clients: 1 }, 250, 2), rules: { ...rules, tokenBudget: 100 }, times: { seconds } }),
    );
    expect(seen).toEqual([100, 0, 100, 100, 50, 200]);
    expect(result.timeToFirstToken?.mean.value).toBeCloseTo(0.3, 9);
  });

  it('computes only what the prefix cache does not hold, and the last token always', () => {
    const at = (prefixHitRate: number): number | undefined =>
      simulate(input({ workload: workload({ kind: 'closed', clients: 1 }, 100, 2, { prefixHitRate }) })).timeToFirstToken?.mean.value;
    expect(at(0.75)).toBeCloseTo(0.025, 9);
    expect(at(1)).toBeCloseTo(0.001, 9);
  });

  it('gains more than a token a step with a draft', () => {
    const result = simulate(
      input({ workload: workload({ kind: 'closed', clients: 1 }, 100, 21), rules: { ...rules, draft: { width: 4, progress: 2.5 } } }),
    );
    expect(result.timePerOutputToken?.mean.value).toBeCloseTo(0.01 / 2.5, 9);
  });

  it('has no time per output token with one output token', () => {
    const result = simulate(input({ workload: workload({ kind: 'closed', clients: 1 }, 100, 1) }));
    expect(result.timePerOutputToken).toBeNull();
    expect(result.requestLatency?.mean.value).toBeCloseTo(0.1, 9);
  });
});

describe('against queueing theory', () => {
  // One output token and one prompt a pass: a single server with a fixed service time of 0.1 s.
  const oneAtATime = { ...rules, tokenBudget: 100 };

  it.each([0.3, 0.6, 0.8])('waits as long as M/D/1 at a load of %f (Pollaczek–Khinchine)', (load) => {
    const result = simulate(input({ workload: workload({ kind: 'poisson', rate: load / 0.1 }, 100, 1), rules: oneAtATime, answers: 60_000 }));
    const wait = (load * 0.1) / (2 * (1 - load));
    const { value, standardError } = result.timeToFirstToken!.mean;
    expect(Math.abs(value - 0.1 - wait)).toBeLessThan(2.5 * standardError!);
    expect(standardError! / wait).toBeLessThan(0.06);
    expect(result.busyShare).toBeCloseTo(load, 1);
  });

  it('keeps Little’s law: in the system = rate · latency', () => {
    const result = simulate(
      input({ workload: workload({ kind: 'poisson', rate: 4 }, 100, 40, { spread: { kind: 'lognormal', sigma: 0.7 } }), answers: 20_000 }),
    );
    const ratio = (result.running + result.waiting) / (result.requestsPerSecond.value * result.requestLatency!.mean.value);
    expect(ratio).toBeCloseTo(1, 2);
  });

  it('keeps it in a closed loop, where the number in the system is the number of clients', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 }), fc.boolean(), (clients, outputTokens, mixesPrefill) => {
        const result = simulate(
          input({
            workload: workload({ kind: 'closed', clients }, 100, outputTokens, { spread: { kind: 'uniform', low: 0.5, high: 1 } }),
            rules: { ...rules, mixesPrefill },
            answers: 400 * clients,
          }),
        );
        const inSystem = result.requestsPerSecond.value * result.requestLatency!.mean.value;
        return Math.abs(inSystem / clients - 1) < 0.02;
      }),
      { numRuns: 30, seed: 7 },
    );
  });
});

describe('a closed loop of alike requests, which falls into step', () => {
  // Prompts of 100 tokens take 0.1 s, steps 0.01 s; `together` of them fit a pass.
  const step = 0.01;
  const prompt = 0.1;
  const cases = [
    [2, 1],
    [7, 1],
    [32, 1],
    [16, 4],
    [3, 8],
    [40, 8],
  ] as const;

  it.each(cases)('%i clients, %i prompts a pass, prompts first: all return together and wait for half of each other', (clients, together) => {
    const result = simulate(
      input({ workload: workload({ kind: 'closed', clients }, 100, 64), rules: { ...rules, mixesPrefill: false, tokenBudget: 100 * together } }),
    );
    const most = Math.min(together, clients);
    // The passes before its own are half of the others', and its own ends for all of its prompts at once.
    const wait = ((clients - most) / 2 + most - 1) * prompt;
    expect(result.timeToFirstToken!.mean.value).toBeCloseTo(prompt + wait, 6);
    expect(result.timePerOutputToken!.mean.value).toBeCloseTo(step + (clients * prompt - result.timeToFirstToken!.mean.value) / 63, 6);
  });

  it.each([
    [2, 1],
    [7, 1],
    [32, 1],
    [16, 4],
    [40, 8],
  ] as const)(
    '%i clients, %i prompts a pass, mixed: each group keeps its pass, and waits for no other after the first round',
    (clients, together) => {
      // Room for the sequences that decode beside the prompts, too little for one prompt more.
      const result = simulate(
        input({ workload: workload({ kind: 'closed', clients }, 100, 64), rules: { ...rules, tokenBudget: 100 * together + 60 } }),
      );
      expect(result.timeToFirstToken!.mean.value).toBeCloseTo(together * prompt + step, 6);
      expect(result.timePerOutputToken!.mean.value).toBeCloseTo(step + ((clients - together) * prompt) / 63, 6);
    },
  );

  it('counts the first burst in a session of ten rounds', () => {
    const clients = 32;
    const result = simulate(
      input({
        workload: workload({ kind: 'closed', clients }, 10_000, 64),
        rules: { ...rules, tokenBudget: 10_031 },
        times: linear(step, prompt / 10_000),
        session: 10 * clients,
      }),
    );
    const first = ((clients - 1) / 2) * (prompt + step);
    expect(result.timeToFirstToken!.mean.value).toBeCloseTo(prompt + 0.1 * first + 0.9 * step, 2);
  });
});

describe('saturation', () => {
  it('is said instead of a first-token time when more come than are served', () => {
    const result = simulate(input({ workload: workload({ kind: 'poisson', rate: 12 }, 100, 1), rules: { ...rules, tokenBudget: 100 } }));
    expect(result.load).toBeCloseTo(1.2, 3);
    expect(result.saturated).toBe(true);
    expect(result.timeToFirstToken).toBeNull();
    expect(result.requestLatency).toBeNull();
    expect(result.requestsPerSecond.value).toBeCloseTo(10, 1);
  });

  it('is not said at nine tenths', () => {
    expect(
      simulate(input({ workload: workload({ kind: 'poisson', rate: 9 }, 100, 1), rules: { ...rules, tokenBudget: 100 }, answers: 40_000 })).saturated,
    ).toBe(false);
  });
});

describe('bursts and traces', () => {
  it('serves a burst in order, one prompt after the other', () => {
    const result = simulate(input({ workload: workload({ kind: 'burst', requests: 10 }, 100, 1), rules: { ...rules, tokenBudget: 100 } }));
    expect(result.answered).toBe(10);
    expect(result.timeToFirstToken!.mean.value).toBeCloseTo(0.55, 9);
    expect(result.timeToFirstToken!.p50.value).toBeCloseTo(0.55, 9);
    expect(result.timeToFirstToken!.mean.standardError).toBeNull();
  });

  it('holds decoding back while prompts pass, where prompts have passes of their own', () => {
    const at = (mixesPrefill: boolean) =>
      simulate(input({ workload: workload({ kind: 'burst', requests: 10 }, 100, 4), rules: { ...rules, mixesPrefill, tokenBudget: 100 } }));
    // Alone: ten prompts, then three steps of all ten.
    expect(at(false).timeToFirstToken!.mean.value).toBeCloseTo(0.55, 9);
    expect(at(false).requestLatency!.p50.value).toBeCloseTo(1.03, 9);
    // Together: the first has its four tokens while the third prompt is computed.
    expect(at(true).requestLatency!.mean.value).toBeLessThan(0.95);
  });

  it('replays a trace at its times, whatever the order of its rows', () => {
    const rows = [
      { arrival: 5, inputTokens: 200, outputTokens: 1 },
      { arrival: 0, inputTokens: 100, outputTokens: 3 },
    ];
    const result = simulate(input({ workload: workload({ kind: 'trace', rows: Trace.of(rows) }) }));
    expect(result.answered).toBe(2);
    expect(result.seconds).toBeCloseTo(5.2, 9);
    expect(result.requestLatency!.mean.value).toBeCloseTo((0.12 + 0.2) / 2, 9);
    expect(result.counted).toBe(2);
  });

  it('ends a session after its requests, all of them counted', () => {
    const result = simulate(input({ workload: workload({ kind: 'closed', clients: 4 }), session: 40 }));
    expect(result).toMatchObject({ sent: 40, answered: 40, counted: 40, unfinished: 0 });
  });
});

describe('memory', () => {
  const tight: CacheRoom = { bytes: 1000, perToken: 1, perSequence: 0 };

  it('admits no more than fits, and never preempts where all is reserved', () => {
    const result = simulate(
      input({
        workload: workload({ kind: 'closed', clients: 20 }, 100, 100),
        room: tight,
        rules: { ...rules, reserve: { own: 1, ownLimit: Infinity, running: 1 } },
      }),
    );
    expect(result.preemptions).toBe(0);
    expect(result.running).toBeCloseTo(5, 1);
    expect(result.fullShare).toBeGreaterThan(0.9);
    expect(result.cacheShare).toBeLessThanOrEqual(1);
  });

  it('preempts and computes again where nothing is reserved, and answers all the same', () => {
    const result = simulate(input({ workload: workload({ kind: 'burst', requests: 40 }, 100, 100), room: tight }));
    expect(result.preemptions).toBeGreaterThan(0);
    expect(result).toMatchObject({ answered: 40, unfinished: 0 });
    expect(result.cacheShare).toBeLessThanOrEqual(1);
  });

  it('preempts less where it learns from a preemption how much to keep free', () => {
    const at = (learned: object) =>
      simulate(
        input({
          workload: workload({ kind: 'closed', clients: 20 }, 100, 100, { spread: { kind: 'uniform', low: 0.5, high: 1 } }),
          room: tight,
          rules: { ...rules, mixesPrefill: false, reserve: { own: 1, ownLimit: 50, running: 0.098, ...learned } },
        }),
      );
    const [fixed, learning] = [at({}), at({ learned: { start: 0.7, fall: 0.001, margin: 20 } })];
    expect(learning.preemptions).toBeLessThan(fixed.preemptions / 2);
  });

  it('refuses what never fits, and answers the rest', () => {
    const rows = [
      { arrival: 0, inputTokens: 2000, outputTokens: 1 },
      { arrival: 0, inputTokens: 10, outputTokens: 1 },
    ];
    expect(simulate(input({ workload: workload({ kind: 'trace', rows: Trace.of(rows) }), room: tight }))).toMatchObject({
      answered: 1,
      refused: 1,
      unfinished: 0,
    });
    expect(() => simulate(input({ workload: workload({ kind: 'closed', clients: 1 }, 2000), room: tight }))).toThrow('does not fit');
  });

  it('runs no more sequences than the engine allows', () => {
    expect(
      simulate(input({ workload: workload({ kind: 'closed', clients: 20 }, 100, 100), rules: { ...rules, maxSequences: 3 } })).running,
    ).toBeCloseTo(3, 3);
  });
});

describe('laws', () => {
  const anyWorkload = fc.record({
    arrivals: fc.oneof(
      fc.record({ kind: fc.constant('burst' as const), requests: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ kind: fc.constant('closed' as const), clients: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ kind: fc.constant('poisson' as const), rate: fc.double({ min: 0.1, max: 20, noNaN: true }) }),
    ),
    inputTokens: fc.integer({ min: 1, max: 400 }),
    outputTokens: fc.integer({ min: 1, max: 200 }),
    spread: fc.oneof(
      fc.constant({ kind: 'fixed' as const }),
      fc.record({ kind: fc.constant('uniform' as const), low: fc.constant(0.2), high: fc.constant(1) }),
      fc.record({ kind: fc.constant('lognormal' as const), sigma: fc.constant(0.5) }),
    ),
    prefixHitRate: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const anyRules = fc.record({
    tokenBudget: fc.integer({ min: 64, max: 1000 }),
    mixesPrefill: fc.boolean(),
    maxSequences: fc.integer({ min: 1, max: 40 }),
    reserve: fc.record({
      own: fc.constantFrom(0, 1),
      ownLimit: fc.constantFrom(50, Infinity),
      running: fc.constantFrom(0, 0.1, 1),
      learned: fc.constantFrom({ start: 0.7, fall: 0.001, margin: 20 }, { start: 0, fall: 0, margin: 0 }),
    }),
    draft: fc.constantFrom({ width: 1, progress: 1 }, { width: 3, progress: 2.2 }),
    frontEnd: fc.constantFrom(0, 0.01),
    ahead: fc.constantFrom(0, 1),
    letIn: fc.constantFrom<LetIn>({ kind: 'at-once' }, { kind: 'every', passes: 7 }, { kind: 'together', ranks: 4, passes: 12 }),
  });

  it('loses no request and holds no more than there is, whatever the rules', () => {
    fc.assert(
      fc.property(anyWorkload, anyRules, fc.integer({ min: 700, max: 5000 }), (load, rule, bytes) => {
        const result = simulate(input({ workload: load, rules: rule, room: { bytes, perToken: 1, perSequence: 2 }, answers: 200 }));
        expect(result.answered + result.refused + result.unfinished).toBe(result.sent);
        expect(result.cacheShare).toBeLessThanOrEqual(1 + 1e-9);
        expect(result.running).toBeLessThanOrEqual(rule.maxSequences + 1e-9);
        if (load.arrivals.kind === 'burst') expect(result.unfinished).toBe(0);
        for (const of of [result.timeToFirstToken, result.timePerOutputToken, result.requestLatency]) {
          if (of) expect(of.p50.value <= of.p90.value && of.p90.value <= of.p95.value && of.p95.value <= of.p99.value).toBe(true);
        }
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('repeats from its seed to the last digit, and differs with another', () => {
    const at = (seed: number) =>
      simulate(input({ workload: workload({ kind: 'poisson', rate: 5 }, 100, 20, { spread: { kind: 'lognormal', sigma: 0.5 } }), seed }));
    expect(at(3)).toEqual(at(3));
    expect(at(3).timeToFirstToken).not.toEqual(at(4).timeToFirstToken);
  });

  it('is not slower with faster passes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.double({ min: 0.2, max: 0.95, noNaN: true }), (clients, factor) => {
        const at = (scale: number) =>
          simulate(
            input({
              workload: workload({ kind: 'closed', clients }),
              times: { seconds: (shape) => scale * linear(0.01).seconds(shape) },
              answers: 400,
            }),
          ).requestsPerSecond.value;
        return Math.abs((at(factor) * factor) / at(1) - 1) < 1e-6;
      }),
      { numRuns: 30, seed: 5 },
    );
  });

  it('reports a share that never falls', () => {
    const steps = simulation(input({ workload: workload({ kind: 'closed', clients: 8 }), answers: 60_000 }));
    const shares: number[] = [];
    for (let step = steps.next(); !step.done; step = steps.next()) shares.push(step.value);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it.each([
    [{ kind: 'closed', clients: 0 }, 'clients: expected a whole number of at least 1, got 0'],
    [{ kind: 'poisson', rate: Number.NaN }, 'rate: expected at least 0.000001 requests per second on one rank, got NaN'],
    [{ kind: 'poisson', rate: 1e-300 }, 'rate: expected at least 0.000001 requests per second on one rank, got 1e-300'],
    [{ kind: 'closed', clients: 5e6 }, 'clients: at most 100000 requests at once are simulated on one rank, got 5000000'],
    [{ kind: 'burst', requests: 5e6 }, 'requests: at most 100000 requests at once are simulated on one rank, got 5000000'],
    [{ kind: 'trace', rows: Trace.of([]) }, 'trace: expected at least one request'],
  ] as const)('refuses %j', (arrivals, message) => {
    expect(() => simulate(input({ workload: workload(arrivals) }))).toThrow(message);
  });

  it.each([
    [{ arrival: -1, inputTokens: 1, outputTokens: 1 }, 'trace row 1, arrival: expected 0 to 1000000000 seconds from the start, got -1'],
    [{ arrival: 1e300, inputTokens: 1, outputTokens: 1 }, 'trace row 1, arrival: expected 0 to 1000000000 seconds from the start, got 1e+300'],
    [{ arrival: 0, inputTokens: 0, outputTokens: 1 }, 'trace row 1, inputTokens: expected a whole number of 1 to 10000000, got 0'],
    [{ arrival: 0, inputTokens: 1, outputTokens: 1e8 }, 'trace row 1, outputTokens: expected a whole number of 1 to 10000000, got 100000000'],
  ])('refuses a trace with %j', (row, message) => {
    expect(() => Trace.of([row])).toThrow(message);
  });

  it('plays every second row of a trace on each of two ranks, in order of arrival', () => {
    const rows = [3, 1, 2, 0].map((arrival) => ({ arrival, inputTokens: 1 + arrival, outputTokens: 1 }));
    const half = Trace.of(rows).share(2);
    expect([half.row(0), half.row(1), half.length]).toEqual([
      { arrival: 0, inputTokens: 1, outputTokens: 1 },
      { arrival: 2, inputTokens: 3, outputTokens: 1 },
      2,
    ]);
  });
});
