import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentLines } from '../../src/cli/lines/agent-lines.ts';
import { errorOf, prices } from './answered.ts';

const task = { steps: 4, newTokensPerStep: 100, outputTokensPerStep: 30 };
const scenario = { model: 'llama-3.3-70b', accelerator: 'h200-sxm' };

describe('a field of the task that is wrong is named', () => {
  it.each<[string, unknown, string, string?]>([
    ['steps', 0, 'out-of-range'],
    ['steps', 1.5, 'out-of-range'],
    ['steps', 10_001, 'out-of-range'],
    ['steps', 'ten', 'wrong-type'],
    ['steps', [], 'out-of-range'],
    ['steps', [3], 'wrong-type', 'steps.0'],
    ['steps', [{ newToken: 3 }], 'unknown-field', 'steps.0.newToken'],
    ['steps', [{ newTokens: -3 }], 'out-of-range', 'steps.0.newTokens'],
    ['steps', [{ fanOut: 0 }], 'out-of-range', 'steps.0.fanOut'],
    ['steps', [{ toolSeconds: { p50: 3, p90: 2 } }], 'inconsistent', 'steps.0.toolSeconds.p90'],
    ['systemTokens', -1, 'out-of-range'],
    ['systemTokens', 1e8, 'out-of-range'],
    ['systemCached', 1.1, 'out-of-range'],
    ['systemCached', 0.5, 'inconsistent'],
    ['taskTokens', -1, 'out-of-range'],
    ['newTokensPerStep', '100', 'wrong-type'],
    ['newTokensPerStep', -1, 'out-of-range'],
    ['newTokensPerStep', null, 'wrong-type'],
    ['outputTokensPerStep', 0, 'out-of-range'],
    ['outputTokensPerStep', null, 'wrong-type'],
    ['toolSeconds', -1, 'out-of-range'],
    ['toolSeconds', 'long', 'wrong-type'],
    ['toolSeconds', { p50: 1 }, 'wrong-type', 'toolSeconds.p90'],
    ['toolSeconds', { p50: 2, p90: 1 }, 'inconsistent', 'toolSeconds.p90'],
    ['toolSeconds', { p50: 0, p90: 1 }, 'inconsistent', 'toolSeconds.p50'],
    ['toolSeconds', { p50: 1, p90: 1, p95: 1 }, 'unknown-field', 'toolSeconds.p95'],
    ['fanOut', 0, 'out-of-range'],
    ['fanOut', 257, 'out-of-range'],
    ['retryRate', 1, 'out-of-range'],
    ['retryRate', -0.1, 'out-of-range'],
    ['success', 0, 'out-of-range'],
    ['success', 1.01, 'out-of-range'],
    ['cacheLifeSeconds', -1, 'out-of-range'],
    ['cacheLifeSeconds', '5m', 'wrong-type'],
    ['evictionRate', 2, 'out-of-range'],
    ['userPause', 60, 'wrong-type'],
    ['userPause', { everySteps: 0, p50: 1, p90: 2 }, 'out-of-range', 'userPause.everySteps'],
    ['userPause', { everySteps: 5, p50: 1, p90: 2 }, 'inconsistent', 'userPause.everySteps'],
    ['userPause', { everySteps: 2, p50: 3, p90: 2 }, 'inconsistent', 'userPause.p90'],
    ['userPause', { everysteps: 2, p50: 1, p90: 2 }, 'wrong-type', 'userPause.everySteps'],
    ['callSeconds', { p50: 2, p90: 1 }, 'inconsistent', 'callSeconds.p90'],
    ['preset', 'codng-session', 'unknown-id'],
    ['preset', 3, 'wrong-type'],
    ['step', 4, 'unknown-field'],
  ])('%s %j: %s', (key, value, code, path = key) => {
    const error = errorOf({ task: { ...task, [key]: value }, prices });
    expect(error).toMatchObject({ code, path: `task.${path}` });
    expect(error?.message).not.toBe('');
  });

  it('an unknown id is said before a range', () => {
    expect(errorOf({ task: { preset: 'none', retryRate: 2 }, prices })).toMatchObject({ code: 'unknown-id', path: 'task.preset' });
    const h200 = { ...scenario, accelerator: 'h200' };
    expect(errorOf({ task: { ...task, retryRate: 2 }, scenario: h200 })).toMatchObject({ code: 'unknown-id', path: 'scenario.accelerator' });
    expect(errorOf({ task: { ...task, retryRate: 2 }, scenario })).toMatchObject({ code: 'out-of-range', path: 'task.retryRate' });
  });

  it('suggests what was meant', () => {
    expect(errorOf({ task: { ...task, retryrate: 0.1 }, prices })?.suggestions).toContain('retryRate');
    expect(errorOf({ task: { preset: 'codng-session' }, prices })?.suggestions).toContain('coding-session');
  });

  it('steps are required, and text of the task that the first step says itself', () => {
    expect(errorOf({ task: {}, prices })).toMatchObject({ code: 'wrong-type', path: 'task.steps' });
    const list = [{ newTokens: 10, outputTokens: 5 }];
    expect(errorOf({ task: { steps: list, taskTokens: 4 }, prices })).toMatchObject({ code: 'inconsistent', path: 'task.taskTokens' });
    expect(errorOf({ task: { steps: list, newTokensPerStep: 4 }, prices })).toMatchObject({ code: 'inconsistent', path: 'task.newTokensPerStep' });
    expect(errorOf({ task: { steps: [{ nodes: [{ id: 'a', kind: 'tool' }] }] }, prices })).toMatchObject({
      code: 'inconsistent',
      path: 'task.steps.0.nodes',
    });
    expect(errorOf({ task: { ...task, steps: 1000, fanOut: 100 }, prices })).toMatchObject({ code: 'out-of-range', path: 'task.fanOut' });
  });
});

