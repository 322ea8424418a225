import { beforeAll, describe, expect, it } from 'vitest';
import { agentLines } from '../../../src/cli/lines/agent-lines.ts';

const prices = { input: 4, cached: 0.4, output: 20 };
const task = { steps: 4, systemTokens: 900, newTokensPerStep: 100, outputTokensPerStep: 30 };

describe('lines of agent', () => {
  let answer: Awaited<ReturnType<typeof agentLines>>;
  beforeAll(async () => {
    answer = await agentLines();
  });
  const lineOf = (input: unknown) => {
    const { line, failed } = answer(typeof input === 'string' ? input : JSON.stringify(input));
    return { failed, line, row: JSON.parse(line) as Record<string, unknown> };
  };

  it('carry the id first, whatever it is, and stay under 4 kB', () => {
    const { line, failed, row } = lineOf({ id: { run: 3 }, task, prices });
    expect(failed).toBe(false);
    expect(line.startsWith('{"id":{"run":3},"feasible":true')).toBe(true);
    expect(line.length).toBeLessThan(4096);
    expect(row).toMatchObject({ calls: { value: 4, unit: 'calls' }, usdPerTask: { unit: 'USD' } });
    expect(lineOf({ task, prices }).line.startsWith('{"feasible":true')).toBe(true);
  });

  it('tell names that were no ids', () => {
    const scenario = { model: 'meta-llama/Llama-3.3-70B-Instruct', accelerator: 'NVIDIA H100 80GB HBM3' };
    const { row } = lineOf({ id: 1, task, scenario });
    expect(row).toMatchObject({ id: 1, resolved: { model: 'llama-3.3-70b', accelerator: 'h100-80-sxm' }, feasible: true });
  });

  it('that are wrong name the field, with their id', () => {
    expect(lineOf({ id: 'x', task: { ...task, retryRate: 1 }, prices })).toMatchObject({
      failed: true,
      row: { id: 'x', error: { code: 'out-of-range', path: 'task.retryRate' } },
    });
    expect(lineOf('not JSON').row).toMatchObject({ error: { code: 'bad-json' } });
    expect(lineOf('[]').row).toMatchObject({ error: { code: 'wrong-type', path: '' } });
  });

  it('that cannot be served are answers', () => {
    const { failed, row } = lineOf({ task: { ...task, steps: 3000 }, scenario: { model: 'llama-3.3-70b', accelerator: 'h200-sxm' } });
    expect(failed).toBe(false);
    expect(row).toMatchObject({ feasible: false, reason: { code: 'context-too-long' } });
  });
});
