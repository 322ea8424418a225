/** Scenarios simulated: agreement with the closed form where it holds, intervals, saturation, and how load is shared out. */
import { describe, expect, it } from 'vitest';
import { batchingRules, simulatedRoom } from '../../src/estimate/simulate/batching-rules.ts';
import { operate } from '../../src/estimate/estimate-scenario.ts';
import { batchingOf } from '../../src/estimate/load/operating-point.ts';
import { scenarioSimulation, simulateScenario } from '../../src/estimate/simulate/simulate-scenario.ts';
import { stagePassTimes } from '../../src/model/simulation/pass-times.ts';
import { decodePass, mixedPass, passSeconds, prefillPass } from '../../src/model/step.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const scenario = (over: Partial<Scenario>): Scenario => ({
  ...defaultScenario,
  accelerators: 2,
  weights: 'fp8',
  concurrency: 32,
  parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 },
  engine: 'vllm',
  ...over,
});
const uniform = { kind: 'uniform', low: 0.8, high: 1 } as const;

function deployed(of: Scenario) {
  const operation = operate(of);
  if (!operation.ok) throw new Error(operation.reason.message);
  return { deployment: operation.value.choice.candidate.deployment, point: operation.value.points[0]! };
}

describe('passes from the table', () => {
  const of = scenario({});
  const { deployment, point } = deployed(of);
  const batching = batchingOf(point.engine, of, deployment);
  const { stage } = deployment.under(point.engine);
  const times = stagePassTimes(stage, batching);

  it.each([
    [1, 100],
    [7, 1000],
    [40, 1536],
    [150, 3333],
    [401, 900],
  ])('price a step of %i sequences at %i tokens within 2 %%', (batch, context) => {
    const priced = passSeconds(decodePass(stage, batch, context)) + batching.overheads.perPass + batching.overheads.perRequest * batch;
    expect(times.seconds({ decoding: batch, context, prompts: 0, promptTokens: 0, prefix: 0 }) / priced).toBeCloseTo(1, 1.7);
  });

  it.each([
    [40, 1536, 1000, 0],
    [100, 1000, 8092, 4000],
    [3, 500, 2000, 0],
  ])('price %i at %i beside a prompt of %i behind %i within 3 %%', (batch, context, tokens, prefix) => {
    const mixed = passSeconds(mixedPass(stage, batch, 1, context, 1, tokens, prefix));
    const { perPass, perRequest, perPrompt, prompt } = batching.overheads;
    const prefill = passSeconds(prefillPass(stage, 1, tokens, prefix));
    const priced = mixed + (prompt - 1) * prefill + perPass + perRequest * batch + perPrompt;
    expect(Math.abs(times.seconds({ decoding: batch, context, prompts: 1, promptTokens: tokens, prefix }) / priced - 1)).toBeLessThan(0.03);
  });

  it('give several prompts the layers of their sum and less attention than one as long', () => {
    const shape = { decoding: 0, context: 0, promptTokens: 8000, prefix: 0 };
    expect(times.seconds({ ...shape, prompts: 8 })).toBeLessThan(times.seconds({ ...shape, prompts: 1 }));
  });
});

describe('a closed loop', () => {
  it.each(['vllm', 'sglang', 'tensorrt-llm'] as const)('of one client is the closed form, under %s', (engine) => {
    const of = scenario({ engine, concurrency: 1 });
    const { point } = deployed(of);
    const result = simulateScenario(of);
    expect(result.timePerOutputToken!.mean.value / point.timePerOutputToken).toBeCloseTo(1, 1.7);
    expect(result.outputTokensPerSecond!.value / point.outputTokensPerSecond).toBeCloseTo(1, 1.5);
  });

  it.each([
    [8, 1024, 1024],
    [64, 1024, 1024],
    [64, 512, 2048],
  ])('of %i clients, %i in and %i out, delivers what the closed form says within a tenth', (concurrency, inputTokens, outputTokens) => {
    const of = scenario({ concurrency, inputTokens, outputTokens });
    const { point } = deployed(of);
    const result = simulateScenario(of, { spread: { kind: 'uniform', low: 0.9, high: 1.1 } });
    expect(Math.abs(result.outputTokensPerSecond!.value / point.outputTokensPerSecond - 1)).toBeLessThan(0.1);
    expect(Math.abs(result.timePerOutputToken!.mean.value / point.timePerOutputToken - 1)).toBeLessThan(0.1);
  });

  it('has no first-token time where all requests are queued at once', () => {
    const result = simulateScenario(scenario({ concurrency: 'max' }), { spread: uniform });
    expect(result.timeToFirstToken).toBeNull();
    expect(result.unknown['timeToFirstToken']).toBe('all requests are queued at once');
    expect(result.engines[0]!.fullShare).toBeGreaterThan(0.8);
  });

  it('scales with replicas', () => {
    const [one, two] = [simulateScenario(scenario({ concurrency: 16 })), simulateScenario(scenario({ concurrency: 32, accelerators: 4 }))];
    expect(two.replicas).toBe(2);
    expect(two.outputTokensPerSecond!.value).toBeCloseTo(2 * one.outputTokensPerSecond!.value, 6);
    expect(two.timeToFirstToken!.p99.value).toBe(one.timeToFirstToken!.p99.value);
  });
});