describe('a line that is wrong', () => {
  it.each<[object | null | number, string, string]>([
    [null, 'wrong-type', ''],
    [3, 'wrong-type', ''],
    [[], 'wrong-type', ''],
    [{}, 'wrong-type', 'task'],
    [{ task: 3, prices }, 'wrong-type', 'task'],
    [{ task }, 'wrong-type', 'prices'],
    [{ task, prices, scenario }, 'inconsistent', 'prices'],
    [{ task, price: prices }, 'unknown-field', 'price'],
    [{ task, prices: 3 }, 'wrong-type', 'prices'],
    [{ task, prices: { input: 3 } }, 'wrong-type', 'prices.output'],
    [{ task, prices: { output: 3 } }, 'wrong-type', 'prices.input'],
    [{ task, prices: { ...prices, input: -1 } }, 'out-of-range', 'prices.input'],
    [{ task, prices: { ...prices, output: 'free' } }, 'wrong-type', 'prices.output'],
    [{ task, prices: { ...prices, cacheWrite: -1 } }, 'out-of-range', 'prices.cacheWrite'],
    [{ task, prices: { ...prices, cached: 5 } }, 'inconsistent', 'prices.cached'],
    [{ task, prices: { ...prices, cache: 5 } }, 'unknown-field', 'prices.cache'],
    [{ task, prices, roundTrip: -1 }, 'out-of-range', 'roundTrip'],
    [{ task, prices, roundTrip: 61 }, 'out-of-range', 'roundTrip'],
    [{ task, prices, tasksPerHour: 10 }, 'inconsistent', 'tasksPerHour'],
    [{ task, scenario, tasksPerHour: 0 }, 'out-of-range', 'tasksPerHour'],
    [{ task: { ...task, steps: 10_000, newTokensPerStep: 1 }, scenario, tasksPerHour: 1e9 }, 'out-of-range', 'tasksPerHour'],
    [{ task, prices, seed: 0.5 }, 'out-of-range', 'seed'],
    [{ task, prices, seed: -1 }, 'out-of-range', 'seed'],
    [{ task, prices, seed: 'one' }, 'wrong-type', 'seed'],
    [{ task, scenario: 'h200' }, 'wrong-type', 'scenario'],
    [{ task, scenario: { ...scenario, accelerator: 'h200' } }, 'unknown-id', 'scenario.accelerator'],
    [{ task, scenario: { model: 'llama-3.3-70b' } }, 'wrong-type', 'scenario.accelerator'],
    [{ task, scenario: { ...scenario, enginee: 'vllm' } }, 'unknown-field', 'scenario.enginee'],
    [{ task: { ...task, callSeconds: 3 }, scenario }, 'inconsistent', 'task.callSeconds'],
    [{ task: { ...task, steps: 10_000, newTokensPerStep: 2000 }, scenario }, 'out-of-range', 'task.steps'],
  ])('%j: %s at "%s"', (input, code, path) => {
    expect(errorOf(input)).toMatchObject({ code, path });
  });
});

