/**
 * What goes wrong around a run rather than in a kernel: a poor adapter, a page that hides, a device that does not take the work. Each
 * ends in a state that says so, and nothing half-measured stands.
 */
import { describe, expect, it } from 'vitest';
import { createVisibility } from '../../src/measure/protocol/visibility.ts';
import { runPlan } from '../../src/measure/run-plan.ts';
import type { PlanPoint } from '../../src/run/plans.ts';
import type { Run, RunOutcome } from '../../src/run/run.ts';
import { parseRun } from '../../src/run/schema.ts';
import { softwareGpu } from './dawn.ts';
import { steady } from './steady.ts';
import { tampered, wrap } from './tampered.ts';

const gpu = await softwareGpu();
const node = { where: 'node', secure: true } as const;
const never = (): AbortSignal => new AbortController().signal;
/** So little work that even a busy processor may run all of it in one dispatch. */
const fma: PlanPoint = {
  kernel: 'peak.fma',
  dtype: 'f32',
  ladder: [
    { threads: 1024, turns: 4 },
    { threads: 256, turns: 4 },
  ],
};
const launches: PlanPoint = { kernel: 'launch.dispatch', dtype: 'f32', ladder: [{ groups: 1 }] };

function finished(outcome: RunOutcome): Run {
  if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
  expect(parseRun(JSON.parse(JSON.stringify(outcome.run)))).toMatchObject({ ok: true });
  return outcome.run;
}

describe('a browser that never answers', () => {
  const patience = { least: 0.2, times: 0, most: 0.2 };
  const waits = (): Promise<never> => new Promise(() => undefined);

  it('has no adapter to give', async () => {
    const outcome = await runPlan({ requestAdapter: waits } as unknown as GPU, { plan: 'quick', patience }, () => undefined, never(), node);
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: 'no-answer', diagnostic: expect.stringContaining('requestAdapter()') as string });
  });
  it('has no device to give', async () => {
    const adapter = { limits: {}, features: new Set<string>(), requestDevice: waits };
    const mute = { requestAdapter: () => Promise.resolve(adapter) } as unknown as GPU;
    const outcome = await runPlan(mute, { plan: 'quick', patience }, () => undefined, never(), node);
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: 'no-answer', diagnostic: expect.stringContaining('requestDevice()') as string });
  });
});

