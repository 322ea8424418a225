import { html, svg } from 'lit';
import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../../src/charts/picture.ts';
import { LabFigure, type Drawing } from '../../../src/ui/figures/frame/figure.ts';
import { expectAccessible, inside, mount, press, until } from '../mount.ts';

const drawing = (width: number): Drawing => ({
  draw: (active) =>
    html`${svg`<svg class="chart" viewBox="0 0 ${width} 40" role="img" aria-label="Two points"><circle cx="10" cy="10" r=${active === 0 ? 9 : 5} fill="var(--accent)"/><text class="quiet" x="20" y="30">B</text></svg>`}`,
  locate: (x) => (x < width / 2 ? 0 : 1),
  points: ['first: 1', 'second: 2'],
});

async function figure(): Promise<LabFigure> {
  const host = await mount(
    LabFigure,
    html`<lab-figure
      heading="Two points reach 81 % of one"
      source="80 % intervals."
      .origin=${{ modelVersion: '2026.11-9', date: '2026-11-29', link: 'https://lab.example/#two', sources: [], more: [] }}
      .legend=${{ marks: ['measured', 'prior'], colours: [{ name: 'A maker', colour: 'var(--series-green)' }], leftOut: '2 of 3 points drawn' }}
      .table=${{
        columns: [
          { key: 'point', title: 'Point' },
          { key: 'value', title: 'Value' },
        ],
        rows: [
          { point: 'first', value: 1 },
          { point: 'second', value: 2 },
        ],
      }}
      .drawing=${drawing}
    ></lab-figure>`,
  );
  await until(() => host.shadowRoot?.querySelector('.plot') !== null, 'the chart to have a width');
  return host;
}

describe('figure', () => {
  it('is accessible as a chart and as a table', async () => {
    const host = await figure();
    await expectAccessible(document);
    inside(host, '.tools button').click();
    await host.updateComplete;
    expect(host.shadowRoot?.querySelectorAll('tbody tr')).toHaveLength(2);
    await expectAccessible(document);
  });

  it('lets arrows walk its points, one line each, and ends at the ends', async () => {
    const host = await figure(),
      plot = inside(host, '.plot');
    const read = async (key: string): Promise<string> => {
      press(key, plot);
      await host.updateComplete;
      return inside(host, '.readout').textContent.trim();
    };
    expect(await read('ArrowDown')).toBe('first: 1');
    expect(await read('ArrowDown')).toBe('second: 2');
    expect(await read('ArrowRight')).toBe('second: 2');
    expect(await read('Home')).toBe('first: 1');
    expect(await read('Escape')).toBe('');
  });

  it('gives the point that Enter takes', async () => {
    const host = await figure(),
      taken: number[] = [];
    host.addEventListener('lab-take', (event) => taken.push((event as CustomEvent<number>).detail));
    const plot = inside(host, '.plot');
    press('Enter', plot);
    press('ArrowDown', plot);
    press('ArrowDown', plot);
    press('Enter', plot);
    expect(taken).toEqual([1]);
  });

  it('says what its signs mean, below it', async () => {
    const host = await figure();
    expect(inside(host, '.legend').textContent.replace(/\s+/g, ' ').trim()).toBe('A maker measured prior');
  });

  it('becomes a picture that stands by itself, with title, legend, what is left out, source, day, version and link', async () => {
    const host = await figure();
    const picture = pictureOf(host.shadowRoot as ShadowRoot, drawing(600).draw(null), {
      title: 'Two points',
      legend: host.legend,
      note: '80 % intervals.',
      stamp: '29 Nov 2026, model version 2026.11-9',
      link: 'https://lab.example/',
    });
    expect(picture).not.toContain('var(--');
    expect(picture).not.toMatch(/light-dark|oklch/);
    const parts = [
      'Two points',
      'A maker',
      'measured',
      'prior',
      '2 of 3 points drawn',
      '80 % intervals.',
      '29 Nov 2026',
      '2026.11-9',
      'https://lab.example/',
    ];
    for (const part of parts) expect(picture).toContain(part);
    const read = new DOMParser().parseFromString(picture, 'image/svg+xml');
    expect(read.querySelector('parsererror')).toBeNull();
    // The chart's own styles are in it: quiet text is grey, and no class is left to need a style sheet.
    expect(read.querySelector('[class]')).toBeNull();
    const quiet = [...read.querySelectorAll('text')].find(({ textContent }) => textContent === 'B');
    expect(quiet?.getAttribute('style')).toMatch(/fill: rgb\(/);
    // Nothing of the drawing stays on the page.
    expect(host.shadowRoot?.querySelectorAll('svg.chart')).toHaveLength(1);
  });

  it('is drawn for paper while the page is printed, and for the window after that', async () => {
    const host = await figure();
    const width = (): number => Number(host.shadowRoot?.querySelector('svg.chart')?.getAttribute('viewBox')?.split(' ')[2]);
    const before = width();
    window.dispatchEvent(new Event('beforeprint'));
    // At once: what is printed is laid out before any task.
    expect(width()).toBe(700);
    window.dispatchEvent(new Event('afterprint'));
    await host.updateComplete;
    expect(width()).toBe(before);
  });
});
