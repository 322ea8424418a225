import { spawn, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  test.skipIf(!existsSync('/dev/full')).each([['--help'], ['serve', '--help'], ['estimate'], ['sweep'], ['simulate']])(
    'a full disk is one line and status 1: %s',
    (...words) => {
      const full = openSync('/dev/full', 'w');
      const input = '{"model":"llama-3.1-8b","accelerator":"h200-sxm","accelerators":1,"concurrency":2,"engine":"vllm"}\n';
      const { status, stderr } = spawnSync(process.execPath, [join(alone, 'cli.js'), ...words], {
        input,
        encoding: 'utf8',
        stdio: ['pipe', full, 'pipe'],
      });
      closeSync(full);
      expect({ status, stderr }).toEqual({ status: 1, stderr: 'standard output: no space left on device\n' });
    },
  );

  test.each(['SIGINT', 'SIGTERM'] as const)('%s leaves whole lines, in a file and in a pipe', async (signal) => {
    const input = join(alone, 'rows.jsonl');
    writeFileSync(input, `${rows[0] ?? ''}\n`.repeat(20_000));
    for (const where of ['file', 'pipe'] as const) {
      const file = join(alone, 'answers.jsonl');
      const from = openSync(input, 'r');
      const to = openSync(file, 'w');
      const child = spawn(process.execPath, [join(alone, 'cli.js'), 'estimate'], { stdio: [from, where === 'file' ? to : 'pipe', 'pipe'] });
      let text = '';
      // A reader that waits before each piece, so that the signal meets a write that is under way.
      child.stdout?.on('data', (piece: Buffer) => {
        text += piece.toString();
        child.stdout?.pause();
        setTimeout(() => child.stdout?.resume(), 5);
      });
      const ended = new Promise((resolve) => child.on('close', (status, by) => resolve(by ?? status)));
      const written = (): string => (where === 'file' ? readFileSync(file, 'utf8') : text);
      while (written().length < 200_000 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
      child.kill(signal);
      expect(await ended).toBe(signal);
      closeSync(from);
      closeSync(to);
      expect(written().at(-1)).toBe('\n');
      expect(written().split('\n').length).toBeLessThan(20_000);
    }
  });

  test.each(['estimate', 'operators', 'sweep'])('%s: standard input that is a folder is one line and status 2', (command) => {
    const folder = openSync(alone, 'r');
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(alone, 'cli.js'), command], {
      encoding: 'utf8',
      stdio: [folder, 'pipe', 'pipe'],
    });
    closeSync(folder);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'standard input is a folder; expected a file, a pipe or a terminal\n',
    });
  });

  test.skipIf(process.platform === 'win32')('standard input that is closed is one line and status 2; an empty one has no rows', () => {
    const shell = (redirection: string): { status: number | null; stderr: string } => {
      const { status, stderr } = spawnSync('sh', ['-c', `"$0" "$1" estimate ${redirection}`, process.execPath, join(alone, 'cli.js')], {
        encoding: 'utf8',
      });
      return { status, stderr };
    };
    expect(shell('<&-')).toEqual({ status: 2, stderr: 'standard input is closed; pipe text into this command, or redirect a file\n' });
    expect(shell('</dev/null')).toEqual({ status: 0, stderr: '' });
  });

  test.each(['estimate', 'operators'])('%s: an id nested 100,000 deep and a row of 17 MiB are error rows, and the next is answered', (command) => {
    const deep = `{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const { status, out, err } = run([command], `${deep}\n${'x'.repeat(17 * 2 ** 20)}\nnull\n{"id":"last"}\n`);
    expect({ status, err }).toEqual({ status: 2, err: '' });
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: string; error: { code: string } });
    expect(answers.map(({ error }) => error.code)).toEqual(['out-of-range', 'out-of-range', 'wrong-type', 'wrong-type']);
    expect(answers.at(-1)?.id).toBe('last');
  });

  test('what needs more than the file says what is missing', () => {
    const { status, out, err } = run(['lab']);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^no built page in .*: run "npm run build" first\n$/);
  });
});
