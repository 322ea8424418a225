/** What pages ask across a thread: the library’s own answer, wrong input as an answer, and nothing for a question that a newer one ended. */
import { describe, expect, test } from 'vitest';
import { agent, type AgentInput } from '../../src/index.ts';
import { createQuestionApi } from '../../workers/question-api.ts';

const task: AgentInput = { task: { preset: 'coding-session', steps: 8 }, prices: { input: 5, cached: 0.5, output: 25 } };

describe('questions of pages', () => {
  test('are answered as the library answers them', async () => {
    const shares: number[] = [];
    const answered = await createQuestionApi().agent(task, (share) => void shares.push(share));
    expect(answered).toEqual({ ok: true, value: await agent(task) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  test('wrong input is an answer that names the field', async () => {
    const answered = await createQuestionApi().agent({ task: { steps: 0 }, prices: { input: 1, output: 1 } }, () => undefined);
    expect(answered).toMatchObject({ ok: false, error: { code: 'out-of-range', path: 'task.steps' } });
  });

  test('a newer question ends the older, and a cancel ends both', async () => {
    const api = createQuestionApi();
    const older = api.agent(task, () => undefined);
    const newer = api.agent({ ...task, seed: 2 }, () => undefined);
    expect(await older).toBeNull();
    expect(await newer).toMatchObject({ ok: true });
    const last = api.agent(task, () => undefined);
    api.cancel();
    expect(await last).toBeNull();
  });
});
