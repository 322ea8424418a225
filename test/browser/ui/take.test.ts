/** "Take this": one menu a figure, by mouse, keys and touch; and every file and text that it hands over. */
import { html, svg } from 'lit';
import { userEvent } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabFigure, type Drawing } from '../../../src/ui/figures/frame/figure.ts';
import type { LabTake } from '../../../src/ui/figures/frame/take.ts';
import { expectAccessible, focused, inside, insideAs, mount, pause, press, until } from '../mount.ts';

const drawing = (width: number): Drawing => ({
  draw: () =>
    html`${svg`<svg class="chart" viewBox="0 0 ${width} 40" role="img" aria-label="One point"><circle cx="10" cy="10" r="5" fill="var(--accent)"/></svg>`}`,
  locate: () => null,
  points: ['first: 1'],
});
const link = 'https://lab.example/?v=1&model=qwen3-8b#costs';

/** What was saved, by its name, and what was copied. */
let files: Map<string, Blob>;
let copied: string[];
let refuses: boolean;

const create = URL.createObjectURL.bind(URL);
beforeEach(() => {
  files = new Map();
  copied = [];
  refuses = false;
  const blobs = new Map<string, Blob>();
  URL.createObjectURL = (blob: Blob) => {
    const url = create(blob);
    blobs.set(url, blob);
    return url;
  };
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    const blob = blobs.get(this.href);
    if (blob) files.set(this.download, blob);
    else HTMLElement.prototype.click.call(this);
  };
  Object.defineProperty(navigator.clipboard, 'writeText', {
    configurable: true,
    value: (text: string) => (refuses ? Promise.reject(new DOMException('no', 'NotAllowedError')) : (copied.push(text), Promise.resolve())),
  });
});
afterEach(() => {
  URL.createObjectURL = create;
  Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
  Reflect.deleteProperty(navigator.clipboard, 'writeText');
});

async function menuOf(more: { tabular?: boolean; embed?: string | null } = {}): Promise<LabTake> {
  const host = await mount(
    LabFigure,
    html`<lab-figure
      heading="One chip is cheapest"
      source="Dollars, 80 % intervals."
      ?tabular=${more.tabular ?? false}
      .embed=${more.embed ?? null}
      .origin=${{ modelVersion: '2026.11-9', date: '2026-11-29', link, sources: ['A list'], more: [] }}
      .table=${{
        columns: [
          { key: 'chip', title: 'Chip' },
          { key: 'cost', title: 'Cost' },
        ],
        rows: [{ chip: 'H200', cost: { value: 1.0543, low: 0.951, high: 1.162, unit: 'USD/Mtoken', evidence: 'prior' } }],
      }}
      .drawing=${drawing}
    ></lab-figure>`,
  );
  await until(() => more.tabular === true || host.shadowRoot?.querySelector('.plot') !== null, 'the chart to have a width');
  const take = host.shadowRoot?.querySelector('lab-take');
  if (!take) throw new Error('no menu');
  return take;
}

const button = (take: LabTake): HTMLElement => inside(take, '.secondary');
const ways = (take: LabTake): readonly string[] =>
  [...(take.shadowRoot?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])].map(({ dataset }) => dataset['way'] ?? '');
const at = (): string => (focused() as HTMLElement | null)?.dataset['way'] ?? '';
const isOpen = (take: LabTake): boolean => inside(take, '[popover]').matches(':popover-open');

async function opened(take: LabTake): Promise<void> {
  button(take).click();
  await until(() => at() === 'link', 'the menu to have the focus');
}

/** Opens the menu, presses one way, and waits until it says what it did. */
async function took(take: LabTake, way: string): Promise<string> {
  await opened(take);
  inside(take, `[data-way="${way}"]`).click();
  const said = (): string => inside(take, '.said').textContent;
  await until(() => said() !== '', `${way} to be done`);
  return said();
}

