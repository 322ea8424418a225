import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEstimate } from '../../src/agent/agent.ts';
import type { AgentEstimate } from '../../src/agent/agent-estimate.ts';
import { expectedSeconds, expectedTokens, isRandom, secondsOf } from '../../src/agent/closed-form.ts';
import type { CallTime } from '../../src/agent/call-time.ts';
import { longestContext } from '../../src/agent/lengths.ts';
import { play, type Played } from '../../src/agent/play.ts';
import type { AgentRequest } from '../../src/agent/request.ts';
import { answered, prices, requestOf } from './answered.ts';

const seconds = fc.double({ min: 0.01, max: 500, noNaN: true });
const duration = fc.oneof(
  fc.constant(0),
  seconds,
  fc.tuple(seconds, fc.double({ min: 1, max: 50, noNaN: true })).map(([p50, factor]) => ({ p50, p90: p50 * factor })),
);
const fixed = fc.oneof(fc.constant(0), seconds);
const shape = {
  steps: fc.integer({ min: 1, max: 30 }),
  systemTokens: fc.integer({ min: 0, max: 20_000 }),
  newTokensPerStep: fc.integer({ min: 0, max: 5000 }),
  outputTokensPerStep: fc.integer({ min: 1, max: 2000 }),
  fanOut: fc.integer({ min: 1, max: 4 }),
};
const anyTask = fc.record({
  ...shape,
  toolSeconds: duration,
  callSeconds: duration,
  retryRate: fc.double({ min: 0, max: 0.6, noNaN: true }),
  cacheLifeSeconds: fc.integer({ min: 0, max: 1000 }),
  evictionRate: fc.double({ min: 0, max: 0.5, noNaN: true }),
});
const fixedTask = fc.record({ ...shape, toolSeconds: fixed, callSeconds: fixed, cacheLifeSeconds: fc.integer({ min: 0, max: 1000 }) });

