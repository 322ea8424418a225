import { describe, expect, it } from 'vitest';
import { agent, jsonSchema, loadAgent, schemaNames, ScenarioError } from '../../src/index.ts';
import { answered, prices } from './answered.ts';

const task = { steps: 30, newTokensPerStep: 500, outputTokensPerStep: 100, callSeconds: { p50: 2, p90: 5 }, toolSeconds: 3 };

describe('the library', () => {
  it('answers as the command does, and tells a share that never falls', async () => {
    const shares: number[] = [];
    const answer = await agent({ task, prices }, { onProgress: (share) => void shares.push(share) });
    expect(answer).toEqual(answered({ task, prices }));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('ends with the reason of its signal, before it began and on the way', async () => {
    await expect(agent({ task, prices }, { signal: AbortSignal.abort(new Error('no need')) })).rejects.toThrow('no need');
    const abort = new AbortController();
    const running = agent({ task, prices }, { tasks: 200_000, signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) });
    await expect(running).rejects.toThrow('enough');
  });

  it('throws for what is wrong, naming the key', async () => {
    await expect(agent({ task: { ...task, retryRate: 2 }, prices })).rejects.toThrow(ScenarioError);
    await expect(agent({ task: { ...task, retryRate: 2 }, prices })).rejects.toThrow('task.retryRate');
  });

  it('has the presets and the words of its assumptions', async () => {
    const { presets, assumptions, parse, estimate } = await loadAgent();
    expect(presets().map(({ id }) => id)).toContain('coding-session');
    const parsed = parse({ task: { preset: 'coding-session' }, prices });
    if (!parsed.ok) throw new Error(parsed.error.message);
    for (const id of estimate(parsed.value).assumptions) expect(assumptions).toHaveProperty([id]);
  });
});

describe('schemas', () => {
  it.each(schemaNames)('%s is a JSON Schema of an object', async (name) => {
    const schema = await jsonSchema(name);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: name,
      type: 'object',
      additionalProperties: false,
    });
    expect(JSON.stringify(schema)).not.toContain('loose_object');
  });

  it('agent asks for a task, and for prices or a scenario without what the task decides', async () => {
    const schema = (await jsonSchema('agent')) as unknown as {
      required: string[];
      properties: Record<string, { properties: object }>;
    };
    expect(schema.required).toEqual(['task']);
    expect(Object.keys(schema.properties)).toEqual(['id', 'task', 'prices', 'scenario', 'roundTrip', 'tasksPerHour', 'seed']);
    expect(schema.properties['scenario']?.properties).toHaveProperty('engine');
    expect(schema.properties['scenario']?.properties).not.toHaveProperty('inputTokens');
    expect(schema.properties['task']?.properties).toHaveProperty('retryRate');
  });

  it('a graph has its three kinds of nodes, training its fields', async () => {
    const text = JSON.stringify(await jsonSchema('task'));
    for (const kind of ['model', 'tool', 'check']) expect(text).toContain(`"enum":["${kind}"]`);
    expect((await jsonSchema('training'))['required']).toEqual(['kind', 'model', 'accelerator']);
  });
});
