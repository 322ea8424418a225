/** The journey of the one who asks for money: a year's bill by each way to pay, and the file that goes into a spreadsheet. */
import { describe, expect, it } from 'vitest';
import { fleetViewOf } from '../../../src/session/fleet-view.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { formatQuantity } from '../../../src/units/format.ts';
import { enter, expectAccessible, inside, numberIn, pause, textOf, until } from '../mount.ts';
import { openLab } from '../open-lab.ts';

const budget = (search: string): Promise<LabApp> => openLab('budget', search, 'lab-rests-figure');

const figure = (app: LabApp): ShadowRoot | null => inside(app, 'lab-year-figure').shadowRoot;
const drawn = (app: LabApp): Promise<void> => until(() => Boolean(figure(app)?.querySelector('lab-figure')), 'the year', 100_000);

describe('the page for finance', () => {
  it('gives a year by each way to pay, and the same as a file', async () => {
    const app = await budget('v=1&model=llama-3.1-8b&requestsPerSecond=50&peakToMean=2');
    await drawn(app);
    await pause(300);
    expect(inside(inside(app, 'lab-budget'), '.hero strong').textContent).toMatch(/^\$[\d.,]+[kM]?$/);
    expect(textOf(inside(app, 'lab-budget'))).toMatch(/per million tokens , in and out/);
    await expectAccessible(document);
    const saved: Blob[] = [];
    const real = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => (saved.push(blob), real(blob));
    try {
      figure(app)?.querySelector<HTMLElement>('button[slot="tools"]')?.click();
      await until(() => saved.length === 1, 'the file');
    } finally {
      URL.createObjectURL = real;
    }
    const text = (await saved[0]?.text()) ?? '';
    expect(text).toMatch(/^\ufeff?Way to pay,A year \(USD\/year\),"A year, low \(USD\/year\)"/);
    expect(text).toMatch(/Reserved for years,\d+/);
    expect(inside(inside(app, 'lab-year-figure'), '[role="status"]').textContent).toMatch(/^Saved as a-year-of-llama-3-1-8b\.csv$/);
  });

  it('draws from which volume on a fleet is cheaper than a host once that is near, with the same numbers as rows', async () => {
    const app = await budget('v=1&model=llama-3.1-8b&requestsPerSecond=50');
    await drawn(app);
    const element = inside(app, 'lab-break-even-figure');
    element.scrollIntoView();
    await until(() => Boolean(element.shadowRoot?.querySelector('lab-figure')?.shadowRoot?.querySelector('svg.chart')), 'the curve', 100_000);
    const frame = inside(element, 'lab-figure');
    expect(inside(frame, 'h2').textContent.replaceAll('\u00a0', ' ')).toMatch(
      /cheaper than .+ (from [\d.,]+ \S+ tokens a month on|at every volume shown)/,
    );
    element.style.width = '390px';
    await pause(300);
    expect(frame.scrollWidth).toBeLessThanOrEqual(390);
    await expectAccessible(document);
    const { shown } = fleetViewOf(app.session);
    const curve = shown?.curve && 'curve' in shown.curve ? shown.curve.curve : null;
    inside(frame, 'button.plain').click();
    await until(() => frame.shadowRoot?.querySelector('table') !== null, 'the rows');
    const rows = [...(frame.shadowRoot?.querySelectorAll('tbody tr') ?? [])];
    expect(rows).toHaveLength(curve?.points.length ?? 0);
    for (const [index, point] of (curve?.points ?? []).entries()) {
      const [, , accelerators] = rows[index]?.querySelectorAll('th, td') ?? [];
      expect(Number(accelerators?.textContent.replaceAll(',', ''))).toBe(point.accelerators);
      for (const way of ['reserved', 'on-demand'] as const) {
        const quantity = point.usdPerMonth[way];
        if (quantity) expect(rows[index]?.textContent).toContain(formatQuantity(quantity).value);
      }
    }
  });

  it('asks for a rate where there is none, and shows its defaults in the fields that change them', async () => {
    const app = await budget('v=1&model=llama-3.1-8b&concurrency=8');
    expect(textOf(inside(app, 'lab-budget'))).toContain('A year needs a rate');
    inside(inside(app, 'lab-budget'), '.remedies button').click();
    await until(() => app.session.scenario.current.requestsPerSecond === 50, 'the rate');
    await enter(numberIn(inside(app, 'lab-rests-figure'), 'Peak over the mean, times'), '3');
    expect(app.session.scenario.current.peakToMean).toBe(3);
  });
});
