/** What a benchmark printed, judged on the page: the forms of the tools, what is asked for, what is wrong, and the way onto the Cost page. */
import { describe, expect, it } from 'vitest';
import { readResults } from '../../../src/scenario/from/read-results.ts';
import { verdict } from '../../../src/estimate/verdict/verdict.ts';
import { checkViewOf, givenFor, scenarioOf } from '../../../src/session/check-view.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';
import { exampleText } from '../../../src/ui/check/example.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { enter, expectAccessible, inside, insideAs, numberIn, pause, textOf, until } from '../mount.ts';
import { openLab } from '../open-lab.ts';

const fixtures = import.meta.glob<string>('../../fixtures/results/*', { query: '?raw', import: 'default', eager: true });
const fixture = (name: string): string => fixtures[`../../fixtures/results/${name}`] ?? '';

const check = (): Promise<LabApp> => openLab('check', '', 'lab-check');

const part = (app: LabApp, tag: string): Element => inside(inside(app, 'lab-check'), tag);
const box = (app: LabApp): HTMLTextAreaElement => insideAs(HTMLTextAreaElement, part(app, 'lab-check-box'), 'textarea');

async function paste(app: LabApp, text: string): Promise<void> {
  box(app).value = text;
  box(app).dispatchEvent(new ClipboardEvent('paste', { bubbles: true }));
  await until(() => checkViewOf(app.session).text === text, 'the text');
  await settled(app);
}

async function settled(app: LabApp): Promise<void> {
  await until(() => ['judged', 'unreadable', 'empty', 'failed'].includes(checkViewOf(app.session).state.kind), 'the verdicts');
  await pause(30);
}

function button(host: Element, words: string): HTMLElement {
  const found = [...(host.shadowRoot?.querySelectorAll('button') ?? [])].find((each) => each.textContent.trim() === words);
  if (!found) throw new Error(`no button ${words} in ${host.localName}`);
  return found;
}

