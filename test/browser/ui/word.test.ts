import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../../src/ui/form/choices/elements.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';
import type { ChangeEvent } from '../../../src/ui/form/choices/change-event.ts';
import { LabWord } from '../../../src/ui/form/word/word.ts';
import { expectAccessible, focused, inside, mount, pause, until } from '../mount.ts';

const word = (): Promise<LabWord> =>
  mount(
    LabWord,
    html`<lab-word
      label="Model"
      words="Llama 3.3 70B"
      .content=${() => html`<lab-model-choice .scenario=${defaultScenario}></lab-model-choice>`}
    ></lab-word>`,
  );
const panel = (host: Element): HTMLElement => inside(host, '[popover]');
const isOpen = (host: Element): boolean => panel(host).matches(':popover-open');

describe('a word of the sentence', () => {
  it('is accessible, closed and open', async () => {
    const host = await word();
    await expectAccessible(document);
    inside(host, '.word').click();
    await until(() => isOpen(host), 'the popover');
    await pause(250);
    await expectAccessible(document);
  });

  it('opens with Enter, puts the focus into the search, and gives it back on Escape', async () => {
    const host = await word();
    inside(host, '.word').focus();
    await userEvent.keyboard('{Enter}');
    await until(() => focused()?.localName === 'input', 'the search to have the focus');
    await userEvent.keyboard('{Escape}');
    await until(() => !isOpen(host), 'the popover to close');
    expect(focused()).toBe(inside(host, '.word'));
  });

  it('reports what was picked and closes', async () => {
    const host = await word();
    const patches: unknown[] = [];
    host.addEventListener('lab-change', (event: ChangeEvent) => patches.push(event.patch));
    inside(host, '.word').focus();
    await userEvent.keyboard('{Enter}');
    await until(() => focused()?.localName === 'input', 'the search to have the focus');
    await userEvent.keyboard('deepseek v3.2{Enter}');
    await until(() => !isOpen(host), 'the popover to close');
    expect(patches).toEqual([{ model: 'deepseek-v3.2', weights: null, accelerators: null, parallel: null }]);
  });

  it('stays within the window', async () => {
    const host = await word();
    host.style.cssText = 'position:fixed;right:0;bottom:0';
    inside(host, '.word').click();
    await until(() => isOpen(host), 'the popover');
    await pause(100);
    const box = panel(host).getBoundingClientRect();
    expect(box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight).toBe(true);
  });
});
