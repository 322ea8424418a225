import { describe, expect, test, vi, afterEach } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { linkAt } from '../../src/cli/commands/lab.ts';

afterEach(() => vi.restoreAllMocks());

async function called(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const status = await runCommandLine(words);
  vi.restoreAllMocks();
  return { status, out, err };
}

describe('runCommandLine', () => {
  test('--help lists the commands', async () => {
    const { status, out, err } = await called('--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const name of ['lab', 'measure', 'estimate', 'operators', 'serve']) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  test('no command: the same text, but wrong', async () => {
    expect(await called()).toMatchObject({ status: 2, err: '' });
  });

  test.each(['lab', 'measure', 'estimate', 'operators', 'serve'])('%s --help explains its flags with examples', async (name) => {
    const { status, out } = await called(name, '--help');
    expect(status).toBe(0);
    expect(out).toContain(`Usage: inference-cost-lab ${name} [flags]`);
    expect(out).toMatch(/Examples\n {2}\S/);
  });

  test.each([
    [['estimat'], 'no command "estimat"; did you mean "estimate"?\n'],
    [['toString'], /^no command "toString"; /],
    [['lab', '--hedaed'], 'no flag "--hedaed"; did you mean "--headed"?\n'],
    [['lab', '--base', 'nowhere'], '--base is "nowhere"; expected an address such as https://lab.example.org/\n'],
    [['serve', '--port', 'x'], '--port is "x"; expected 0 to 65535\n'],
    [['estimate', '--run', '/nowhere/run.json'], /^--run \/nowhere\/run\.json could not be read: /],
  ])('%j: named on standard error, status 2', async (words, message) => {
    const { status, out, err } = await called(...words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
  });
});

test('linkAt keeps scenario and result and moves them', () => {
  expect(linkAt(new URL('https://lab.example.org/here/'), 'http://localhost:39999/?model=m&accelerator=a#r=1.xyz')).toBe(
    'https://lab.example.org/here/?model=m&accelerator=a#r=1.xyz',
  );
});
