/** The five signals: worked out while their page is open, told of as they go, with a table for each and links to the page that answers more. */
import { describe, expect, it } from 'vitest';
import { signals, signalIds } from '../../../src/index.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { signalsOf } from '../../../src/ui/signals/signals-session.ts';
import { signalTitle } from '../../../src/ui/text/signal-words.ts';
import { expectAccessible, inside, pause, textOf, until } from '../mount.ts';
import { openLab } from '../open-lab.ts';

const opened = (): Promise<LabApp> => openLab('signals', '', 'lab-signal');

describe('the page of signals', () => {
  it('can be cancelled, and says what it is doing', async () => {
    const app = await opened();
    const page = inside(app, 'lab-signals');
    await until(() => signalsOf(app.session).state.kind === 'running', 'the work');
    await pause();
    expect(textOf(page)).toMatch(/Asking every accelerator for six models: (< 1|\d+) %/);
    inside(page, '.progress button').click();
    await pause(20);
    expect(textOf(page)).toContain('Cancelled.');
    expect(textOf(inside(app, 'lab-signal'))).toContain('It has not been worked out.');
    await expectAccessible(document);
  });

  it('shows each signal as the library gives it, with a table and a link for each group', async () => {
    const app = await opened();
    await until(() => signalsOf(app.session).state.kind === 'finished', 'the signals', 110_000);
    await pause(300);
    const figures = [...(app.shadowRoot?.querySelectorAll('lab-signal') ?? [])];
    expect(figures.map(({ of }) => of)).toEqual(signalIds);
    const [partners] = (await signals({ only: 'partners' })).signals;
    const shown = figures[3]?.shadowRoot?.querySelector('lab-figure');
    expect(shown?.heading).toBe(partners && signalTitle(partners));
    expect(shown?.table.rows).toHaveLength(partners?.values.length ?? 0);
    expect(textOf(inside(app, 'lab-signals'))).toMatch(/Of four signals with a verdict (none|one|two) (is|are) better, /);
    const chip = figures[2]?.shadowRoot?.querySelector<HTMLAnchorElement>('li a');
    expect(chip?.href).toContain('accelerator=');
    await expectAccessible(document);
  });
});
