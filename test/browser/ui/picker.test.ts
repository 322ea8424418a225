import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { LabPicker } from '../../../src/ui/form/picker/picker.ts';
import { expectAccessible, inside, mount } from '../mount.ts';

const options = [
  { id: 'a', label: 'Llama', group: 'Meta', detail: 'dense' },
  { id: 'b', label: 'Qwen', group: 'Alibaba', detail: '' },
  { id: 'c', label: 'Llama small', group: 'Meta', detail: '', badge: 'announced' },
];
const picker = (): Promise<LabPicker> => mount(LabPicker, html`<lab-picker label="Model" .options=${options} value="b"></lab-picker>`);
const activeId = (host: Element): string | null => inside(host, 'input').getAttribute('aria-activedescendant');

describe('picker', () => {
  it('is accessible', async () => {
    await picker();
    await expectAccessible(document);
  });

  it('starts at what is chosen and walks in the order on screen, groups together', async () => {
    const host = await picker();
    expect(activeId(host)).toBe('option-b');
    inside(host, 'input').focus();
    await userEvent.keyboard('{ArrowUp}');
    await host.updateComplete;
    expect(activeId(host)).toBe('option-c');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}');
    await host.updateComplete;
    expect(activeId(host)).toBe('option-a');
  });

  it('takes with Enter and with a click', async () => {
    const host = await picker(),
      picked: string[] = [];
    host.addEventListener('lab-pick', (event) => picked.push((event as CustomEvent<string>).detail));
    inside(host, 'input').focus();
    await userEvent.keyboard('small{Enter}');
    inside(host, '#option-c').click();
    expect(picked).toEqual(['c', 'c']);
  });

  it('says that nothing was found, and takes nothing', async () => {
    const host = await picker(),
      picked: string[] = [];
    host.addEventListener('lab-pick', (event) => picked.push((event as CustomEvent<string>).detail));
    inside(host, 'input').focus();
    await userEvent.keyboard('zzz{Enter}');
    await host.updateComplete;
    expect(picked).toEqual([]);
    expect(host.shadowRoot?.textContent).toContain('Nothing called “zzz”');
  });
});
