import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { commandNames, runCommandLine } from '../../src/cli/command-line.ts';
import { outputTo } from '../../src/cli/output.ts';
import { linkAt } from '../../src/cli/commands/lab.ts';

afterEach(() => vi.restoreAllMocks());

async function called(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const status = await runCommandLine(words, { print: async (text) => void (out += text) });
  vi.restoreAllMocks();
  return { status, out, err };
}

describe('runCommandLine', () => {
  test('--help lists the commands', async () => {
    const { status, out, err } = await called('--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const name of commandNames) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  test('no command: the same text, but wrong', async () => {
    expect(await called()).toMatchObject({ status: 2, err: '' });
  });

  test.each(commandNames)('%s --help explains its flags with examples', async (name) => {
    const { status, out, err } = await called(name, '--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(new RegExp(`Usage: inference-cost-lab ${name} (\\S+ )?\\[flags\\]`));
    expect(out).toMatch(/Examples\n {2}\S/);
  });

  test.each([
    [['estimat'], 'no command "estimat"; did you mean "estimate"?\n'],
    [['toString'], /^no command "toString"; /],
    [['list'], 'expected models or accelerators or sites or places or engines or presets\n'],
    [['list', 'model'], 'no "model"; did you mean "models"?\n'],
    [['list', 'models', '--jsn'], 'no flag "--jsn"; did you mean "--json"?\n'],
    [['list', 'models', 'sites'], 'unexpected argument "sites"\n'],
    [['list', 'models', '--json=yes'], '--json takes no value\n'],
    [['schema', 'scenari'], 'no "scenari"; did you mean "scenario"?\n'],
    [['schema', '--json'], 'no flag "--json"; this command takes none\n'],
    [['estimate', '--table=1'], '--table takes no value\n'],
    [['lab', '--hedaed'], 'no flag "--hedaed"; did you mean "--headed"?\n'],
    [['lab', '--base', 'nowhere'], '--base is "nowhere"; expected an address such as https://lab.example.org/\n'],
    [['serve', '--port', 'x'], '--port is "x"; expected 0 to 65535\n'],
    [['serve', '--port', ' '], '--port is " "; expected 0 to 65535\n'],
    [['serve', '--port=1', '--port=2'], '--port is given twice\n'],
    [['measure', '--budget', '1e3'], '--budget is "1e3"; expected seconds, such as 120\n'],
    [['sweep', '--file', '/nowhere.json'], '--file /nowhere.json could not be read: no such file or directory\n'],
    [['sweep', '--file', '/'], '--file / could not be read: it is a folder\n'],
    [['validate', '--data', '/nowhere.jsonl'], '--data /nowhere.jsonl could not be read: no such file or directory\n'],
    [['validate', '--market', '--by', 'model'], '--market stands alone: leave out --by, which is about published runs\n'],
    [['estimate', '--run', '/nowhere/run.json'], '--run /nowhere/run.json could not be read: no such file or directory\n'],
  ])('%j: named on standard error, status 2', async (words, message) => {
    const { status, out, err } = await called(...words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    if (typeof message === 'string') expect(err).toBe(message);
    else expect(err).toMatch(message);
  });

  test('a reader that left is no error; a full disk is one line and status 1', async () => {
    let err = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
    const failing = (code: string, errno: number) => outputTo(() => Promise.reject(Object.assign(new Error(code), { code, errno })));
    expect([await runCommandLine(['--help'], failing('EPIPE', -32)), err]).toEqual([0, '']);
    expect([await runCommandLine(['estimate', '--help'], failing('ENOSPC', -28)), err]).toEqual([1, 'standard output: no space left on device\n']);
  });
});

describe('files', () => {
  let folder = '';
  const file = async (name: string, text: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'commands-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const scenario = '{"model":"llama-3.3-70b","accelerator":"h200-sxm"}';

  test('sweep reads a file with a byte-order mark, and says on standard error what is wrong', async () => {
    const { status, out } = await called('sweep', '--file', await file('bom.json', `\uFEFF${scenario}`));
    expect([status, out.split('\n').length]).toEqual([0, 3]);
    expect(await called('sweep', '--file', await file('wrong.json', scenario.replace('h200-sxm', 'h200-sxn')))).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringMatching(/^accelerator: .*; did you mean h200-sxm/) as string,
    });
    expect(await called('sweep', '--file', await file('latin.json', Buffer.from([0x7b, 0xff, 0x7d])))).toEqual({
      status: 2,
      out: '',
      err: `--file ${folder}/latin.json is not UTF-8 text\n`,
    });
  });

  test.skipIf(!existsSync('/proc/self/mem'))('a file that breaks off while it is read is one line, a fault of the machine', async () => {
    for (const words of [
      ['sweep', '--file'],
      ['validate', '--data'],
    ])
      expect(await called(...words, '/proc/self/mem')).toEqual({ status: 1, out: '', err: `${words[1] ?? ''} /proc/self/mem: i/o error\n` });
  });

  test.each([
    ['null', 'line 1: expected an object'],
    ['7', 'line 1: expected an object'],
    ['[1]', 'line 1: expected an object'],
    ['{"scenario":null}', 'line 1: scenario: a scenario is an object, got null'],
    [`\n{"scenario":${scenario}}`, 'line 2: measured: expected one of timePerOutputToken, '],
    [
      `{"scenario":${scenario},"measured":{"timePerOutputToken":1e400}}`,
      'line 1: measured.timePerOutputToken: expected a number from 1e-9 to 1e15, got Infinity',
    ],
    [
      `{"scenario":${scenario},"measured":{"timePerOutputToken":0}}`,
      'line 1: measured.timePerOutputToken: expected a number from 1e-9 to 1e15, got 0',
    ],
    [
      `{"scenario":${scenario},"measured":{"timeToFirstToken":1,"outputTokensPerSecond":"5"}}`,
      'line 1: measured.outputTokensPerSecond: expected a number',
    ],
    ['', ''],
    ['\n \n', ''],
  ])('validate --data %j: %s, and nothing to score', async (text, words) => {
    const data = await file('rows.jsonl', text);
    const { status, out, err } = await called('validate', '--data', data);
    expect([status, out]).toEqual([2, '']);
    expect(err.startsWith(words)).toBe(true);
    expect(err.endsWith(`--data ${data} has no row to score\n`)).toBe(true);
  });

  test('validate --data scores the rows beside a wrong one, a byte-order mark before them', async () => {
    const right = `{"scenario":${scenario},"measured":{"timePerOutputToken":0.02}}`;
    const { status, out, err } = await called('validate', '--data', await file('mixed.jsonl', `\uFEFF${right}\nnull\n${right}`));
    expect([status, err]).toEqual([2, 'line 2: expected an object\n']);
    expect(out).toContain('Rows scored  2 of 2');
  });
});

test('linkAt keeps scenario and result and moves them', () => {
  expect(linkAt(new URL('https://lab.example.org/here/'), 'http://localhost:39999/?model=m&accelerator=a#r=1.xyz')).toBe(
    'https://lab.example.org/here/?model=m&accelerator=a#r=1.xyz',
  );
});
