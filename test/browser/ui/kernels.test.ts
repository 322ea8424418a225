/** Every point of a run, whatever its family. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import type { KernelResult, Run } from '../../../src/run/run.ts';
import { Session } from '../../../src/session/session.ts';
import { LabKernelsFigure } from '../../../src/ui/figures/kernels/kernels-figure.ts';
import { LabRooflineFigure } from '../../../src/ui/figures/kernels/roofline-figure.ts';
import { measuringWith, run } from '../fake-run.ts';
import { expectAccessible, mount, textOf, until } from '../mount.ts';

const point = (kernel: string, dtype: KernelResult['dtype'], flops: number, bytes: number): KernelResult => ({
  id: `${kernel}/1/${dtype}`,
  kernel,
  variant: '64',
  dtype,
  shape: kernel.startsWith('gemm') ? { m: 64, n: 64, k: 64 } : { n: 4096, k: 4096 },
  flops,
  bytes,
  samples: [1e-3],
  median: 1e-3,
  low: 0.99e-3,
  high: 1.01e-3,
  checks: [{ kind: 'exact', error: 0, tolerance: 0, passed: true }],
  badges: [],
});
/** Families that came later, and one that nobody knows. */
const wide: Run = {
  ...run,
  kernels: [
    ...run.kernels,
    point('mem.write', 'f32', 0, 3e8),
    point('mem.triad', 'f32', 2e7, 3e8),
    point('mem.sweep', 'f32', 0, 3e8),
    point('peak.dp4a', 'i8', 4e10, 0),
    point('gemm.w4a16', 'i4', 8e9, 2e7),
    point('gemm.w4a8', 'i4', 9e9, 2e7),
    point('gemv.q8', 'i8', 3e7, 1.7e7),
    point('launch.submit', 'f32', 0, 0),
    point('scan', 'f32', 0, 1e8),
  ],
};

async function session(of: Run | null): Promise<Session> {
  const made = new Session({ measuring: measuringWith(of ? { run: () => Promise.resolve({ kind: 'finished', run: of }) } : {}) });
  if (of) await made.measuring.start('quick');
  return made;
}

describe('the kernels of a run', () => {
  it('take no room before there is a run', async () => {
    const host = await mount(LabKernelsFigure, html`<lab-kernels-figure .session=${await session(null)}></lab-kernels-figure>`);
    expect(host.hidden).toBe(true);
  });

  it('stand in groups, each in the unit that judges it, those of unknown families too', async () => {
    const host = await mount(LabKernelsFigure, html`<lab-kernels-figure .session=${await session(wide)}></lab-kernels-figure>`);
    const groups = [...(host.shadowRoot?.querySelectorAll('details') ?? [])];
    for (const group of groups) group.open = true;
    const text = textOf(host);
    for (const words of [
      '20 points',
      'Integer dot-product peak i8 40.0 TOP/s',
      'Stream triad',
      '300 GB/s',
      'Matrix multiply, 4-bit weights 64³ i4 8.00 TFLOP/s',
      'Submit to submit',
      'Other kernels',
      'scan',
      '1 check passed',
    ])
      expect(text).toContain(words);
    expect(groups.map((group) => group.querySelector('summary span')?.textContent.replace(/\d+ points?.*/, ''))).toEqual([
      'Peaks',
      'Memory',
      'Launches',
      'Matrix multiply',
      'Matrix-vector',
      'Attention',
      'Other kernels',
    ]);
    await expectAccessible(document);
  });

  it('leave the roofline whole', async () => {
    const host = await mount(LabRooflineFigure, html`<lab-roofline-figure .session=${await session(wide)}></lab-roofline-figure>`);
    await until(() => host.shadowRoot?.querySelector('lab-figure')?.shadowRoot?.querySelector('svg.chart') instanceof SVGElement, 'the chart');
    expect(textOf(host)).toMatch(/Your GPU (reaches|passes)/);
    expect(host.shadowRoot?.querySelector('lab-figure')?.shadowRoot?.querySelector('svg')?.innerHTML).not.toContain('NaN');
  });
});
