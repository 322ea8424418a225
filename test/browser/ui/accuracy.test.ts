/** The figure of published measurements with all its rows, as a visitor gets it. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import type { ChangeEvent } from '../../../src/ui/form/choices/change-event.ts';
import { LabFigure } from '../../../src/ui/figures/frame/figure.ts';
import { Session } from '../../../src/session/session.ts';
import { LabAccuracy } from '../../../src/ui/figures/accuracy/accuracy.ts';
import { expectAccessible, inside, insideAs, mount, press, textOf, until } from '../mount.ts';

async function accuracy(): Promise<{ readonly host: LabAccuracy; readonly figure: LabFigure }> {
  const host = await mount(LabAccuracy, html`<lab-accuracy .session=${new Session()}></lab-accuracy>`);
  expect(textOf(host)).toContain('Estimates beside published measurements');
  await until(
    () =>
      host.shadowRoot?.querySelector('lab-figure')?.shadowRoot?.querySelector('svg.chart') !== null &&
      host.shadowRoot?.querySelector('lab-figure') !== null,
    'the scatter',
    90_000,
  );
  return { host, figure: insideAs(LabFigure, host, 'lab-figure') };
}

describe('accuracy', () => {
  it('is accessible as a picture and as a table, and its title is a finding', async () => {
    const { figure } = await accuracy();
    expect(figure.heading).toMatch(/alf of \d,\d{3} published measurements are met within \d+ %/);
    await expectAccessible(document);
    inside(figure, '.tools button').click();
    await figure.updateComplete;
    expect(figure.shadowRoot?.querySelectorAll('tbody tr').length).toBeGreaterThan(20);
    await expectAccessible(document);
  });

  it('names the row under the keys, the largest miss first, and puts it in the sentence', async () => {
    const { host, figure } = await accuracy();
    const taken: ChangeEvent[] = [];
    host.addEventListener('lab-change', (event) => taken.push(event));
    const plot = inside(figure, '.plot');
    press('ArrowDown', plot);
    await figure.updateComplete;
    expect(inside(figure, '.readout').textContent).toMatch(/measured .+, estimated .+ to .+ too (high|low)/);
    press('Enter', plot);
    expect(taken).toHaveLength(1);
    expect(taken[0]?.patch.model).toBeTypeOf('string');
  });

  it('says what had not been seen, and changes the finding with it', async () => {
    const { host, figure } = await accuracy();
    expect(textOf(host)).toContain('fitted again without each accelerator');
    const before = figure.heading;
    const inSample = [...(host.shadowRoot?.querySelectorAll<HTMLElement>('.held button') ?? [])].find((button) => button.textContent === 'In sample');
    inSample?.click();
    await until(() => figure.heading !== before, 'the other scores', 90_000);
    expect(textOf(host)).toContain('fitted to these rows');
    expect(inSample?.getAttribute('aria-pressed')).toBe('true');
  });
});
