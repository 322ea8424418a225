/** The task of the page of agents: kept in an address, asked as the library reads it, and said in words. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAgent } from '../../src/agent/parse-request.ts';
import { agent } from '../../src/agent/library.ts';
import { agentPresets } from '../../src/catalogue/agent-presets.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { questionFromQuery } from '../../src/scenario/query.ts';
import { withQuestion } from '../../src/session/address.ts';
import { agentInput, droppedFrom, offerId, offers, openingTask, taskForm, wholeTask, type TaskQuestion } from '../../src/ui/text/task-question.ts';
import { taskRemedies } from '../../src/ui/text/task-remedies.ts';
import {
  energyOf,
  levers,
  leversTitle,
  lengthWords,
  moneyParts,
  partsTitle,
  presetWords,
  stepsWords,
  timeParts,
  toolWords,
} from '../../src/ui/text/task-words.ts';

const read = (search: string) => taskForm.read(questionFromQuery(new URLSearchParams(search), 'task'));
const throughLink = (question: TaskQuestion) =>
  taskForm.read(questionFromQuery(withQuestion('https://lab.example/agents/', 'task', taskForm.write(question)).searchParams, 'task'));

describe('a task in the address', () => {
  test('the opening one is the bare address', () => {
    expect(taskForm.write(openingTask)).toBeNull();
    expect(read('model=kimi-k2')).toEqual({ value: openingTask, problems: [] });
  });

  test('comes back as it went, whatever was said of it', () => {
    const offer = offers()[3];
    const questions = fc.record({
      task: fc.record(
        {
          preset: fc.constantFrom(...agentPresets().map(({ id }) => id)),
          steps: fc.integer({ min: 1, max: 500 }),
          newTokensPerStep: fc.integer({ min: 0, max: 100_000 }),
          toolSeconds: fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 100 })).map(([p50, more]) => ({ p50, p90: p50 + more })),
          fanOut: fc.integer({ min: 1, max: 8 }),
          retryRate: fc.integer({ min: 0, max: 95 }).map((percent) => percent / 100),
          success: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
        },
        { requiredKeys: ['preset'] },
      ),
      at: fc.constantFrom(null, offer ? offerId(offer) : null, { input: 3, cacheWrite: null, cached: 0.3, output: 15 }),
      roundTrip: fc.constantFrom(0, 0.03),
      tasksPerHour: fc.constantFrom(null, 12.5),
      seed: fc.integer({ min: 0, max: 4_294_967_295 }),
    });
    fc.assert(
      fc.property(questions, (question) => {
        expect(throughLink(question)).toEqual({ value: question, problems: [] });
      }),
      { numRuns: 100 },
    );
  });

  test('what is wrong in it is said by name, and nothing else is lost', () => {
    const { value, problems } = read('task.preset=coding-sesion&task.steps=-2&task.retryRate=0.1&task.stepps=3&task.offer=nobody/none');
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toMatch(/preset: .*coding-session/);
    expect(problems.join('\n')).toMatch(/steps: expected at least 1/);
    expect(problems.join('\n')).toMatch(/stepps: no such field; did you mean steps/);
    expect(value.task.retryRate).toBe(0.1);
    expect(wholeTask(value.task).steps).toBe(8);
    expect(value.at).toBeNull();
  });

  test('what does not go together is left out, and the rest is asked', () => {
    const { value, problems } = read(
      'task.steps=4&task.newTokensPerStep=100&task.outputTokensPerStep=50&task.toolSeconds.p50=9&task.toolSeconds.p90=2',
    );
    expect(problems).toEqual([expect.stringContaining('below the median')]);
    expect(value.task).toEqual({ steps: 4, newTokensPerStep: 100, outputTokensPerStep: 50 });
  });
});

describe('a task as the library reads it', () => {
  test('whatever load and lengths the scenario has, the question can be asked', () => {
    const scenarios = [
      defaultScenario,
      { ...defaultScenario, concurrency: 32, inputTokens: 4096, prefixHitRate: 0.5 },
      { ...defaultScenario, requestsPerSecond: 50, peakToMean: 3, utilisation: 0.4 },
      { ...defaultScenario, anchor: [{ concurrency: 8, timePerOutputToken: 0.02 }], weights: 'fp8' as const },
    ];
    for (const scenario of scenarios)
      for (const tasksPerHour of [null, 10]) expect(parseAgent(agentInput({ ...openingTask, tasksPerHour }, scenario))).toMatchObject({ ok: true });
    expect(droppedFrom(defaultScenario)).toEqual([]);
    expect(
      scenarios
        .slice(1)
        .map(droppedFrom)
        .every((keys) => keys.length > 0),
    ).toBe(true);
  });

  test('at list prices it asks for nothing of the scenario', () => {
    const offer = offers()[0];
    const input = agentInput({ ...openingTask, at: offer ? offerId(offer) : null }, { ...defaultScenario, concurrency: 4 });
    expect(input.scenario).toBeUndefined();
    expect(input.prices?.input).toBe(offer?.input.value);
    expect(parseAgent(input)).toMatchObject({ ok: true });
  });
});

describe('a task in words', () => {
  test('as a person would say it', () => {
    const task = wholeTask(openingTask.task);
    expect([presetWords(task), stepsWords(task), lengthWords(task), toolWords(task)]).toEqual([
      'coding session',
      '8 steps',
      '2,776 tokens in and 523 out',
      'tools of 300 ms, one in ten above 13.6 s',
    ]);
    expect(energyOf({ value: 69_000, low: 44_000, high: 109_000, unit: 'J', evidence: 'prior' })).toMatchObject({ value: 69, unit: 'kJ' });
  });

  test('parts make the whole, and titles name the largest', async () => {
    const answer = await agent({
      task: { steps: 2, newTokensPerStep: 1000, outputTokensPerStep: 100, toolSeconds: 30, callSeconds: 10 },
      prices: { input: 1, cached: 0.1, output: 10 },
    });
    // 2,100 new tokens at $1, 1,000 cached at $0.10 and 200 written at $10, per million.
    const money = moneyParts(answer);
    expect(money.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(answer.usdPerTask?.value ?? 0, 10);
    expect(partsTitle(money, 'what a task costs')).toBe('Half of what a task costs is reading new input');
    expect(partsTitle(timeParts(answer), 'a task’s time')).toBe('Three quarters of a task’s time is waiting for tools');
    expect(leversTitle(levers(answer))).toMatch(/^A point more of /);
  });

  test('where the prompts are too long for the model, steps that fit, a model that holds them and a host are offered', async () => {
    const question = { ...openingTask, task: { preset: 'coding-session' } };
    const answer = await agent(agentInput(question, defaultScenario));
    expect(answer.reason?.code).toBe('context-too-long');
    const offered = taskRemedies(answer, question);
    expect(offered).toHaveLength(3);
    const [fewer] = offered;
    const shorter = await agent(agentInput(fewer?.question ?? question, defaultScenario));
    expect(shorter.longestContext).toBeLessThanOrEqual(131_072);
    expect(shorter.longestContext).toBeGreaterThan(125_000);
    expect(offered[2]?.question?.at).not.toBeNull();
  });
});
