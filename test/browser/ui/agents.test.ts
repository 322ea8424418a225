/** Whoever runs an agent: what a task costs, what moves it, a link that brings the question back, and what to do where it does not run. */
import { describe, expect, it } from 'vitest';
import { agent, type AgentEstimate, type AgentInput } from '../../../src/index.ts';
import { Answering } from '../../../src/session/answering.ts';
import { startQuestionOnPage } from '../../../src/session/question-host.ts';
import { taskAnswerOf, taskOf } from '../../../src/ui/agents/task-session.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { agentInput, openingTask } from '../../../src/ui/text/task-question.ts';
import { formatMoney } from '../../../src/units/format.ts';
import { enter, expectAccessible, inside, insideAs, numberIn, pause, textOf, until } from '../mount.ts';
import { openLab } from '../open-lab.ts';
import { LabWord } from '../../../src/ui/form/word/word.ts';

const agents = (search: string): Promise<LabApp> => openLab('agents', search, 'lab-task-presets');

const page = (app: LabApp): HTMLElement => inside(app, 'lab-task');
const answered = (app: LabApp): Promise<void> => until(() => taskAnswerOf(app.session).state.kind === 'finished', 'the answer', 60_000);

/** What opens under a word of the sentence. */
async function opened(app: LabApp, label: string): Promise<HTMLElement> {
  const sentence = inside(page(app), 'lab-task-sentence');
  const word = [...(sentence.shadowRoot?.querySelectorAll('lab-word') ?? [])].find((each) => each.label === label);
  if (!word) throw new Error(`no word ${label}`);
  await word.toggle();
  await until(() => word.shadowRoot?.querySelector('lab-task-fields') !== null, label);
  const fields = inside(word, 'lab-task-fields');
  await pause(50);
  return fields;
}

describe('the page of agents', () => {
  it('says what a task costs as the library does, and an edited word is another answer and another link', async () => {
    const app = await agents('v=1');
    await answered(app);
    await pause(50);
    const said = await agent(agentInput(openingTask, app.session.scenario.current));
    expect(said.usdPerTask).not.toBeNull();
    expect(inside(page(app), '.hero strong').textContent).toBe(said.usdPerTask && formatMoney(said.usdPerTask).value);
    expect(textOf(page(app))).toContain('What a success costs is not known');
    await pause(300);
    await expectAccessible(document);

    const success = await opened(app, 'Success');
    await enter(numberIn(success, 'Tasks that succeed, %'), '50');
    await answered(app);
    await pause(400);
    expect(textOf(page(app))).toMatch(/\$[\d.]+ for each success/);
    expect(new URL(location.href).searchParams.get('task.success')).toBe('0.5');
    await enter(numberIn(success, 'Tasks that succeed, %'), '400');
    const field = success.shadowRoot?.querySelector('lab-number');
    expect(field && insideAs(HTMLInputElement, field, 'input').getAttribute('aria-invalid')).toBe('true');
    expect(field && textOf(field)).toContain('Expected at most 100');
    expect(taskOf(app.session).current.task.success).toBe(0.5);

    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true }));
    expect(taskOf(app.session).current).toEqual(openingTask);
    await until(() => !location.search.includes('task.'), 'the address');
  });

  it('opens a link with its task, at the list prices of a host, and says what it could not read', async () => {
    const app = await agents('v=1&task.preset=chat&task.prices.input=2&task.prices.output=8&task.fanout=2');
    await answered(app);
    await pause(50);
    expect(textOf(page(app))).toContain('fanout: no such field; did you mean fanOut');
    // 7,590 tokens in, 40 % of them cached and billed as new, and 182 out.
    expect(inside(page(app), '.hero strong').textContent).toBe('$0.017');
    expect(inside(inside(app, 'lab-task-parts'), 'lab-parts')).not.toBeNull();
    const [word] = [...(inside(page(app), 'lab-task-sentence').shadowRoot?.querySelectorAll('lab-word') ?? [])].filter(
      ({ label }) => label === 'Where it runs',
    );
    expect(word).toBeInstanceOf(LabWord);
    expect(word?.words).toBe('prices of your own');
  });

  it('says why a task does not run on the scenario, and what would', async () => {
    const app = await agents('v=1&task.preset=coding-session');
    await answered(app);
    await pause(50);
    expect(inside(page(app), '.hero').textContent).toContain('The request is too long');
    expect(textOf(inside(app, 'lab-task-levers'))).toContain('does not run');
    await expectAccessible(document);
    inside(page(app), '.remedies button').click();
    await until(() => taskAnswerOf(app.session).shown?.answer.feasible === true, 'an answer', 60_000);
  });
});

describe('an answer', () => {
  const task: AgentInput = { task: { preset: 'coding-session', steps: 8 }, prices: { input: 5, cached: 0.5, output: 25 } };
  const verb = new Answering<AgentInput, AgentEstimate>((api, input, onProgress) => api.agent(input, onProgress));

  it('comes from the page where no worker starts', async () => {
    const answering = new Answering<AgentInput, AgentEstimate>((api, input, onProgress) => api.agent(input, onProgress), {
      worker: () => {
        throw new Error('blocked');
      },
      page: startQuestionOnPage,
    });
    await answering.ask(task);
    expect(answering.state.kind).toBe('finished');
    expect(answering.shown?.answer).toEqual(await agent(task));
  });

  it('can be cancelled, asked again, and refused in words', async () => {
    void verb.ask(task);
    expect(verb.state.kind).toBe('running');
    verb.cancel();
    expect(verb.state.kind).toBe('cancelled');
    await verb.ask(task);
    expect(verb.state.kind).toBe('finished');
    await verb.ask({ ...task, roundTrip: 100 });
    expect(verb.state).toMatchObject({ kind: 'refused', error: { path: 'roundTrip' } });
    expect(verb.shown?.of).toEqual(task);
    verb.leave();
  });
});
