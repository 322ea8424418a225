import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The one file, copied to a folder that has nothing else: no node_modules, no page. */
let alone: string;

beforeAll(() => {
  alone = mkdtempSync(join(tmpdir(), 'cli-alone-'));
  copyFileSync('dist/cli.js', join(alone, 'cli.js'));
});

afterAll(() => rmSync(alone, { recursive: true }));

function run(words: readonly string[], input = ''): { status: number | null; out: string; err: string } {
  // A .js file outside any package is an ES module only if Node looks at its syntax, or is told so.
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(alone, 'cli.js'), ...words], {
    input,
    encoding: 'utf8',
    cwd: alone,
    maxBuffer: 2 ** 26,
  });
  return { status, out: stdout, err: stderr };
}

/** Two rows, the second with an accelerator that does not exist. */
const rows = [
  '{"id":"a","scenario":{"model":"llama-3.3-70b","accelerator":"h200-sxm","accelerators":2,"engine":"vllm","weights":"fp8","parallel":{"tensor":2,"pipeline":1,"expert":1,"attentionData":1},"inputTokens":1024,"outputTokens":1024,"concurrency":32}}',
  '{"id":"b","scenario":{"model":"llama-3.3-70b","accelerator":"h200","concurrency":-1}}',
];

describe('dist/cli.js alone', () => {
  test('starts with the line that makes it a program', () => {
    expect(readFileSync(join(alone, 'cli.js'), 'utf8').split('\n', 1)).toEqual(['#!/usr/bin/env node']);
  });

  test('estimates more rows than one thread takes, in order and as a few rows would be', () => {
    const [row = '', wrong = ''] = rows;
    const few = run(['estimate'], rows.join('\n')).out.trimEnd().split('\n');
    const { status, out, err } = run(['estimate'], Array.from({ length: 600 }, () => `${row}\n${wrong}\n`).join(''));
    expect({ status, err }).toEqual({ status: 2, err: '' });
    expect(out.trimEnd().split('\n')).toEqual(Array.from({ length: 600 }, () => few).flat());
  });

  test('estimates: both rows answered in order, status 2 for the wrong one', () => {
    const { status, out, err } = run(['estimate'], rows.join('\n'));
    expect({ status, err }).toEqual({ status: 2, err: '' });
    const [a, b, ...none] = out.trimEnd().split('\n');
    expect(none).toEqual([]);
    expect(JSON.parse(a ?? '')).toMatchObject({
      id: 'a',
      feasible: true,
      accelerators: 2,
      replicas: 1,
      parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 },
      timePerOutputToken: { unit: 's' },
    });
    expect(JSON.parse(b ?? '')).toMatchObject({ id: 'b', error: { code: 'unknown-id', path: 'scenario.accelerator', suggestions: ['h200-sxm'] } });
  });

  test('a row that is not JSON does not stop the next', () => {
    const { status, out } = run(['estimate'], `{"model":\n\n${rows[0] ?? ''}\n`);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { error?: { code: string }; id?: string });
    expect(status).toBe(2);
    expect(answers.map(({ id, error }) => id ?? error?.code)).toEqual(['bad-json', 'a']);
  });

  test('no rows, no answers', () => {
    expect(run(['estimate'])).toEqual({ status: 0, out: '', err: '' });
  });

  test('a reader that leaves early is no error', async () => {
    const many = `${rows[0] ?? ''}\n`.repeat(2000);
    const child = spawn(process.execPath, [join(alone, 'cli.js'), 'estimate'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.end(many);
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });

  test('what needs more than the file says what is missing', () => {
    const { status, out, err } = run(['lab']);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^no built page in .*: run "npm run build" first\n$/);
  });
});