describe.skipIf(gpu === undefined)('a run on a software adapter', { timeout: 240_000 }, () => {
  const real = steady(gpu as GPU);

  it('waits while the page is hidden, and takes what was in work again from its start', async () => {
    // The page's clock moves when the run waits for it: it was hidden for 300 ms, and is shown.
    let now = 0;
    const page = createVisibility(() => now);
    const visibility = wrap(page, {
      whenVisible() {
        if (!page.visible) now += 300;
        page.set(true);
        return page.whenVisible();
      },
    });
    const phases: string[] = [];
    let hid = false;
    const run = finished(
      await runPlan(
        real,
        { plan: 'quick', points: [launches] },
        ({ id, phase, rates }) => {
          if (id !== '') phases.push(phase === 'sample' ? `${phase} ${rates.length}` : phase);
          if (hid || rates.length < 2) return;
          hid = true;
          page.set(false);
        },
        never(),
        node,
        visibility,
      ),
    );
    expect(phases.filter((phase) => phase === 'warm-up')).toHaveLength(2);
    expect(phases.filter((phase) => phase === 'sample 1')).toHaveLength(2);
    expect(run.kernels[0]?.samples.length).toBeGreaterThanOrEqual(5);
    expect(run.paused).toBeCloseTo(0.3, 9);
  });

  it('marks what lost the device and tries it again at a quarter of its size', async () => {
    let first: GPUDevice | undefined;
    const fragile = tampered(real, (device) => {
      first ??= device;
      return {};
    });
    const run = finished(
      await runPlan(
        fragile,
        { plan: 'quick', points: [fma, launches] },
        ({ id, phase }) => (id === 'peak.fma/1024x4/f32' && phase === 'check' ? first?.destroy() : undefined),
        never(),
        node,
      ),
    );
    expect(run.left).toEqual([{ id: 'peak.fma/1024x4/f32', reason: 'device-lost', message: expect.stringContaining('unsafe') as string }]);
    expect(run.kernels.map(({ id }) => id)).toEqual(['peak.fma/256x4/f32', 'launch.dispatch/1']);
  });

  it('measures on an adapter with no optional feature and the smallest limits, and says what it could not', async () => {
    const smallest = {
      maxStorageBufferBindingSize: 2 ** 27,
      maxBufferSize: 2 ** 28,
      maxComputeWorkgroupStorageSize: 16_384,
      maxComputeInvocationsPerWorkgroup: 256,
    };
    const poor = wrap(real, {
      wgslLanguageFeatures: new Set<string>(),
      async requestAdapter() {
        const adapter = await real.requestAdapter();
        return adapter === null ? null : wrap(adapter, { features: new Set<string>(), limits: wrap(adapter.limits, smallest) });
      },
    });
    const points: PlanPoint[] = [
      fma,
      { kernel: 'gemv', dtype: 'f32', ladder: [{ n: 32, k: 256 }] },
      { kernel: 'mem.read', dtype: 'f32', ladder: [{ bytes: 2 ** 29 }] },
      { kernel: 'peak.dp4a', dtype: 'i8', ladder: [{ threads: 256, turns: 8 }] },
    ];
    const run = finished(await runPlan(poor, { plan: 'quick', points }, () => undefined, never(), node));
    expect(run.clock.kind).toBe('wall');
    expect(run.adapter.features).toEqual([]);
    expect(run.kernels.map(({ kernel }) => kernel)).toEqual(['peak.fma', 'gemv']);
    expect(run.kernels[1]?.variant).not.toContain('subgroup');
    expect(run.left.map(({ id, reason }) => [id.split('/')[0], reason])).toEqual([
      ['mem.read', 'memory'],
      ['peak.dp4a', 'feature'],
    ]);
  });

  it('ends without an answer when the GPU answers no more, whatever it was asked', async () => {
    let mapped = 0;
    const silent = tampered(real, (device) => ({
      createBuffer(descriptor) {
        const buffer = device.createBuffer(descriptor);
        if ((descriptor.usage & 1) === 0) return buffer;
        const map = buffer.mapAsync.bind(buffer);
        return Object.assign(buffer, {
          mapAsync: (mode: number, offset?: number, size?: number) => (++mapped > 12 ? new Promise<never>(() => undefined) : map(mode, offset, size)),
        });
      },
    }));
    const patience = { least: 5, times: 0, most: 5 };
    const outcome = await runPlan(silent, { plan: 'quick', points: [fma, launches], patience }, () => undefined, never(), node);
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: 'no-answer', diagnostic: expect.stringContaining('no answer for') as string });
  });

  it('says so when the device has no room for anything', async () => {
    const full = tampered(real, (device) => {
      const scopes: GPUErrorFilter[] = [];
      return {
        pushErrorScope(filter) {
          scopes.push(filter);
          device.pushErrorScope(filter);
        },
        async popErrorScope() {
          const error = await device.popErrorScope();
          return scopes.pop() === 'out-of-memory' ? { message: 'no room' } : error;
        },
      };
    });
    const outcome = await runPlan(full, { plan: 'quick', points: [fma] }, () => undefined, never(), node);
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: 'kernel-failed', diagnostic: expect.stringContaining('no room') as string });
  });

  it('lists a point whose clock only ever gives nonsense', async () => {
    // After the looks that find its step, the end of every pass comes before its beginning.
    let reads = 0;
    const stopped = tampered(gpu as GPU, (device) => ({
      createBuffer(descriptor) {
        const buffer = device.createBuffer(descriptor);
        // The only buffer of this size that is mapped is the one for the timestamps of eight chains.
        if (descriptor.size !== 128 || (descriptor.usage & 1) === 0) return buffer;
        const read = buffer.getMappedRange.bind(buffer);
        const backwards = BigInt64Array.from({ length: 16 }, (_, at) => (at % 2 === 0 ? 9n : 3n)).buffer;
        return Object.assign(buffer, { getMappedRange: (offset?: number, size?: number) => (++reads > 4 ? backwards : read(offset, size)) });
      },
    }));
    const outcome = await runPlan(stopped, { plan: 'quick', points: [fma] }, () => undefined, never(), node);
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: 'kernel-failed', diagnostic: expect.stringContaining('clock') as string });
  });

  it('keeps how many workgroups keep the device busy, and shares later work out by it', { timeout: 120_000 }, async () => {
    const widths: PlanPoint[] = [
      { kernel: 'peak.width', dtype: 'f32', ladder: [{ groups: 4, turns: 16 }] },
      { kernel: 'mem.width', dtype: 'f32', ladder: [{ groups: 8, bytes: 2 ** 20 }] },
    ];
    const run = finished(await runPlan(real, { plan: 'quick', points: [fma, ...widths] }, () => undefined, never(), node));
    expect(run.kernels.map(({ kernel }) => kernel)).toEqual(['peak.fma']);
    expect(run.widths?.fma?.points.at(-1)?.groups).toBe(4);
    expect(run.widths?.read?.points.at(-1)?.groups).toBe(8);
    expect(parseRun(JSON.parse(JSON.stringify(run)))).toMatchObject({ ok: true, run: { widths: run.widths } });
  });

  it('keeps the curve of a sweep beside the results', async () => {
    const sweep: PlanPoint = { kernel: 'mem.sweep', dtype: 'f32', ladder: [{ bytes: 2 ** 20 }] };
    const run = finished(await runPlan(real, { plan: 'quick', points: [fma, sweep] }, () => undefined, never(), node));
    expect(run.kernels.map(({ kernel }) => kernel)).toEqual(['peak.fma']);
    expect(run.caches?.points.map(({ bytes }) => bytes)).toEqual([2 ** 18, 2 ** 19, 2 ** 20]);
    expect(run.host?.roundTrip.value).toBeGreaterThan(0);
  });
});
