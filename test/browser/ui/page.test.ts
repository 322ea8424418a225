import { afterEach, describe, expect, it } from 'vitest';
import { page as viewport, userEvent } from 'vitest/browser';
import '../../../src/ui/page/app.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { LabMeasure } from '../../../src/ui/measure/measure.ts';
import { expectAccessible, focused, inside, insideAs, openPage, pause, press, textOf, until } from '../mount.ts';

const before = location.href;
afterEach(() => history.replaceState(null, '', before));

/** The whole page at an address, with its figures drawn and the adapter known. */
async function page(query = '', hash = ''): Promise<LabApp> {
  const url = new URL(location.href);
  for (const key of ['v', 'model', 'concurrency', 'accelerator', 'engine', 'colour', 'inputTokens']) url.searchParams.delete(key);
  for (const [key, value] of new URLSearchParams(query)) url.searchParams.set(key, value);
  url.hash = hash;
  history.replaceState(null, '', url);
  const app = document.createElement('lab-app');
  document.body.append(app);
  await until(
    () => app.shadowRoot?.querySelector('lab-cost-figure')?.shadowRoot?.querySelector('lab-figure')?.shadowRoot?.querySelector('svg') !== null,
    'the figures',
  );
  await until(() => app.session.costRows.length > 0 && app.session.sensitivity.moved !== null, 'the cost table and what moves it');
  await until(() => ['idle', 'unavailable'].includes(app.session.measuring.state.kind), 'the probe');
  await pause(300);
  return app;
}

/** No letter of these figures is drawn below 12 px. */
function expectReadable(app: LabApp, figures: readonly string[]): void {
  for (const figure of figures) {
    const svg = insideAs(SVGSVGElement, inside(inside(app, figure), 'lab-figure'), 'svg.chart');
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    for (const text of svg.querySelectorAll('text')) expect(parseFloat(getComputedStyle(text).fontSize) * scale).toBeGreaterThanOrEqual(11.9);
  }
}

const sentence = (app: LabApp): string => textOf(inside(app, 'lab-sentence'));

