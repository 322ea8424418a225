/** Pages of the lab: one scenario in every address, a step in the history for each page, Back to where the reader was. */
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { RunHistory } from '../../../src/session/run-history.ts';
import { Session } from '../../../src/session/session.ts';
import '../../../src/ui/page/app.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { measuringWith } from '../fake-run.ts';
import { expectAccessible, focused, inside, insideAs, pause, textOf, until } from '../mount.ts';

const before = location.href;
afterEach(() => history.replaceState(null, '', before));

async function page(search: string, hash = ''): Promise<LabApp> {
  const url = new URL(location.href);
  url.search = search;
  url.hash = hash;
  history.replaceState(null, '', url);
  const app = document.createElement('lab-app');
  app.session = new Session({ measuring: measuringWith(), history: new RunHistory(`test-${crypto.randomUUID()}`) });
  document.body.append(app);
  await until(() => app.shadowRoot?.querySelector('main')?.querySelector('.figures') !== null && app.session.costRows.length > 0, 'the figures');
  return app;
}

const link = (app: LabApp, name: string): HTMLElement => {
  const roots = [inside(app, 'lab-header').shadowRoot, app.shadowRoot];
  const found = roots.flatMap((root) => [...(root?.querySelectorAll('a') ?? [])]).find((each) => each.textContent.trim() === name);
  if (!found) throw new Error(`no link ${name}`);
  return found;
};
const opening = (app: LabApp): string => app.shadowRoot?.querySelector('main h1')?.textContent ?? '';

describe('pages', () => {
  it('open without loading anything again, carry the scenario, and say where the reader is', async () => {
    const app = await page('v=1&model=qwen3-235b-a22b&concurrency=64');
    app.session.scenario.change({ concurrency: 32 });
    await until(() => location.search.includes('concurrency=32'), 'the address');
    link(app, 'Measure').click();
    await until(() => opening(app) === 'What can my GPU do?', 'the page');
    expect(location.pathname).toMatch(/\/measure\/$/);
    expect(new URL(location.href).searchParams.get('model')).toBe('qwen3-235b-a22b');
    expect(new URL(location.href).searchParams.get('concurrency')).toBe('32');
    expect(document.title).toBe('What can my GPU do? – Inference cost lab');
    expect(link(app, 'Measure').getAttribute('aria-current')).toBe('page');
    expect(textOf(inside(app, '.page > [role=status]'))).toBe('What can my GPU do?');
    await pause(300);
    expect(focused()?.localName).toBe('main');
    await expectAccessible(document);
    history.back();
    await until(() => app.shadowRoot?.querySelector('lab-sentence') !== null, 'the first page');
    expect(app.session.scenario.current.concurrency).toBe(32);
  });

  it('are left and come back to where the reader was', async () => {
    const app = await page('v=1');
    await pause(500);
    scrollTo(0, 700);
    await userEvent.keyboard('{Shift}');
    await until(() => (history.state as { scroll?: number } | null)?.scroll === scrollY && scrollY > 600, 'the place to be remembered');
    const place = scrollY;
    link(app, 'Accuracy').click();
    await until(() => opening(app) === 'How often is the lab right?', 'the page');
    await until(() => scrollY === 0, 'the top');
    history.back();
    await until(() => Math.abs(scrollY - place) < 5, 'the place');
  });

  it('open at the figure that an address names, also one from before pages had addresses', async () => {
    const app = await page('v=1', 'moves');
    await until(() => Math.abs(inside(app, '#moves').getBoundingClientRect().top) < 40, 'the figure');
    expect(location.hash).toBe('#moves');
    app.remove();
    const second = await page('v=1&concurrency=16', 'method');
    await until(() => opening(second) === 'How is it computed?', 'the page');
    expect(location.pathname).toMatch(/\/method\/$/);
    expect(second.session.scenario.current.concurrency).toBe(16);
  });

  it('a figure that is on another page is gone to, also by an address edited by hand', async () => {
    const app = await page('v=1');
    location.hash = 'kernels';
    await until(() => app.session.navigation.page.id === 'measure', 'the page of the figure');
    await until(() => app.shadowRoot?.querySelector('lab-kernels-figure') !== null, 'the figure');
    expect(location.pathname).toMatch(/\/measure\/$/);
  });

  it('a figure’s own menu leads to the page about embedding, where it is chosen, and the address keeps it', async () => {
    const app = await page('v=1');
    const take = inside(inside(inside(app, 'lab-cost-figure'), 'lab-figure'), 'lab-take');
    inside(take, '.secondary').click();
    await until(() => take.shadowRoot?.querySelector('[data-way="embed"]') !== null, 'the menu');
    inside(take, '[data-way="embed"]').click();
    await until(() => app.shadowRoot?.querySelector('lab-embed-page') !== null, 'the page');
    expect(insideAs(HTMLSelectElement, inside(app, 'lab-embed-page'), 'select').value).toBe('costs');
    await pause(400);
    expect(location.hash).toBe('#snippets&figure=costs');
    link(app, 'Cost').click();
    await until(() => app.session.navigation.page.id === 'cost', 'the first page');
    expect(location.hash).toBe('');
  });

  it('points of one’s own stay one’s own when the fragment of the address is edited by hand', async () => {
    const app = await page('v=1');
    app.session.scenario.change({ anchor: [{ concurrency: 32, timePerOutputToken: 0.02 }] });
    await until(() => location.search.includes('anchor.0.concurrency=32'), 'the address');
    location.hash = 'time';
    await until(() => app.session.navigation.figure === 'time', 'the figure');
    await pause(200);
    expect(app.session.claimedAnchors).toEqual([]);
  });

  it('a run asked for where none can be seen opens the page that shows it, and keeps the scenario', async () => {
    const app = await page('v=1&concurrency=16', 'method');
    await until(() => opening(app) === 'How is it computed?', 'the page');
    await userEvent.keyboard('m');
    await until(() => app.shadowRoot?.querySelector('lab-measure') !== null, 'the run');
    expect(location.pathname).toMatch(/\/measure\/$/);
    expect(location.search).toContain('concurrency=16');
  });

  it('a link to a figure of the same page moves the reader and the focus there, and is a step in the history', async () => {
    const app = await page('v=1');
    link(app, 'Waiting times').click();
    await until(() => focused()?.id === 'waiting' || focused()?.localName === 'lab-simulation', 'the focus');
    expect(location.hash).toBe('#waiting');
    history.back();
    await until(() => location.hash === '', 'the step before');
  });

  it('an address of another scenario that is gone to is an edit, which can be undone', async () => {
    const app = await page('v=1&concurrency=16');
    const other = new URL(location.href);
    other.search = 'v=1&concurrency=48';
    await app.session.goTo(other);
    await until(() => app.session.scenario.current.concurrency === 48, 'the other scenario');
    app.session.scenario.undo();
    expect(app.session.scenario.current.concurrency).toBe(16);
  });

  it('a page that cannot be loaded says so and keeps the scenario', async () => {
    const app = await page('v=1&concurrency=16');
    (app as unknown as { unloaded: boolean }).unloaded = true;
    await app.updateComplete;
    expect(opening(app)).toBe('This page could not be loaded');
    expect(location.search).toContain('concurrency=16');
  });
});
