/** What moves the number, with the session of a page behind it. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { Session } from '../../../src/session/session.ts';
import { LabFigure } from '../../../src/ui/figures/frame/figure.ts';
import { LabSensitivityFigure } from '../../../src/ui/figures/why/sensitivity-figure.ts';
import { measuringWith } from '../fake-run.ts';
import { expectAccessible, inside, insideAs, mount, press, textOf, until } from '../mount.ts';

async function figure(patch: Partial<Scenario> = {}): Promise<{ readonly host: LabSensitivityFigure; readonly session: Session }> {
  const session = new Session({ measuring: measuringWith() });
  await session.open();
  session.scenario.change(patch);
  const host = await mount(LabSensitivityFigure, html`<lab-sensitivity-figure .session=${session}></lab-sensitivity-figure>`);
  await until(() => session.sensitivity.moved?.scenario === session.scenario.current, 'the answer');
  await host.updateComplete;
  return { host, session };
}

describe('what moves the number', () => {
  it('is accessible as a picture and as a table, each change beside its assumption', async () => {
    const { host } = await figure();
    expect(textOf(host)).toMatch(/This answer moves most with the .+: \$[\d.]+ to \$[\d.]+/);
    await expectAccessible(document);
    const frame = insideAs(LabFigure, host, 'lab-figure');
    await until(() => frame.shadowRoot?.querySelector('.plot') !== null, 'the chart');
    expect(frame.shadowRoot?.querySelector('svg.chart')?.textContent).toMatch(/Number of users at once.*[−+]\$/s);
    inside(frame, '.tools button').click();
    await frame.updateComplete;
    expect(frame.shadowRoot?.querySelectorAll('tbody tr').length).toBeGreaterThan(7);
    await expectAccessible(document);
  });

  it('says both ends of a bar under the keys, and Enter opens the choices', async () => {
    const { host } = await figure();
    const frame = insideAs(LabFigure, host, 'lab-figure');
    let asked = 0;
    host.addEventListener('lab-all-choices', () => asked++);
    await until(() => frame.shadowRoot?.querySelector('.plot') !== null, 'the chart');
    const plot = inside(frame, '.plot');
    press('ArrowDown', plot);
    await frame.updateComplete;
    expect(inside(frame, '.readout').textContent).toMatch(/: \$[\d.]+ at .+, \$[\d.]+ at /);
    press('Enter', plot);
    expect(asked).toBe(1);
  });

  it('follows an edit, and turns over with the unit', async () => {
    const { host, session } = await figure();
    session.scenario.change({ concurrency: 64 });
    await until(() => session.sensitivity.moved?.scenario.concurrency === 64, 'the new answer');
    expect(session.sensitivity.moved?.sensitivity?.base.value).toBe(estimateScenario(session.scenario.current).usdPerMillionOutputTokens?.value);
    session.preferences.setUnit('tokens-per-usd');
    await until(() => /: [\d.]+M to [\d.]+M/.test(textOf(host)), 'the other unit');
    session.preferences.setUnit('usd-per-million');
  });

  it('says why there is nothing to move', async () => {
    const { host } = await figure({ model: 'deepseek-v3', accelerator: 'l4', accelerators: 1, weights: null });
    expect(textOf(host)).toMatch(/Nothing to move: this scenario does not run/);
  });
});
