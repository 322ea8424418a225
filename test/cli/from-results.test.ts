/** `estimate --from`: a verdict a result, what is missing asked for, slips named. */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/results/${name}`, import.meta.url));
afterEach(() => vi.restoreAllMocks());

async function answered(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const status = await runCommandLine(['estimate', ...words], { print: async (text) => void (out += text) });
  return { status, out, err };
}

describe('estimate --from', () => {
  it('asks for what the tool did not say', async () => {
    const { status, out, err } = await answered('--from', fixture('vllm-table.txt'));
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ missing: ['accelerator', 'accelerators'], verdict: null });
    expect(err).toContain(`--scenario '{"accelerator":"h100-80-sxm","accelerators":1}'`);
  });

  it('answers once it is given, by key flags or as an object', async () => {
    const flags = await answered('--from', fixture('vllm-table.txt'), '--accelerator', 'h100-80-sxm', '--accelerators', '1');
    const object = await answered('--from', fixture('vllm-table.txt'), '--scenario', '{"accelerator":"h100-80-sxm","accelerators":1}');
    expect(flags).toMatchObject({ status: 0, err: '' });
    expect(object.out).toBe(flags.out);
    expect(JSON.parse(flags.out)).toMatchObject({ missing: [], ratio: { unit: '×' } });
  });

  it('writes a line a result', async () => {
    const { out } = await answered('--from', fixture('llama-bench.jsonl'));
    expect(out.trim().split('\n')).toHaveLength(2);
  });

  it.each([
    [['--from', fixture('nothing')], /--from .* could not be read/],
    [['--from', fixture('vllm-table.txt'), '--scenario', '{'], /--scenario is not JSON/],
    [['--from', fixture('vllm-table.txt'), '--scenario', '3'], /expected an object of scenario keys/],
    [['--accelerator', 'h100-80-sxm'], /--accelerator belongs to --from/],
  ])('%j is refused in one line', async (words, message) => {
    const { status, err } = await answered(...words);
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });
});
