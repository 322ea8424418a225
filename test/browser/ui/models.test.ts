/** Whole models without their weights as the headline of a run, and beside their kernels' prediction. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/run/run.ts';
import { RunHistory } from '../../../src/session/run-history.ts';
import { Session } from '../../../src/session/session.ts';
import { LabFigure } from '../../../src/ui/figures/frame/figure.ts';
import { LabModelsFigure } from '../../../src/ui/figures/kernels/models-figure.ts';
import { LabMeasure } from '../../../src/ui/measure/measure.ts';
import { modelRun, partRun } from '../fake-models.ts';
import { measuringWith, run } from '../fake-run.ts';
import { expectAccessible, inside, insideAs, mount, press, textOf, until } from '../mount.ts';

async function measured(of: Run): Promise<Session> {
  const session = new Session({
    measuring: measuringWith({ run: () => Promise.resolve({ kind: 'finished', run: of }) }),
    history: new RunHistory(`test-${crypto.randomUUID()}`),
  });
  await session.measuring.probe();
  await session.measure('quick');
  return session;
}

async function column(of: Run): Promise<LabMeasure> {
  const host = await mount(LabMeasure, html`<lab-measure .session=${await measured(of)}></lab-measure>`);
  await until(() => host.shadowRoot?.querySelector('.headline') !== null, 'the result');
  return host;
}

describe('a run with whole models', () => {
  it('has the largest as its headline: tokens a second with interval, measured, and what that is', async () => {
    const host = await column(modelRun);
    await until(() => host.shadowRoot?.querySelector('.models') !== null, 'the models');
    expect(textOf(inside(host, '.models'))).toMatch(
      /^Llama 3\.1 8B at 4 bits [\d.]+ tokens a second ± [\d.]+ .*measured.*The whole model’s work, with random weights made on this GPU and a real KV cache: its speed, not its answers\. Nothing was downloaded\. .*Memory held 20 of 32 layers.*Its kernels add up to .* ms a step; .* ms were measured \(−\d+ %\)/,
    );
    expect(textOf(inside(host, '.models'))).toMatch(/Qwen3 4B at 4 bits ?, one user, 512 tokens in \d+ tokens\/s/);
    expect(textOf(inside(host, '.headline'))).toContain('Estimated from the kernels: Llama 3.1 8B');
    await expectAccessible(document);
  });

  it('says of a processor’s part that it is a part, and whose it is', async () => {
    const host = await column(partRun);
    await until(() => host.shadowRoot?.querySelector('.models') !== null, 'the models');
    expect(textOf(inside(host, '.models'))).toMatch(
      /2 of the 16 layers of Llama 3\.2 1B.*A part of the model’s work, and the rate of that part alone, with random weights made on this processor.*The output head had 4,096 of 128,256 words/,
    );
  });

  it('has the headline that it had where no model was measured', async () => {
    const host = await column(run);
    await until(() => /tokens a second/.test(textOf(host)), 'the headline');
    expect(host.shadowRoot?.querySelector('.models')).toBeNull();
    expect(textOf(host)).not.toContain('Estimated from the kernels');
  });

  it('shows them beside what the kernels predict, as a picture and as a table', async () => {
    const host = await mount(LabModelsFigure, html`<lab-models-figure .session=${await measured(modelRun)}></lab-models-figure>`);
    await until(() => host.shadowRoot?.querySelector('lab-figure')?.shadowRoot?.querySelector('.plot') instanceof HTMLElement, 'the chart');
    expect(textOf(host)).toMatch(/Kernels alone predict 4 whole models within \d+ %/);
    const figure = insideAs(LabFigure, host, 'lab-figure'),
      plot = inside(figure, '.plot');
    press('Home', plot);
    await figure.updateComplete;
    expect(inside(figure, '.readout').textContent).toMatch(/its kernels predict/);
    await expectAccessible(document);
    inside(figure, '.tools button').click();
    await figure.updateComplete;
    expect(figure.shadowRoot?.querySelectorAll('tbody tr')).toHaveLength(4);
    await expectAccessible(document);
  });

  it('takes no room in a run without one', async () => {
    const host = await mount(LabModelsFigure, html`<lab-models-figure .session=${await measured(run)}></lab-models-figure>`);
    expect(host.hidden).toBe(true);
  });
});