describe('a session', () => {
  it('ends after what each user sends, its start included', () => {
    const result = simulateScenario(scenario({ concurrency: 16, session: { requestsPerUser: 5 } }));
    expect(result.engines[0]).toMatchObject({ answered: 80, counted: 80 });
  });
});

describe('open arrivals', () => {
  it('wait longer at the tail than on average, and longer the more come', () => {
    const at = (requestsPerSecond: number) => simulateScenario(scenario({ requestsPerSecond }), { spread: uniform });
    const [few, many] = [at(0.5), at(3)];
    expect(few.saturated).toBe(false);
    expect(many.timeToFirstToken!.mean.value).toBeGreaterThan(few.timeToFirstToken!.mean.value);
    expect(many.timeToFirstToken!.p99.value).toBeGreaterThan(2 * many.timeToFirstToken!.p50.value);
    expect(many.requestsPerSecond!.value).toBeCloseTo(3, 0);
  });

  it('past capacity are saturated, with the rate that is served and no first-token time', () => {
    const result = simulateScenario(scenario({ requestsPerSecond: 50 }));
    expect(result).toMatchObject({ feasible: true, saturated: true, timeToFirstToken: null, requestLatency: null });
    expect(result.unknown['timeToFirstToken']).toMatch(/^saturated/);
    expect(result.requestsPerSecond!.value).toBeLessThan(30);
    expect(result.engines[0]!.load).toBeGreaterThan(1);
  });
});

describe('answers', () => {
  it('without an engine mix all of them and are less sure', () => {
    const [one, all] = [simulateScenario(scenario({})), simulateScenario(scenario({ engine: null }))];
    expect(all.engines.map((run) => run.engine)).toEqual(['vllm', 'sglang', 'tensorrt-llm']);
    const width = (of: typeof one): number => of.timeToFirstToken!.p99.high / of.timeToFirstToken!.p99.low;
    expect(width(all)).toBeGreaterThan(width(one));
  });

  it('grow surer with more requests, never surer than the model', () => {
    const width = (answers: number): number => {
      const { high, low } = simulateScenario(scenario({ requestsPerSecond: 1 }), { spread: { kind: 'lognormal', sigma: 1 }, answers })
        .timeToFirstToken!.p99;
      return high / low;
    };
    expect(width(1000)).toBeGreaterThan(width(20_000));
  });

  it('are infeasible with the reason of the estimate', () => {
    expect(simulateScenario(scenario({ model: 'deepseek-r1' })).reason?.code).toBe('does-not-fit');
  });

  it('have the layout of both pools, and all accelerators of them', () => {
    const pool = { accelerators: 2, parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 } };
    const result = simulateScenario(scenario({ accelerators: 4, parallel: null, serving: { prefill: pool, decode: pool } }));
    expect(result.accelerators).toBe(4);
    expect(result.replicas).toEqual({ prefill: 1, decode: 1 });
    expect(result.parallel).toMatchObject({ prefill: { tensor: 2 }, decode: { tensor: 2 } });
  });

  it('are plain data', () => {
    const result = simulateScenario(scenario({}));
    expect(structuredClone(result)).toEqual(result);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('report progress over the engines that never falls', () => {
    const steps = scenarioSimulation(scenario({ engine: null, concurrency: 128 }), { answers: 40_000 });
    const shares: number[] = [];
    for (let step = steps.next(); !step.done; step = steps.next()) shares.push(step.value);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});

describe('rules', () => {
  it('hold the memory that the estimate admits requests to', () => {
    const of = scenario({ concurrency: 'max' });
    const { deployment, point } = deployed(of);
    const room = simulatedRoom(point.engine, of, deployment);
    expect(room.bytes / (room.perToken * 1536 + room.perSequence) / point.admitted).toBeCloseTo(1, 1);
    expect(batchingRules(point.engine, of, deployment)).toMatchObject({ mixesPrefill: true });
  });
});

describe('a trace', () => {
  it('is shared out over replicas in turn', () => {
    const trace = Array.from({ length: 10 }, (_, index) => ({ arrival: index * 100, inputTokens: 100, outputTokens: 10 }));
    const result = simulateScenario(scenario({ accelerators: 4 }), { arrivals: 'trace', trace });
    expect(result.engines[0]!.answered).toBe(5);
    expect(result.timeToFirstToken!.p99.value).toBeCloseTo(result.timeToFirstToken!.p50.value, 6);
  });
});
