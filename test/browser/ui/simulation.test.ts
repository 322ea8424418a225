/** The panel that simulates: asking, waiting, ending, and what came of it. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import type { SimulationOutcome } from '../../../src/estimate/simulate/simulation-api.ts';
import type { ModelHost } from '../../../src/session/model-host.ts';
import { Session } from '../../../src/session/session.ts';
import { Simulating } from '../../../src/session/simulating.ts';
import { LabFigure } from '../../../src/ui/figures/frame/figure.ts';
import { LabSimulation } from '../../../src/ui/figures/simulation/simulation.ts';
import { expectAccessible, inside, insideAs, numberIn, mount, press, textOf, until } from '../mount.ts';

async function panel(simulating = new Simulating()): Promise<{ readonly host: LabSimulation; readonly session: Session }> {
  const session = new Session({ simulating });
  return { host: await mount(LabSimulation, html`<lab-simulation .session=${session}></lab-simulation>`), session };
}
const submit = (host: LabSimulation): void => inside(host, 'button[type=submit]').click();

describe('simulation', () => {
  it('runs nothing before it is asked to, then says percentiles beside the closed form with seed and evidence', async () => {
    const { host, session } = await panel();
    expect(textOf(host)).toContain('request by request');
    expect(session.simulating.state.kind).toBe('idle');
    await expectAccessible(document);
    submit(host);
    await until(() => session.simulating.state.kind === 'finished', 'the simulation');
    await until(
      () =>
        host.shadowRoot?.querySelector('lab-figure')?.shadowRoot?.querySelector('.plot') !== null &&
        host.shadowRoot?.querySelector('lab-figure') !== null,
      'the chart',
    );
    expect(textOf(host)).toMatch(/seed 1.*pass times interpolated/);
    const figure = insideAs(LabFigure, host, 'lab-figure'),
      plot = inside(figure, '.plot');
    press('End', plot);
    await figure.updateComplete;
    expect(inside(figure, '.readout').textContent).toMatch(/Whole request, simulated ninety-nine in a hundred within: .+ s, .+–.+ s, interpolated/);
    await expectAccessible(document);
    inside(figure, '.tools button').click();
    await figure.updateComplete;
    expect([...(figure.shadowRoot?.querySelectorAll('tbody td:first-child') ?? [])].map((cell) => cell.textContent.trim())).toContain(
      'simulated, p99',
    );
    await expectAccessible(document);
  });

  it('states a load that is not served, and stays marked as old when the scenario moves on', async () => {
    const { host, session } = await panel();
    const rate = numberIn(host, 'Requests a second');
    rate.value = '500';
    rate.dispatchEvent(new Event('change'));
    await host.updateComplete;
    submit(host);
    await until(() => session.simulating.state.kind === 'finished', 'the simulation');
    await until(() => textOf(host).includes('too many for'), 'the finding');
    expect(textOf(host)).not.toContain('The scenario has changed');
    session.scenario.change({ concurrency: 64 });
    await until(() => textOf(host).includes('The scenario has changed since'), 'the mark');
  });

  it('shows how far it is, and ends with its button', async () => {
    const simulate: ModelHost['api']['simulate'] = async (_, __, onProgress) => {
      await onProgress(0.4);
      return new Promise<SimulationOutcome>(() => undefined);
    };
    const model: ModelHost = { api: { simulate, cancel: () => Promise.resolve() }, end: () => undefined };
    const { host } = await panel(new Simulating({ worker: () => Promise.resolve(model), page: () => Promise.resolve(model) }));
    submit(host);
    await until(() => textOf(host).includes('40 %'), 'the share');
    expect(insideAs(HTMLProgressElement, host, 'progress').value).toBeCloseTo(0.4);
    await expectAccessible(document);
    inside(host, '.progress button').click();
    await until(() => textOf(host).includes('Nothing was kept'), 'the end');
  });

  it('says what went wrong, and that the closed form stands', async () => {
    const broken = (): Promise<ModelHost> => Promise.reject(new Error('no thread to be had'));
    const { host } = await panel(new Simulating({ worker: broken, page: broken }));
    submit(host);
    await until(() => textOf(host).includes('no thread to be had'), 'the words');
    expect(textOf(host)).toContain('The closed form above stands');
  });
});