/** A graph without checks: each node after some of those before it. */
const anyGraph = fc
  .array(
    fc.record({
      model: fc.boolean(),
      newTokens: fc.integer({ min: 0, max: 1000 }),
      outputTokens: fc.integer({ min: 1, max: 1000 }),
      seconds: fixed,
      after: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((drawn) =>
    drawn.map(({ model, newTokens, outputTokens, seconds: each, after }, index) => {
      const ids = index === 0 ? [] : [...new Set(after.map((other) => `n${other % index}`))];
      const base = { id: `n${index}`, after: ids };
      return model || index === 0
        ? { ...base, kind: 'model' as const, newTokens, outputTokens }
        : { ...base, kind: 'tool' as const, seconds: each, resultTokens: newTokens };
    }),
  );

const playedOf = ({ plan, roundTrip, seed }: AgentRequest, time: CallTime, tasks: number): Played => {
  const steps = play(plan, time, roundTrip, seed, isRandom(plan, time), tasks);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};
const timeOf = ({ task }: AgentRequest): CallTime => (task.callSeconds ? { kind: 'seen', seconds: task.callSeconds } : { kind: 'unknown' });
const usd = (task: object): number => answered({ task, prices }, { tasks: 50 }).usdPerTask?.value ?? 0;
/** No more than rounding. */
const slack = 1 + 1e-12;

describe('closed form and play', () => {
  it('agree within 1 % where nothing is random: tokens, calls, seconds', () => {
    fc.assert(
      fc.property(fixedTask, (task) => {
        const request = requestOf({ task, prices, roundTrip: 0.1 });
        const played = playedOf(request, timeOf(request), 1);
        const tokens = expectedTokens(request.plan);
        const parts = expectedSeconds(request.plan, timeOf(request));
        expect(played.tasks).toBe(1);
        for (const key of ['new', 'cached', 'output', 'calls'] as const) expect(played.tokens[key]).toBeCloseTo(tokens?.[key] ?? NaN, 6);
        if (task.fanOut === 1) expect(played.seconds[0]).toBeWithinPercent(parts ? secondsOf(parts, 0.1) : NaN, 1e-6);
      }),
    );
  });

  it('agree within what play scatters where pauses, retries and evictions are drawn', () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        const request = requestOf({ task, prices });
        const tokens = expectedTokens(request.plan);
        const played = playedOf(request, timeOf(request), 3000);
        const error = played.newTokensSd / Math.sqrt(3000);
        // Of what is rare, a dozen times in 3000 may be none: no standard deviation tells.
        const rare = (12 / 3000) * longestContext(request.plan);
        expect(Math.abs(played.tokens.new - (tokens?.new ?? NaN))).toBeLessThanOrEqual(5 * error + rare);
      }),
      { numRuns: 40 },
    );
  });

  it('agree on loops within loops: calls, cached tokens and seconds of 20,000 tasks', () => {
    const nodes = [
      { id: 'plan', kind: 'model', newTokens: 300, outputTokens: 100 },
      { id: 'write', kind: 'model', after: ['plan'], outputTokens: 400 },
      { id: 'lint', kind: 'tool', after: ['write'], seconds: { p50: 2, p90: 6 }, resultTokens: 50 },
      { id: 'lints', kind: 'check', after: ['lint'], pass: 0.6, retryTo: 'write' },
      { id: 'run', kind: 'tool', after: ['lints'], seconds: { p50: 60, p90: 400 }, resultTokens: 500 },
      { id: 'passes', kind: 'check', after: ['run'], pass: 0.5, retryTo: 'plan' },
      { id: 'report', kind: 'model', after: ['passes'], outputTokens: 200 },
    ];
    const request = requestOf({ task: { systemTokens: 2000, steps: { nodes }, callSeconds: { p50: 4, p90: 9 }, retryRate: 0.1 }, prices });
    const played = playedOf(request, timeOf(request), 20_000);
    const chain = requestOf({ task: { ...request.task, steps: { nodes: nodes.filter(({ id }) => id !== 'report') } }, prices });
    // Before the report lie a call, a tool, a check and another tool: only play tells whether its prompt lives.
    expect(expectedTokens(request.plan)).toBeNull();
    const [tokens, parts] = [expectedTokens(chain.plan), expectedSeconds(chain.plan, timeOf(chain))];
    const looped = playedOf(chain, timeOf(chain), 20_000);
    // Two calls of the outer loop, the second 1/0.6 times; each with a ninth of repeats.
    expect(tokens?.calls).toBeCloseTo((2 + 2 / 0.6) / 0.9, 9);
    expect(looped.tokens.calls).toBeWithinPercent(tokens?.calls ?? NaN, 3);
    expect(looped.tokens.cached).toBeWithinPercent(tokens?.cached ?? NaN, 3);
    expect(looped.tokens.new).toBeWithinPercent(tokens?.new ?? NaN, 1e-6);
    expect(secondsOf(looped.parts, 0)).toBeWithinPercent(parts ? secondsOf(parts, 0) : NaN, 4);
    expect(played.tokens.calls).toBeWithinPercent((tokens?.calls ?? NaN) + 1 / 0.9, 3);
  });

  it('give the same bytes for the same seed, and other percentiles for another', () => {
    const task = {
      steps: 12,
      newTokensPerStep: 500,
      outputTokensPerStep: 100,
      toolSeconds: { p50: 2, p90: 20 },
      callSeconds: { p50: 3, p90: 6 },
      retryRate: 0.1,
    };
    const one = JSON.stringify(answered({ task, prices, seed: 7 }));
    expect(JSON.stringify(answered({ task, prices, seed: 7 }))).toBe(one);
    expect(JSON.stringify(answered({ task, prices, seed: 8 }))).not.toBe(one);
  });
});

