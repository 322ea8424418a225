/** What a link claims and what it leaves out are said, and one press settles either. */
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { RunHistory } from '../../../src/session/run-history.ts';
import { Session } from '../../../src/session/session.ts';
import '../../../src/ui/page/app.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { measuringWith } from '../fake-run.ts';
import { expectAccessible, inside, insideAs, pause, textOf, until } from '../mount.ts';

const before = location.href;
afterEach(() => {
  history.replaceState(null, '', before);
  sessionStorage.clear();
});

async function page(query: string): Promise<LabApp> {
  const url = new URL(location.href);
  url.search = query;
  history.replaceState(null, '', url);
  const app = document.createElement('lab-app');
  app.session = new Session({ measuring: measuringWith(), history: new RunHistory(`test-${crypto.randomUUID()}`) });
  document.body.append(app);
  await until(() => app.shadowRoot?.querySelector('lab-assumptions') !== null && app.session.costRows.length > 0, 'the figures');
  return app;
}

const anchored = 'v=1&model=llama-3.1-8b&accelerator=h200-sxm&anchor.0.concurrency=32&anchor.0.timePerOutputToken=0.012';
const answerOf = (app: LabApp): string => textOf(inside(app, 'lab-answer'));

describe('measured points in a link', () => {
  it('are the link’s claim, everywhere on the page, until the visitor says that they are their own', async () => {
    const app = await page(anchored);
    const claim = inside(app, 'lab-anchor-claim');
    expect(textOf(claim)).toContain('This link claims a measured point');
    expect(textOf(claim)).toMatch(/32 users at once: 12(\.0)? ms for each token/);
    expect(textOf(inside(app, 'lab-sentence'))).toContain('1 measured point that the link claims');
    expect(answerOf(app)).toContain('claimed');
    expect(textOf(app)).not.toContain('measured point of your own');
    await expectAccessible(document);
    inside(claim, '.secondary').click();
    await until(() => app.shadowRoot?.querySelector('lab-anchor-claim') === null, 'the word');
    expect(answerOf(app)).toContain('anchored');
    expect(textOf(inside(app, 'lab-sentence'))).toContain('1 measured point of your own');
    // The address still holds them after a reload of this tab.
    app.remove();
    expect((await page(anchored)).session.claimedAnchors).toEqual([]);
  });

  it('can be dropped, as an edit like any other', async () => {
    const app = await page(anchored);
    inside(inside(app, 'lab-anchor-claim'), '.plain').click();
    await until(() => app.session.scenario.current.anchor.length === 0, 'the points to go');
    app.session.scenario.undo();
    await until(() => app.shadowRoot?.querySelector('lab-anchor-claim') !== null, 'the claim to come back');
  });
});

describe('a link without a version', () => {
  it('opens with today’s defaults and says which of them have changed', async () => {
    const app = await page('model=llama-3.3-70b');
    const notice = inside(app, 'lab-notice');
    expect(textOf(notice)).toContain('This link does not say its version');
    expect(textOf(notice)).toContain('in earlier links: 32 users at once');
    expect(inside(notice, '.notice').getAttribute('role')).toBe('status');
    await expectAccessible(document);
    inside(notice, 'button').click();
    await until(() => app.shadowRoot?.querySelector('lab-notice') === null, 'the notice to go');
    app.session.scenario.change({ engine: 'vllm' });
    await until(() => new URL(location.href).searchParams.get('v') === '1', 'the address');
  });
});

describe('undo and redo', () => {
  it('are two buttons and the keys of every editor, and are announced', async () => {
    const app = await page('v=1');
    const button = (word: string): HTMLButtonElement => {
      const found = [...(inside(app, 'lab-sentence').shadowRoot?.querySelectorAll('button') ?? [])].find((each) => each.textContent.trim() === word);
      if (!found) throw new Error(`no button ${word}`);
      return found;
    };
    const heard = (): string => textOf(inside(app, '.page > [role=status]'));
    expect([button('Undo').disabled, button('Redo').disabled]).toEqual([true, true]);
    app.session.scenario.change({ kvCache: 'fp8' });
    await until(() => !button('Undo').disabled, 'the button');
    expect(button('Undo').getAttribute('aria-label')).toBe('Undo: KV cache');
    await userEvent.keyboard('{Control>}z{/Control}');
    await until(() => app.session.scenario.current.kvCache === null, 'the undo');
    await until(() => heard() === 'Undone: KV cache, nothing more to undo', 'the word');
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await until(() => app.session.scenario.current.kvCache === 'fp8', 'the redo');
    await userEvent.keyboard('{Meta>}z{/Meta}');
    await until(() => app.session.scenario.current.kvCache === null, 'the undo');
    button('Redo').click();
    await until(() => app.session.scenario.current.kvCache === 'fp8', 'the redo');
  });

  it('leave a text field its own, and work in the dialog with all choices', async () => {
    const app = await page('v=1');
    app.session.scenario.change({ kvCache: 'fp8' });
    inside(app, 'lab-choices');
    await userEvent.keyboard('a');
    const choices = inside(app, 'lab-choices');
    await until(() => insideAs(HTMLDialogElement, choices, 'dialog').open, 'the dialog');
    await pause(100);
    inside(inside(choices, 'lab-model-choice').shadowRoot?.querySelector('lab-picker') ?? choices, 'input').focus();
    await userEvent.keyboard('{Control>}z{/Control}');
    await pause(100);
    expect(app.session.scenario.current.kvCache).toBe('fp8');
    insideAs(HTMLButtonElement, choices, '.head .secondary').focus();
    await userEvent.keyboard('{Control>}z{/Control}');
    await until(() => app.session.scenario.current.kvCache === null, 'the undo');
  });
});

describe('a run that is started from far down', () => {
  it('is brought into view', async () => {
    const app = await page('v=1');
    const column = inside(app, 'lab-measure');
    await until(() => {
      inside(app, 'lab-assumptions').scrollIntoView();
      return column.getBoundingClientRect().bottom < 0;
    }, 'the end of the page');
    await userEvent.keyboard('m');
    await until(() => column.getBoundingClientRect().bottom > 0, 'the run to be seen');
  });
});

describe('the popovers of the sentence', () => {
  it('have no heading out of order', async () => {
    const app = await page('v=1');
    const words = [...(inside(app, 'lab-sentence').shadowRoot?.querySelectorAll('lab-word') ?? [])];
    for (const word of words) {
      await word.toggle();
      await pause(250);
      await expectAccessible(document);
      word.close();
    }
  });
});
