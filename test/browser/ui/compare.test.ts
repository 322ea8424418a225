/** Two runs side by side: picked from the history, or one and the claim of a link. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import { RunHistory } from '../../../src/session/run-history.ts';
import { Session } from '../../../src/session/session.ts';
import type { Run } from '../../../src/run/run.ts';
import { LabFigure } from '../../../src/ui/figures/frame/figure.ts';
import { LabHistory } from '../../../src/ui/figures/runs/history.ts';
import { measuringWith, run } from '../fake-run.ts';
import { expectAccessible, inside, insideAs, mount, press, textOf, until } from '../mount.ts';

/** The same run a day later, its matrix multiplies twice as fast and nothing else changed. */
const later: Run = {
  ...run,
  when: '2026-11-23T10:00:00.000Z',
  kernels: run.kernels.map((kernel) =>
    kernel.kernel === 'gemm' ? { ...kernel, median: kernel.median / 2, low: kernel.low / 2, high: kernel.high / 2 } : kernel,
  ),
};

async function list(runs: readonly Run[]): Promise<{ readonly host: LabHistory; readonly session: Session }> {
  const session = new Session({ measuring: measuringWith(), history: new RunHistory(`test-${crypto.randomUUID()}`) });
  for (const each of runs) await session.history.add(each);
  const host = await mount(LabHistory, html`<lab-history .session=${session}></lab-history>`);
  insideAs(HTMLDetailsElement, host, 'details').open = true;
  return { host, session };
}
const boxes = (host: LabHistory): HTMLInputElement[] => [...(host.shadowRoot?.querySelectorAll('input') ?? [])];

async function compared(host: LabHistory): Promise<HTMLElement> {
  boxes(host)[0]?.click();
  await until(() => textOf(host).includes('Pick one more'), 'the first pick');
  boxes(host)[1]?.click();
  await until(
    () =>
      host.shadowRoot?.querySelector('lab-compare')?.shadowRoot?.querySelector('lab-figure')?.shadowRoot?.querySelector('.plot') instanceof
      HTMLElement,
    'the comparison',
  );
  return inside(host, 'lab-compare');
}

describe('two runs', () => {
  it('are compared point by point, the later against the earlier, with what the intervals tell apart', async () => {
    const { host } = await list([run, later]);
    await expectAccessible(document);
    const comparison = await compared(host);
    expect(textOf(comparison)).toMatch(/23 Nov 2026.* against .*22 Nov 2026.*: faster in 4 of 11 points, not told apart in 7/);
    expect(textOf(comparison)).toMatch(/Ceilings side by side.*f32 FMA 11\.0 TFLOP\/s.*11\.0 TFLOP\/s.*not told apart/);
    const figure = insideAs(LabFigure, comparison, 'lab-figure'),
      plot = inside(figure, '.plot');
    press('Home', plot);
    await figure.updateComplete;
    expect(inside(figure, '.readout').textContent).toMatch(/Matrix multiply 512³, f32: 2\.0×, .* the two intervals are apart/);
    await expectAccessible(document);
    inside(figure, '.tools button').click();
    await figure.updateComplete;
    expect(figure.shadowRoot?.querySelectorAll('tbody tr')).toHaveLength(11);
    await expectAccessible(document);
  });

  it('are two at most: a third has to wait until one is let go', async () => {
    const { host } = await list([run, later, { ...run, when: '2026-11-24T10:00:00.000Z' }]);
    await compared(host);
    expect(boxes(host).map(({ disabled }) => disabled)).toEqual([false, false, true]);
    boxes(host)[0]?.click();
    await until(() => host.shadowRoot?.querySelector('lab-compare') === null, 'the end of the comparison');
    expect(boxes(host)[2]?.disabled).toBe(false);
  });

  it('that come from different plans or adapters say so', async () => {
    const { host } = await list([run, { ...later, plan: 'thorough', adapter: { ...later.adapter, vendor: 'amd' } }]);
    expect(textOf(await compared(host))).toMatch(/They come from different adapters\. .*Their plans differ/);
  });

  it('can be one’s own and a link’s claim, also once one’s own has taken its place', async () => {
    const before = location.href;
    const { host, session } = await list([later]);
    const link = new URL(await session.linkTo(run, { device: true }));
    history.replaceState(null, '', `${location.pathname}${link.search}${link.hash}`);
    await session.open();
    history.replaceState(null, '', before);
    await until(() => textOf(host).includes('claimed by a link'), 'the claim');
    session.dismissClaim();
    const comparison = await compared(host);
    expect(textOf(comparison)).toMatch(/23 Nov 2026.* against the link’s claim: faster in 4 of 11/);
  });
});