/** A right line whose value at a path is made something else. */
function withAt(value: unknown, path: readonly string[], put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === key ? withAt(each, rest, put) : (each as unknown)));
  return Object.fromEntries([...Object.entries(value as object), [key, withAt((value as Record<string, unknown>)[key] ?? {}, rest, put)] as const]);
}

describe('whatever stands in a field', () => {
  const graph = {
    task: {
      systemTokens: 500,
      steps: [
        { newTokens: 10, outputTokens: 5, toolSeconds: { p50: 1, p90: 3 }, fanOut: 2 },
        {
          nodes: [
            { id: 'a', kind: 'model', after: [], newTokens: 5, outputTokens: 5 },
            { id: 'b', kind: 'tool', after: ['a'], seconds: 3, resultTokens: 4 },
            { id: 'c', kind: 'check', after: ['b'], pass: 0.5, retryTo: 'a' },
          ],
        },
      ],
      userPause: { everySteps: 1, p50: 1, p90: 2 },
    },
    prices,
    roundTrip: 0.1,
    seed: 3,
  };
  const paths = [
    ...['task', 'prices', 'scenario', 'roundTrip', 'tasksPerHour', 'seed', '__proto__'].map((key) => [key]),
    ...['steps', 'systemTokens', 'preset', 'retryRate', 'userPause', 'toString', 'success'].map((key) => ['task', key]),
    ...['newTokens', 'outputTokens', 'toolSeconds', 'fanOut', 'nodes'].map((key) => ['task', 'steps', '0', key]),
    ...['id', 'kind', 'after', 'newTokens', 'outputTokens'].map((key) => ['task', 'steps', '1', 'nodes', '0', key]),
    ...['id', 'kind', 'after', 'seconds', 'resultTokens'].map((key) => ['task', 'steps', '1', 'nodes', '1', key]),
    ...['id', 'kind', 'after', 'pass', 'retryTo'].map((key) => ['task', 'steps', '1', 'nodes', '2', key]),
    ...['input', 'cacheWrite', 'cached', 'output'].map((key) => ['prices', key]),
  ];

  it('a line is an answer or an error with a path, and never a fault of ours', async () => {
    const answer = await agentLines();
    expect(answer(JSON.stringify(graph)).failed).toBe(false);
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(0, -1, 1e300, 'a', 'c', ['c'], ['a', 'a'], [null], {}, { p50: 1, p90: 1 }, { nodes: [] }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, put) => {
        const { line, failed } = answer(JSON.stringify(withAt(graph, path, put)));
        const row = JSON.parse(line) as { readonly error?: { readonly code: string; readonly path: string; readonly message: string } };
        if (!failed) expect(row).toHaveProperty('feasible');
        else expect(row.error).toMatchObject({ code: expect.not.stringMatching('fault') as string, path: expect.any(String) as string });
      }),
      { numRuns: 600 },
    );
  });
});
