import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../src/cli/command-line.ts';
import { answerLine } from '../../../src/cli/lines/estimate-lines.ts';
import { answerFleetLine } from '../../../src/cli/lines/fleet-lines.ts';
import { trainLines } from '../../../src/cli/lines/train-lines.ts';
import { mcpServer, type AnswerCall } from '../../../src/cli/mcp/server.ts';
import { answerCall } from '../../../src/cli/mcp/tool-threads.ts';
import { toolNames } from '../../../src/cli/mcp/tools.ts';
import { jsonSchema, schemaNames } from '../../../src/index.ts';

let client: Client;
afterEach(() => client.close());

async function connect(answer: AnswerCall = answerCall): Promise<Client> {
  client = new Client({ name: 'test', version: '1' });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await mcpServer(answer).connect(theirs);
  await client.connect(ours);
  return client;
}

async function called(name: string, fields: Record<string, unknown>): Promise<{ failed: boolean; texts: readonly string[] }> {
  const { isError, content } = (await (await connect()).callTool({ name, arguments: fields })) as CallToolResult;
  return { failed: isError ?? false, texts: content.map((each) => (each.type === 'text' ? each.text : each.type)) };
}

async function printed(...words: string[]): Promise<string> {
  let out = '';
  await runCommandLine(words, { print: async (text) => void (out += text) });
  return out.trimEnd();
}

const scenario = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 2, weights: 'fp8', concurrency: 32 };
const training = { kind: 'fine-tune', method: 'lora', model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 8, tokens: 1e8 };

