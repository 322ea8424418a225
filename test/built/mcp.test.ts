import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The one file in a folder that has nothing else. */
let alone: string;
let client: Client;
let transport: StdioClientTransport;

beforeAll(async () => {
  alone = mkdtempSync(join(tmpdir(), 'mcp-alone-'));
  copyFileSync('dist/cli.js', join(alone, 'cli.mjs'));
  client = new Client({ name: 'test', version: '1' });
  transport = new StdioClientTransport({ command: process.execPath, args: [join(alone, 'cli.mjs'), 'mcp'], cwd: alone, stderr: 'pipe' });
  await client.connect(transport);
});

afterAll(async () => {
  await client.close();
  rmSync(alone, { recursive: true });
});

const scenario = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 2, weights: 'fp8', concurrency: 32 };

const textOf = (result: unknown): string => {
  const [first] = (result as CallToolResult).content;
  return first?.type === 'text' ? first.text : '';
};

describe('dist/cli.js mcp, over stdio', () => {
  test('lists its tools', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['estimate', 'fleet', 'train', 'list', 'schema']));
  });

  test('an estimate is the line that `estimate` prints', async () => {
    const printed = spawnSync(process.execPath, [join(alone, 'cli.mjs'), 'estimate'], { input: JSON.stringify(scenario), encoding: 'utf8' }).stdout;
    expect(textOf(await client.callTool({ name: 'estimate', arguments: scenario }))).toBe(printed.trimEnd());
  });

  test('calls side by side have each their own answer', async () => {
    const loads = [1, 2, 4, 8, 16, 32, 64, 128];
    const answers = await Promise.all(loads.map((concurrency) => client.callTool({ name: 'estimate', arguments: { ...scenario, concurrency } })));
    expect(answers.map((answer) => (JSON.parse(textOf(answer)) as { load: { concurrency: number } }).load.concurrency)).toEqual(loads);
  });

  test('a wrong field is a tool error, an unknown tool one of the protocol', async () => {
    const wrong = (await client.callTool({ name: 'estimate', arguments: { ...scenario, accelerator: 'h200' } })) as CallToolResult;
    expect([wrong.isError, textOf(wrong)]).toEqual([true, 'accelerator: no accelerator "h200"; did you mean h200-sxm?']);
    await expect(client.callTool({ name: 'estimat', arguments: {} })).rejects.toThrow('did you mean "estimate"?');
  });

  test('a search that is cancelled ends, and the server answers on', async () => {
    const cancel = new AbortController();
    const long = client.callTool(
      { name: 'fleet', arguments: { scenario: { model: 'deepseek-v3', accelerator: 'any', requestsPerSecond: 50 } } },
      undefined,
      {
        signal: cancel.signal,
      },
    );
    // The server hears of this one while the search runs in its thread.
    await client.ping();
    cancel.abort('enough');
    await expect(long).rejects.toThrow('enough');
    expect(textOf(await client.callTool({ name: 'estimate', arguments: scenario }))).toContain('"feasible":true');
  });

  test('ends with its input, after the last answer', async () => {
    const child = spawn(process.execPath, [join(alone, 'cli.mjs'), 'mcp'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    const message = (fields: object): string => `${JSON.stringify({ jsonrpc: '2.0', ...fields })}\n`;
    const clientInfo = { name: 'x', version: '1' };
    child.stdin.end(
      message({ id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } }) +
        message({ method: 'notifications/initialized' }) +
        message({ id: 1, method: 'tools/call', params: { name: 'estimate', arguments: scenario } }),
    );
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([0, 1]);
  });

  test('the package asks for nothing more at run time', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies?: unknown };
    expect(dependencies).toBeUndefined();
  });
});
