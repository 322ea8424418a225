/**
 * Whole runs on a software adapter, cut short by a budget: what stands, what is left, and every way in which a run ends
 * without a result. Faults are planted in the device itself, as a driver would have them.
 */
import { describe, expect, it, vi } from 'vitest';
import { createMeasureApi } from '../../src/measure/measure-api.ts';
import { runPlan } from '../../src/measure/run-plan.ts';
import { planPoints, type PlanPoint } from '../../src/run/plans.ts';
import type { Progress } from '../../src/run/run.ts';
import { parseRun } from '../../src/run/schema.ts';
import { softwareGpu } from './dawn.ts';
import { steady } from './steady.ts';
import { miscompiled, tampered, wrap } from './tampered.ts';

const gpu = await softwareGpu();
const node = { where: 'node', secure: true } as const;
const never = (): AbortSignal => new AbortController().signal;
/** What the quick plan on a processor comes to after its first two points. */
const others = planPoints('quick', { software: true, f16: false }).slice(2);
/** Two of its kinds, so little work that even a processor with other things to do may run it. */
const two: PlanPoint[] = [
  { kernel: 'peak.fma', dtype: 'f32', ladder: [{ threads: 1024, turns: 4 }] },
  { kernel: 'mem.read', dtype: 'f32', ladder: [{ bytes: 2 ** 18 }] },
];