describe('the server', () => {
  test('says what it is and how to read an answer', async () => {
    await connect();
    expect(client.getServerVersion()).toMatchObject({ name: 'inference-cost-lab', version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string });
    expect(client.getServerCapabilities()).toEqual({ tools: {} });
    expect(client.getInstructions()).toContain('80 % interval');
  });

  test('lists each tool once, with the schema that `schema` prints', async () => {
    const { tools } = await (await connect()).listTools();
    expect(tools.map(({ name }) => name)).toEqual(toolNames);
    const schemaOfTool = (name: string): unknown => tools.find((tool) => tool.name === name)?.inputSchema;
    for (const [tool, word] of [
      ['estimate', 'scenario'],
      ['fleet', 'fleet'],
      ['agent', 'agent'],
    ] as const)
      expect(schemaOfTool(tool)).toEqual(JSON.parse(await printed('schema', word)));
    expect(schemaOfTool('train')).toMatchObject({
      required: ['training'],
      properties: { training: JSON.parse(await printed('schema', 'training')) as unknown },
    });
    for (const { name, description, inputSchema, annotations } of tools) {
      expect([name, inputSchema.type, annotations?.readOnlyHint]).toEqual([name, 'object', true]);
      expect(description?.length).toBeGreaterThan(40);
    }
  });

  test('answers as the commands do', async () => {
    expect(await called('estimate', scenario)).toEqual({ failed: false, texts: [answerLine(JSON.stringify(scenario)).line] });
    const demand = { scenario: { ...scenario, accelerator: ['h200-sxm', 'mi325x'] } };
    expect(await called('fleet', demand)).toEqual({ failed: false, texts: [answerFleetLine(JSON.stringify(demand)).line] });
    const train = await trainLines();
    expect(await called('train', { training })).toEqual({ failed: false, texts: [train(JSON.stringify({ training })).line] });
    expect(await called('list', { kind: 'accelerators' })).toEqual({ failed: false, texts: [await printed('list', 'accelerators', '--json')] });
    const { texts } = await called('schema', { name: 'training' });
    expect(JSON.parse(texts[0] ?? '')).toEqual(await jsonSchema('training'));
  });

  test('looks rows up by part of an id or a name, whatever its case', async () => {
    const rows = async (fields: Record<string, unknown>): Promise<readonly { id: string; name: string }[]> =>
      JSON.parse((await called('list', fields)).texts[0] ?? '') as { id: string; name: string }[];
    const found = await rows({ kind: 'places', contains: 'ZÜRICH' });
    expect(found.map(({ id }) => id)).toEqual(['zurich']);
    const all = await rows({ kind: 'models' });
    const llamas = await rows({ kind: 'models', contains: 'llama' });
    expect(llamas).toEqual(all.filter(({ id, name }) => /llama/i.test(id) || /llama/i.test(name)));
    expect(llamas.length).toBeGreaterThan(2);
  });

  test.each([
    ['estimate', { ...scenario, accelerator: 'h200' }, 'accelerator', /did you mean h200-sxm/],
    ['estimate', { ...scenario, acelerators: 2 }, 'acelerators', /did you mean accelerators/],
    ['estimate', { ...scenario, concurrency: -1 }, 'concurrency', /expected/],
    ['estimate', {}, 'model', /required/],
    ['fleet', { scenario: { model: 'llama-3.3-70b', accelerator: ['h200-sxm', 'h300'] } }, 'scenario.accelerator.1', /no accelerator "h300"/],
    ['train', { training: { ...training, kind: 'finetune' } }, 'training.kind', /pre-train, fine-tune/],
    ['list', { kind: 'model' }, 'kind', /did you mean models/],
    ['list', {}, 'kind', /expected models or/],
    ['list', { kind: 'models', contains: 7 }, 'contains', /expected a text/],
    ['list', { kind: 'models', contain: 'x' }, 'contain', /did you mean contains/],
    ['schema', { name: 'scenari' }, 'name', /did you mean scenario/],
    ['schema', { name: ['scenario'] }, 'name', new RegExp(`expected ${schemaNames.join(' or ')}`)],
  ])('%s %j is a tool error that names %s and the cure', async (tool, fields, path, cure) => {
    const { failed, texts } = await called(tool, fields);
    expect([failed, texts.length]).toEqual([true, 2]);
    expect(texts[0]?.startsWith(`${path}: `)).toBe(true);
    expect(texts[0]).toMatch(cure);
    expect(JSON.parse(texts[1] ?? '')).toMatchObject({ error: { path } });
  });

  test('a tool that there is not is an error of the protocol, with the nearest name', async () => {
    await expect((await connect()).callTool({ name: 'estimat', arguments: scenario })).rejects.toThrow('no tool "estimat"; did you mean "estimate"?');
    await expect(client.callTool({ name: 'constructor' })).rejects.toThrow('no tool "constructor"; there are estimate, ');
  });

  test('a fault of ours is told as one, and the next call is answered', async () => {
    const { failed, texts } = await called('estimate', { ...scenario, id: 'x', accelerator: 'h200' });
    expect([failed, JSON.parse(texts[1] ?? '')]).toMatchObject([true, { id: 'x', error: { code: 'unknown-id' } }]);
    expect(await answerCall('none', '{"id":3}')).toEqual({
      line: '{"id":3,"error":{"code":"fault","path":"","message":"no tool \\"none\\""}}',
      failed: true,
    });
  });

  test('a cancelled call is told to who answers, and the server goes on', async () => {
    let heard: AbortSignal | undefined;
    const slow: AnswerCall = (tool, text, signal) =>
      tool === 'fleet'
        ? new Promise((_, reject) => {
            heard = signal;
            signal.addEventListener('abort', () => reject(new Error('cancelled')));
          })
        : answerCall(tool, text);
    await connect(slow);
    const cancel = new AbortController();
    const call = client.callTool({ name: 'fleet', arguments: {} }, undefined, { signal: cancel.signal });
    await client.ping();
    expect(heard?.aborted).toBe(false);
    cancel.abort('enough');
    await expect(call).rejects.toThrow('enough');
    await client.ping();
    expect(heard?.aborted).toBe(true);
    expect(await client.callTool({ name: 'schema', arguments: { name: 'fleet' } })).not.toHaveProperty('isError');
  });
});