describe('the page that checks', () => {
  it('says before anything is pasted what it reads and that nothing is uploaded', async () => {
    const app = await check();
    expect(textOf(part(app, 'lab-check-box'))).toMatch(/llama-bench.*nothing is uploaded/);
    await expectAccessible(document);
  });

  it('asks for what the tool did not say, and answers as the library does', async () => {
    const app = await check();
    await paste(app, fixture('vllm-table.txt'));
    expect(textOf(part(app, 'lab-check-answer'))).toContain('say the accelerator and how many accelerators');
    const questions = part(app, 'lab-check-questions');
    const word = inside(questions, 'lab-word');
    expect(textOf(word)).toBe('which one?');
    inside(word, '.word').click();
    await until(() => word.shadowRoot?.querySelector('lab-picker') !== null, 'the picker');
    inside(word, 'lab-picker').dispatchEvent(new CustomEvent('lab-pick', { detail: 'h100-80-sxm', bubbles: true, composed: true }));
    await settled(app);
    await enter(numberIn(questions, 'How many accelerators'), '1');
    await settled(app);
    const results = readResults(fixture('vllm-table.txt'));
    const expected = results.ok && results.value[0] ? verdict(results.value[0], { accelerator: 'h100-80-sxm', accelerators: 1 }) : null;
    expect(checkViewOf(app.session).shown?.answer).toEqual(expected);
    expect(textOf(part(app, 'lab-check-answer'))).toMatch(/as fast as it should be|times (slower|faster)/i);
    await enter(numberIn(questions, 'How many accelerators'), '1.5');
    expect(textOf(questions)).toContain('Expected a whole number from 1');
  });

  it('shows an example that is read like any other, and puts it onto the Cost page as one edit', async () => {
    const app = await check();
    button(part(app, 'lab-check-box'), 'Show me an example').click();
    await settled(app);
    expect(box(app).value).toBe(exampleText);
    expect(textOf(part(app, 'lab-check-answer'))).toMatch(/times slower than it should be .* times as long/);
    expect(textOf(inside(app, 'lab-times-figure'))).toContain('Measured');
    expect(inside(app, 'lab-causes-figure').shadowRoot?.querySelectorAll('li').length).toBeGreaterThan(0);
    await expectAccessible(document);
    button(part(app, 'lab-check-answer'), 'Use as my scenario').click();
    await until(() => app.session.navigation.page.id === 'cost', 'the Cost page');
    expect(app.session.scenario.current).toMatchObject({ model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', accelerators: 1, concurrency: 32 });
    expect(app.session.scenario.current.anchor).toHaveLength(1);
    expect(app.session.estimate.timePerOutputToken?.evidence).toBe('anchored');
    app.session.scenario.undo();
    expect(app.session.scenario.current).toEqual(defaultScenario);
  });

  it('lists several results with a verdict each, of which one is shown', async () => {
    const app = await check();
    await paste(app, fixture('llama-bench.md'));
    const questions = part(app, 'lab-check-questions');
    expect(textOf(questions)).toContain('llama 8B Q4_K - Medium');
    checkViewOf(app.session).nameModel('llama 8B Q4_K - Medium', 'llama-3.1-8b');
    await enter(numberIn(questions, 'How many accelerators'), '1');
    await settled(app);
    const list = inside(app, 'lab-results-figure');
    expect(textOf(list)).toMatch(/Of 3 results/);
    const rows = [...(list.shadowRoot?.querySelectorAll('tbody button') ?? [])] as HTMLElement[];
    expect(rows).toHaveLength(3);
    rows[2]?.click();
    await pause(30);
    expect(textOf(part(app, 'lab-check-answer'))).toContain('line 7');
    await expectAccessible(document);
  });

  it('offers the nearest of the catalogue for a name that it does not have', async () => {
    const app = await check();
    await paste(app, exampleText.replace('Llama-3.1-8B-Instruct', 'Llama-3.1-8BB'));
    await until(() => part(app, 'lab-check-questions').shadowRoot?.querySelector('.near button') !== null, 'the nearest');
    insideAs(HTMLButtonElement, part(app, 'lab-check-questions'), '.near button').click();
    await settled(app);
    expect(Object.keys(checkViewOf(app.session).given.models)).toEqual(['meta-llama/Llama-3.1-8BB']);
  });

  it.each([
    ['what no tool prints', 'hello', /Line 1: .*none of what the lab reads.*vllm bench serve/],
    ['a field of the wrong kind', fixture('vllm-result.json').replace('"mean_tpot_ms": 47.9', '"mean_tpot_ms": "soon"'), /Line \d+, mean_tpot_ms: /],
    ['half a file', fixture('vllm-result.json').slice(0, 400), /Line \d+.*JSON/],
  ])('says of %s where it is and what was expected', async (_, text, words) => {
    const app = await check();
    await paste(app, text);
    expect(textOf(inside(part(app, 'lab-check-box'), '#said'))).toMatch(words);
    expect(box(app).getAttribute('aria-invalid')).toBe('true');
    button(part(app, 'lab-check-box'), 'Clear').click();
    await settled(app);
    expect(checkViewOf(app.session).state.kind).toBe('empty');
  });

  it('reads a file that is chosen', async () => {
    const app = await check();
    const input = insideAs(HTMLInputElement, part(app, 'lab-check-box'), 'input');
    const files = new DataTransfer();
    files.items.add(new File([fixture('trtllm-report.txt')], 'report.txt'));
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await until(() => checkViewOf(app.session).results.length === 1, 'the file');
    await settled(app);
    expect(textOf(part(app, 'lab-check-box'))).toContain('report.txt: 1 result read on this page');
  });
});

describe('every tool’s form', () => {
  it('is read, and judged as the library judges it with the same answers', async () => {
    const { CheckView } = await import('../../../src/session/check-view.ts');
    expect(Object.keys(fixtures).length).toBeGreaterThan(15);
    for (const [name, text] of Object.entries(fixtures)) {
      const view = new CheckView();
      const given = {
        models: new Proxy({}, { get: () => 'llama-3.1-8b' }),
        accelerators: new Proxy({}, { get: () => 'h200-sxm' }),
        numbers: { count: 8, tensor: 8, inputTokens: 512, outputTokens: 128, concurrency: 4 },
      };
      await view.read(text, given);
      expect(view.state.kind, name).toBe('judged');
      const { result, asks, answer } = view.results[0]!;
      expect(answer, name).toEqual(verdict(result, givenFor(result, asks, given)));
      if (answer?.ok && answer.value.verdict !== null) expect(scenarioOf(answer.value), name).not.toBeNull();
    }
  }, 30_000);
});