// Minutes, not seconds, should the two cores be busy with other tests: SwiftShader then compiles ten times slower.
describe.skipIf(gpu === undefined)('runPlan on a software adapter', { timeout: 240_000 }, () => {
  const real = steady(gpu as GPU);

  it('gives a run that validates, with progress that never falls back', async () => {
    const seen: Progress[] = [];
    // Time jumps to the end of the budget while the second point is sampled.
    const now = performance.now.bind(performance);
    let jump = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now() + jump);
    const listen = (progress: Progress): void => {
      seen.push(progress);
      if (progress.id.startsWith('mem.read') && progress.phase === 'sample') jump += 1000 * 3600;
    };
    const outcome = await runPlan(real, { plan: 'quick', budget: 3600, seed: 3 }, listen, never(), node);
    vi.restoreAllMocks();
    if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
    const { run } = outcome;
    expect(parseRun(JSON.parse(JSON.stringify(run)))).toMatchObject({ ok: true });
    expect(run).toMatchObject({ version: 1, plan: 'quick', seed: 3, adapter: { fallback: true } });

    // What the time did not reach is listed, with its reason.
    expect(run.kernels.map(({ kernel }) => kernel)).toEqual(['peak.fma', 'mem.read']);
    expect(run.left).toHaveLength(others.length);
    expect(run.ceilings.fmaF32?.value).toBeCloseTo((run.kernels[0]?.flops ?? 0) / (run.kernels[0]?.median ?? 1), 0);
    expect(run.left.every(({ reason }) => reason === 'time')).toBe(true);
    for (const kernel of run.kernels) {
      expect(kernel.badges).toContain('software-adapter');
      expect(kernel.samples.length).toBeGreaterThanOrEqual(5);
      expect(kernel.checks.length).toBeGreaterThan(0);
      expect(kernel.checks.every(({ passed }) => passed)).toBe(true);
    }

    const shares = seen.map(({ done, total }) => done / total);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ phase: 'finished', remaining: 0 });
    expect(seen.at(-1)?.finished).toEqual(run.kernels);
    const live = seen.filter(({ phase, id }) => phase === 'sample' && id === run.kernels[0]?.id);
    expect(live.map(({ rates }) => rates.length)).toEqual(live.map((_, index) => index + 1));
  });

  it('visits its points again in the thorough plan, and keeps every sample', async () => {
    const seen: Progress[] = [];
    const outcome = await runPlan(real, { plan: 'thorough', points: two.slice(0, 1) }, (progress) => void seen.push(progress), never(), node);
    if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
    const [fmaResult] = outcome.run.kernels;
    expect(fmaResult?.samples.length).toBeGreaterThanOrEqual(12);
    const shares = seen.map(({ done, total }) => done / total);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ done: 3, total: 3 });
  });

  it('gives no number for a kernel whose result is wrong, and lets the others stand', async () => {
    const lying = miscompiled(real, 'mem-read', 'sum3 += data', 'sum2 += data');
    const outcome = await runPlan(lying, { plan: 'quick', points: two }, () => undefined, never(), node);
    if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
    // Control: that swap changes nothing, since all sums are joined.
    expect(outcome.run.kernels.map(({ kernel }) => kernel)).toContain('mem.read');

    const wrong = miscompiled(real, 'mem-read', 'sum3 += data[index + 3u', 'sum3 += data[index + 2u');
    const judged = await runPlan(wrong, { plan: 'quick', points: two }, () => undefined, never(), node);
    if (judged.kind !== 'finished') throw new Error(JSON.stringify(judged));
    expect(judged.run.kernels.map(({ kernel }) => kernel)).not.toContain('mem.read');
    expect(judged.run.ceilings.read).toBeNull();
    expect(judged.run.left).toContainEqual(
      expect.objectContaining({
        id: expect.stringMatching(/^mem\.read/) as string,
        reason: 'check-failed',
        message: expect.stringContaining('differ from whole-number arithmetic') as string,
      }),
    );
  });

  it('passes over a kernel that does not compile, with the line', async () => {
    const picky = miscompiled(real, 'peak-fma', 'fn main', 'fn ma in');
    const outcome = await runPlan(picky, { plan: 'quick', points: two }, () => undefined, never(), node);
    if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.run.left[0]).toMatchObject({ reason: 'compile-failed', message: expect.stringMatching(/^peak-fma:\d+:\d+: /) as string });
  });

  it('says so when nothing at all could be trusted', async () => {
    const outcome = await runPlan(
      miscompiled(real, 'peak-fma', 'fma(', 'fma(a * '),
      { plan: 'quick', points: two.slice(0, 1) },
      () => undefined,
      never(),
      node,
    );
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: 'kernel-failed', diagnostic: expect.stringContaining('peak.fma') as string });
  });

  it('ends within one batch when cancelled, and leaves nothing that looks whole', async () => {
    const controller = new AbortController();
    let after = 0;
    const outcome = await runPlan(
      real,
      { plan: 'quick' },
      ({ phase }) => {
        if (controller.signal.aborted) after++;
        if (phase === 'sample') controller.abort();
      },
      controller.signal,
      node,
    );
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(after).toBe(0);
  });

  it('goes on with a new device when the first is lost, without the point that lost it', async () => {
    let first: GPUDevice | undefined;
    const fragile = tampered(real, (device) => {
      first ??= device;
      return {};
    });
    const outcome = await runPlan(
      fragile,
      { plan: 'quick', points: two },
      ({ id, phase }) => (id.startsWith('mem.read') && phase === 'check' ? first?.destroy() : undefined),
      never(),
      node,
    );
    if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.run.left).toContainEqual(expect.objectContaining({ id: expect.stringMatching(/^mem\.read/) as string, reason: 'device-lost' }));
    expect(outcome.run.kernels.map(({ kernel }) => kernel)).toContain('peak.fma');
  });

  it('gives up when the second device is lost too', async () => {
    let latest: GPUDevice | undefined;
    const dying = tampered(real, (device) => {
      latest = device;
      return {};
    });
    const outcome = await runPlan(dying, { plan: 'quick' }, ({ phase }) => (phase === 'check' ? latest?.destroy() : undefined), never(), node);
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: 'device-lost' });
  });

  it('works without timestamps, and says that the clock is on the wall', async () => {
    const blind = wrap(real, {
      async requestAdapter() {
        const adapter = await real.requestAdapter();
        if (adapter === null) return null;
        const features = new Set([...adapter.features].filter((feature) => feature !== 'timestamp-query'));
        return wrap(adapter, { features });
      },
    });
    const outcome = await runPlan(blind, { plan: 'quick', points: two.slice(0, 1) }, () => undefined, never(), node);
    if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.run.clock.kind).toBe('wall');
    expect(outcome.run.kernels[0]?.badges).toContain('wall-clock');
    expect(outcome.run.adapter.features).not.toContain('timestamp-query');
  });

  it('offers the same through the three verbs: probe, run, cancel', async () => {
    const api = createMeasureApi(real, node);
    expect(await api.probe()).toMatchObject({ kind: 'available', adapter: { fallback: true }, clock: { kind: 'timestamp' } });
    const running = api.run({ plan: 'quick' }, ({ phase }) => (phase === 'sample' ? void api.cancel() : undefined));
    expect(await running).toEqual({ kind: 'cancelled' });
    await api.cancel();
  });
});