describe('page', () => {
  it.each(['light', 'dark'])('is accessible in %s', async (scheme) => {
    document.documentElement.dataset['scheme'] = scheme;
    await page();
    await expectAccessible(document);
  });

  it('answers before anything is measured, and says exactly what leaves the page', async () => {
    const app = await page();
    expect(sentence(app)).toContain('A million output tokens of');
    expect(inside(inside(app, 'lab-answer'), '.hero').textContent).toMatch(/\$\d/);
    expect(textOf(inside(app, 'footer'))).toContain(
      'A request is made only when you ask for it: a model’s configuration and its number formats, from huggingface.co.',
    );
  });

  it('says what the adapter is, and that a software adapter is the processor', async () => {
    const app = await page();
    const measure = insideAs(LabMeasure, app, 'lab-measure');
    expect(app.session.measuring.state).toEqual({ kind: 'idle', adapter: null });
    insideAs(HTMLButtonElement, measure, 'button.primary').focus();
    await until(() => app.session.measuring.state.kind !== 'idle', 'the question');
    await until(() => app.session.measuring.state.kind !== 'probing', 'the adapter');
    const { state } = app.session.measuring;
    if (state.kind === 'idle' && state.adapter?.fallback) {
      expect(textOf(measure)).toContain('processor');
      expect(textOf(measure)).toContain('enter no estimate');
    } else expect(textOf(measure)).toMatch(/Measure my GPU|What to put into a report/);
  });

  it('undoes a choice with one key, and keeps the address current', async () => {
    const app = await page();
    app.session.scenario.change({ concurrency: 64 });
    await until(() => new URL(location.href).searchParams.get('concurrency') === '64', 'the address');
    expect(sentence(app)).toContain('64 users at once');
    press('u', document.body);
    await until(() => !sentence(app).includes('64 users at once'), 'the undo');
  });

  it('names what a link got wrong, keeps the rest, and lets it be dismissed', async () => {
    const app = await page('v=1&concurrency=64&colour=red&inputTokens=abc', 'r=1.broken');
    const notice = inside(app, 'lab-notice');
    expect(textOf(notice)).toMatch(/inputTokens.*colour|colour.*inputTokens/);
    expect(textOf(notice)).toContain('damaged');
    expect(sentence(app)).toContain('64 users at once');
    inside(notice, 'button').click();
    await app.updateComplete;
    expect(app.shadowRoot?.querySelector('lab-notice')).toBeNull();
  });

  it('opens its dialogs by key, accessible, and closes them with Escape', async () => {
    const app = await page();
    for (const [key, tag] of [
      ['s', 'lab-share'],
      ['a', 'lab-choices'],
      ['?', 'lab-keys'],
    ] as const) {
      press(key, document.body);
      const dialog = insideAs(HTMLDialogElement, inside(app, tag), 'dialog');
      await until(() => dialog.open, tag);
      await pause(200);
      await expectAccessible(document);
      await userEvent.keyboard('{Escape}');
      await until(() => !dialog.open, `${tag} to close`);
    }
  });

  it('gives the focus back to the word after the dialog for another model', async () => {
    const app = await page();
    const word = inside(inside(app, 'lab-sentence'), 'lab-word');
    inside(word, '.word').focus();
    await userEvent.keyboard('{Enter}');
    await until(
      () => word.shadowRoot?.querySelector('lab-model-choice')?.shadowRoot?.querySelector('.other button') instanceof HTMLElement,
      'the choices',
    );
    inside(inside(word, 'lab-model-choice'), '.other button').focus();
    await userEvent.keyboard('{Enter}');
    const dialog = insideAs(HTMLDialogElement, inside(app, 'lab-import'), 'dialog');
    await until(() => dialog.open, 'the dialog');
    await pause(200);
    await userEvent.keyboard('{Escape}');
    await until(() => !dialog.open, 'the dialog to close');
    await until(() => focused() === inside(word, '.word'), 'the focus');
  });

  it('says before sharing what is inside', async () => {
    const app = await page();
    press('s', document.body);
    const share = inside(app, 'lab-share');
    await until(() => textOf(share).includes('Not inside'), 'the dialog');
    expect(textOf(share)).toContain('any measurement, anything about you');
    await until(() => insideAs(HTMLTextAreaElement, share, 'textarea').value.includes('model=llama-3.3-70b'), 'the link');
  });

  it('puts an accelerator from the figure into the sentence', async () => {
    const app = await page();
    const figure = inside(inside(app, 'lab-cost-figure'), 'lab-figure');
    const plot = inside(figure, '.plot');
    press('Home', plot);
    press('Enter', plot);
    await until(() => app.session.scenario.canUndo, 'the choice');
    expect(app.session.scenario.current.accelerator).toBe(app.session.costRows[0]?.acceleratorId);
  });

  it.each([390, 768, 1280])('fits a window of %i px, with no letter of a figure below 12', async (width) => {
    await viewport.viewport(width, 844);
    try {
      const app = await page();
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
      expectReadable(app, ['lab-cost-figure', 'lab-sensitivity-figure', 'lab-time-figure']);
    } finally {
      await viewport.viewport(1280, 800);
    }
  });

  it.each([390, 768, 1280])('the page of the visitor’s GPU fits a window of %i px, with no letter of a figure below 12', async (width) => {
    await viewport.viewport(width, 844);
    try {
      const app = await page();
      await openPage(app, 'measure');
      await pause(300);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
      expectReadable(app, ['lab-roofline-figure']);
      await expectAccessible(document);
    } finally {
      await viewport.viewport(1280, 800);
    }
  });

  it('can be walked with Tab alone, every stop visible', async () => {
    await page();
    const stops: string[] = [];
    for (let step = 0; step < 25; step++) {
      await userEvent.keyboard('{Tab}');
      const element = focused();
      if (!element || element === document.body) break;
      stops.push(element.getAttribute('aria-label') ?? element.textContent);
      expect(getComputedStyle(element).outlineStyle, stops.at(-1)).not.toBe('none');
    }
    expect(stops.some((stop) => stop.startsWith('Model:'))).toBe(true);
    expect(stops.some((stop) => stop.includes('Measure'))).toBe(true);
  });
});