describe('laws', () => {
  it('more retries are never cheaper, never quicker', () => {
    fc.assert(
      fc.property(anyTask, fc.double({ min: 0, max: 0.3, noNaN: true }), (task, more) => {
        expect(usd(task)).toBeLessThanOrEqual(usd({ ...task, retryRate: task.retryRate + more }) * slack);
        const serial = { ...task, fanOut: 1 };
        const mean = (retryRate: number) => answered({ task: { ...serial, retryRate }, prices }, { tasks: 10 }).secondsPerTask?.mean.value ?? 0;
        expect(mean(task.retryRate)).toBeLessThanOrEqual(mean(task.retryRate + more) * slack);
      }),
    );
  });

  it('a longer life of the cache is never dearer', () => {
    fc.assert(
      fc.property(anyTask, fc.integer({ min: 0, max: 1000 }), (task, longer) => {
        expect(usd({ ...task, cacheLifeSeconds: task.cacheLifeSeconds + longer })).toBeLessThanOrEqual(usd(task) * slack);
      }),
    );
  });

  it('more steps, longer answers, longer prompts and evictions are never cheaper', () => {
    fc.assert(
      fc.property(anyTask, fc.constantFrom('steps', 'systemTokens', 'newTokensPerStep', 'outputTokensPerStep'), (task, key) => {
        expect(usd(task)).toBeLessThanOrEqual(usd({ ...task, [key]: task[key] + 1 }) * slack);
        expect(usd({ ...task, evictionRate: 0 })).toBeLessThanOrEqual(usd(task) * slack);
      }),
    );
  });

  it('fan-out 1 is no fan-out', () => {
    fc.assert(
      fc.property(anyTask, ({ fanOut: _, ...task }) => {
        expect(answered({ task: { ...task, fanOut: 1 }, prices }, { tasks: 50 })).toEqual(answered({ task, prices }, { tasks: 50 }));
      }),
      { numRuns: 30 },
    );
  });

  it('the order in which nodes are written down changes nothing, to the byte', () => {
    fc.assert(
      fc.property(anyGraph, fc.array(fc.nat(), { minLength: 9, maxLength: 9 }), (nodes, keys) => {
        const noisy = nodes.map((node) =>
          node.kind === 'tool' && node.seconds !== 0 ? { ...node, seconds: { p50: node.seconds, p90: 3 * node.seconds } } : node,
        );
        const shuffled = noisy.map((node, index) => [keys[index] ?? 0, node] as const).sort((a, b) => a[0] - b[0]);
        const at = (list: readonly object[]): string =>
          JSON.stringify(
            answered(
              { task: { systemTokens: 500, steps: { nodes: list }, callSeconds: { p50: 2, p90: 5 }, retryRate: 0.1 }, prices },
              { tasks: 100 },
            ),
          );
        expect(at(shuffled.map(([, node]) => node))).toBe(at(noisy));
      }),
    );
  });

  it('a graph costs and takes what walking it by hand says', () => {
    fc.assert(
      fc.property(anyGraph, fc.integer({ min: 0, max: 600 }), fixed, (nodes, cacheLifeSeconds, call) => {
        const { tokens, secondsPerTask } = answered({ task: { systemTokens: 500, steps: { nodes }, callSeconds: call, cacheLifeSeconds }, prices });
        const walked = walk(nodes, 500, cacheLifeSeconds, call);
        expect(tokens?.new.value).toBeCloseTo(walked.fresh, 6);
        expect(tokens?.cached.value).toBeCloseTo(walked.cached, 6);
        expect(secondsPerTask?.mean.value).toBeCloseTo(walked.seconds, 6);
      }),
    );
  });

  it('quantities lie within their intervals, and shares are whole', () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        const answer = answered({ task, prices, roundTrip: 0.05 }, { tasks: 100 });
        for (const each of quantitiesOf(answer)) {
          expect(Number.isFinite(each.value)).toBe(true);
          expect(each.low).toBeLessThanOrEqual(each.value);
          expect(each.high).toBeGreaterThanOrEqual(each.value);
        }
        const { seconds: of } = answer.shares;
        if (of) expect(of.model + of.tool + of.roundTrip).toBeCloseTo(1, 9);
        expect(answer.unknown).toEqual({ joulesPerTask: expect.stringContaining('scenario') as string });
      }),
      { numRuns: 50 },
    );
  });
});

it('10,000 tasks are played in few runs of nodes', () => {
  const request = requestOf({ task: { preset: 'coding-session' }, prices });
  expect(request.plan.nodes.length * 10_000).toBeLessThan(2e6);
  expect(agentEstimate(request, { tasks: 10_000 }).secondsPerTask?.p99.value).toBeGreaterThan(0);
});

interface Quantified {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function quantitiesOf(value: unknown): Quantified[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('evidence' in value) return [value as unknown as Quantified];
  return Object.values(value as AgentEstimate).flatMap(quantitiesOf);
}

type Drawn = { readonly id: string; readonly after: readonly string[] } & (
  | { readonly kind: 'model'; readonly newTokens: number; readonly outputTokens: number }
  | { readonly kind: 'tool'; readonly seconds: number; readonly resultTokens: number }
);

/** The same by recursion over ids, with nothing of the plan. */
function walk(nodes: readonly Drawn[], system: number, life: number, call: number): { fresh: number; cached: number; seconds: number } {
  const named = (id: string): Drawn => nodes.find((node) => node.id === id) as Drawn;
  const start = (node: Drawn): number => Math.max(0, ...node.after.map((id) => end(named(id))));
  const end = (node: Drawn): number => start(node) + (node.kind === 'model' ? call : node.seconds);
  const before = (node: Drawn): Set<string> => new Set(node.after.flatMap((id) => [id, ...before(named(id))]));
  const prompt = (node: Drawn): number => {
    let sum = system + (node.kind === 'model' ? node.newTokens : 0);
    for (const id of before(node)) {
      const other = named(id);
      sum += other.kind === 'model' ? other.newTokens + other.outputTokens : other.resultTokens;
    }
    return sum;
  };
  let fresh = 0;
  let cached = 0;
  for (const node of nodes) {
    if (node.kind !== 'model') continue;
    const live = [...before(node)].map(named).filter((other) => other.kind === 'model' && life > 0 && start(node) - end(other) <= life);
    const read = Math.max(0, ...live.map(prompt));
    cached += read;
    fresh += prompt(node) - read;
  }
  return { fresh, cached, seconds: Math.max(...nodes.map(end)) };
}