describe('the menu', () => {
  it('opens with a press, is a menu to those who cannot see it, and is accessible', async () => {
    const take = await menuOf({ embed: '/embed/#snippets&figure=costs' });
    const { ariaHasPopup, ariaExpanded } = button(take);
    expect([ariaHasPopup, ariaExpanded]).toEqual(['menu', 'false']);
    await opened(take);
    expect(button(take).ariaExpanded).toBe('true');
    expect(ways(take)).toEqual(['link', 'embed', 'png', 'svg', 'csv', 'copy-csv', 'markdown', 'json', 'cite']);
    await expectAccessible(document);
  });

  it('has no picture of a table and no embed of what cannot be embedded', async () => {
    const take = await menuOf({ tabular: true });
    await opened(take);
    expect(ways(take)).toEqual(['link', 'csv', 'copy-csv', 'markdown', 'json', 'cite']);
  });

  it('is walked by arrows round its ends, Home, End and first letters', async () => {
    const take = await menuOf();
    button(take).focus();
    press('ArrowDown');
    await until(() => at() === 'link', 'the first');
    press('ArrowDown');
    expect(at()).toBe('png');
    press('ArrowUp');
    press('ArrowUp');
    expect(at()).toBe('cite');
    press('ArrowDown');
    expect(at()).toBe('link');
    press('End');
    expect(at()).toBe('cite');
    press('Home');
    expect(at()).toBe('link');
    press('c');
    expect(at()).toBe('csv');
    press('c');
    expect(at()).toBe('copy-csv');
    press('j');
    expect(at()).toBe('json');
  });

  it('opens at its last with the arrow up', async () => {
    const take = await menuOf();
    button(take).focus();
    press('ArrowUp');
    await until(() => at() === 'cite', 'the last');
  });

  it('closes with Tab and gives the focus back, and with a press of its button', async () => {
    const take = await menuOf();
    button(take).focus();
    await opened(take);
    press('Tab');
    expect(isOpen(take)).toBe(false);
    expect(focused()).toBe(button(take));
    await opened(take);
    button(take).click();
    expect(isOpen(take)).toBe(false);
    await until(() => button(take).ariaExpanded === 'false', 'to be closed');
  });

  it('closes with Escape, which gives the focus back, and with a press elsewhere', async () => {
    const take = await menuOf();
    await userEvent.click(button(take));
    await until(() => at() === 'link', 'the menu');
    await userEvent.keyboard('{Escape}');
    await until(() => !isOpen(take), 'to be closed');
    expect(focused()).toBe(button(take));
    await opened(take);
    await userEvent.click(document.querySelector('h1') ?? document.body);
    await until(() => !isOpen(take), 'to be closed again');
  });

  it('stays within the window and is tall enough for a finger', async () => {
    const take = await menuOf();
    document.documentElement.style.setProperty('--control', '44px');
    try {
      await opened(take);
      await pause(50);
      const { left, right, bottom } = inside(take, '[popover]').getBoundingClientRect();
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(innerWidth);
      expect(bottom).toBeLessThanOrEqual(innerHeight);
      for (const item of take.shadowRoot?.querySelectorAll('[role="menuitem"]') ?? [])
        expect(item.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
      expect(button(take).getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    } finally {
      document.documentElement.style.removeProperty('--control');
    }
  });
});

describe('what is taken', () => {
  it('a link to the figure, and a citation as text and BibTeX, on the clipboard', async () => {
    const take = await menuOf();
    expect(await took(take, 'link')).toBe('Link copied');
    expect(await took(take, 'cite')).toBe('Citation copied');
    expect(copied[0]).toBe(link);
    expect(copied[1]).toContain(`Inference cost lab, version 2026.11-9: One chip is cheapest. 2026-11-29. ${link}`);
    expect(copied[1]).toContain('@misc{inferencecostlab-2026-11-29,');
  });

  it('CSV as a file that a spreadsheet reads as UTF-8, and the same to paste', async () => {
    const take = await menuOf();
    const rows = [
      'Chip,Cost (USD per million tokens),"Cost, low (USD per million tokens)","Cost, high (USD per million tokens)",Evidence,About,Sources,Model version,Date,Address',
      `H200,1.1,1,1.2,prior,"Dollars, 80 % intervals.",A list,2026.11-9,2026-11-29,${link}`,
      '',
    ].join('\r\n');
    expect(await took(take, 'csv')).toBe('Saved as one-chip-is-cheapest.csv');
    const file = files.get('one-chip-is-cheapest.csv');
    expect(file?.type).toBe('text/csv');
    expect([...new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0)).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    // Reading as text takes the mark away.
    expect(await file?.text()).toBe(rows);
    expect(await took(take, 'copy-csv')).toBe('CSV copied');
    expect(copied).toEqual([rows]);
  });

  it('Markdown on the clipboard, JSON with all digits as a file', async () => {
    const take = await menuOf();
    expect(await took(take, 'markdown')).toBe('Markdown copied');
    expect(copied[0]).toContain('| H200 | $1.1/M [1.0–1.2] (prior) |');
    expect(await took(take, 'json')).toBe('Saved as one-chip-is-cheapest.json');
    const read = JSON.parse((await files.get('one-chip-is-cheapest.json')?.text()) ?? '') as { rows: unknown; link: string };
    expect(read.rows).toEqual([{ chip: 'H200', cost: { value: 1.0543, low: 0.951, high: 1.162, unit: 'USD/Mtoken', evidence: 'prior' } }]);
    expect(read.link).toBe(link);
  });

  it('a drawing and a picture as files, as wide on a phone', async () => {
    const take = await menuOf();
    expect(await took(take, 'svg')).toBe('Saved as one-chip-is-cheapest.svg');
    const drawn = (await files.get('one-chip-is-cheapest.svg')?.text()) ?? '';
    for (const part of ['One chip is cheapest', 'model version 2026.11-9', '29 Nov 2026', 'Dollars, 80 % intervals.']) expect(drawn).toContain(part);
    expect(await took(take, 'png')).toBe('Saved as one-chip-is-cheapest.png');
    const png = files.get('one-chip-is-cheapest.png');
    const image = await createImageBitmap(png ?? new Blob());
    expect(png?.type).toBe('image/png');
    expect(image.width).toBeGreaterThanOrEqual(1800);
  });

  it('where no page may copy: a table as a file, a link to be copied by hand', async () => {
    refuses = true;
    const take = await menuOf();
    expect(await took(take, 'markdown')).toBe('This browser does not let a page copy. Saved as one-chip-is-cheapest.md');
    expect(await files.get('one-chip-is-cheapest.md')?.text()).toContain('## One chip is cheapest');
    expect(await took(take, 'link')).toBe('This browser does not let a page copy');
    await until(() => take.shadowRoot?.querySelector('dialog[open]') !== null, 'the text');
    const text = insideAs(HTMLTextAreaElement, take, 'textarea');
    expect(text.value).toBe(link);
    expect([text.selectionStart, text.selectionEnd]).toEqual([0, link.length]);
    await expectAccessible(document);
    inside(take, 'dialog button').click();
    await until(() => take.shadowRoot?.querySelector('dialog') === null, 'it to close');
  });
});
