/** Questions are a map over lines: cut anywhere at a line end, over any number of processes, the answers are the same to the byte. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

const answer = (command: string, lines: readonly string[]): { readonly status: number | null; readonly out: string } => {
  const { status, stdout } = spawnSync(process.execPath, ['dist/cli.js', command], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status, out: stdout };
};

const chips = ['h100-80-sxm', 'h200-sxm', 'b200-sxm', 'mi300x'];
const estimates = chips.flatMap((accelerator) =>
  [256, 2048, 8192].map((inputTokens) => ({ id: `${accelerator}/${inputTokens}`, scenario: { model: 'llama-3.3-70b', accelerator, inputTokens } })),
);
const questions: Readonly<Record<string, readonly object[]>> = {
  estimate: [...estimates.slice(0, 5), { id: 'wrong', scenario: { model: 'llama-3.3-70b', accelerator: 'h200' } }, ...estimates.slice(5)],
  train: chips.map((accelerator) => ({
    id: accelerator,
    training: { kind: 'fine-tune', method: 'lora', model: 'llama-3.1-8b', accelerator, precision: 'bf16', tokens: 1e8 },
  })),
  agent: ['coding-session', 'chat'].map((preset) => ({ id: preset, task: { preset }, prices: { input: 3, cached: 0.3, output: 15 } })),
};

describe('a map over lines', () => {
  test.each(Object.entries(questions))('%s answers parts as it answers the whole', (command, rows) => {
    const lines = rows.map((row) => JSON.stringify(row));
    const whole = answer(command, lines);
    expect(whole.out.trim().split('\n')).toHaveLength(lines.length);
    const cuts = [1, Math.ceil(lines.length / 2)];
    const parts = [lines.slice(0, cuts[0]), lines.slice(cuts[0], cuts[1]), lines.slice(cuts[1])].filter((part) => part.length > 0);
    expect(parts.map((part) => answer(command, part).out).join('')).toBe(whole.out);
  });

  const parallel = spawnSync('parallel', ['--version'], { encoding: 'utf8' });
  const isGnu = parallel.status === 0 && parallel.stdout.includes('GNU');
  test.skipIf(!isGnu)('GNU parallel --pipe gives the same bytes (skipped where it is not installed)', () => {
    const input = `${estimates.map((row) => JSON.stringify(row)).join('\n')}\n`;
    const { status, stdout } = spawnSync('parallel', ['--pipe', '--block', '1k', '-k', process.execPath, 'dist/cli.js', 'estimate'], {
      input,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toBe(
      answer(
        'estimate',
        estimates.map((row) => JSON.stringify(row)),
      ).out,
    );
  });
});
