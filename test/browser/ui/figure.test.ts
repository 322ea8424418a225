import { html, svg } from 'lit';
import { describe, expect, it } from 'vitest';
import { pictureOf, wrapped } from '../../../src/charts/picture.ts';
import { LabFigure, type Drawing } from '../../../src/ui/figures/frame/figure.ts';
import { expectAccessible, inside, insideAs, mount, press, until } from '../mount.ts';

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
      link="https://lab.example/"
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

  it('wraps what stands around a picture, and cuts a link that has no space', () => {
    expect(wrapped('Two points reach nearly all of it', 16)).toEqual(['Two points reach', 'nearly all of it']);
    expect(wrapped('https://lab.example/?model=a', 16)).toEqual(['https://lab.exam', 'ple/?model=a']);
    expect(wrapped('', 16)).toEqual([]);
  });

  it('becomes a picture that stands by itself, with title, source and link', async () => {
    const host = await figure();
    const picture = pictureOf(insideAs(SVGSVGElement, host, 'svg.chart'), {
      title: 'Two points',
      note: '80 % intervals.',
      link: 'https://lab.example/',
    });
    expect(picture).not.toContain('var(--');
    expect(picture).not.toMatch(/light-dark|oklch/);
    for (const part of ['Two points', '80 % intervals.', 'https://lab.example/']) expect(picture).toContain(part);
    expect(new DOMParser().parseFromString(picture, 'image/svg+xml').querySelector('parsererror')).toBeNull();
  });
});
