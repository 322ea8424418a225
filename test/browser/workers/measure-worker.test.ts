/** The measuring worker in a real browser: WebGPU in a worker thread, through Comlink, on the software adapter. */
import { proxy, wrap, type Remote } from 'comlink';
import { afterEach, describe, expect, test } from 'vitest';
import type { MeasureApi, Progress } from '../../../src/run/run.ts';

let worker: Worker | undefined;

function start(): Remote<MeasureApi> {
  worker = new Worker(new URL('../../../workers/measure.worker.ts', import.meta.url), { type: 'module' });
  return wrap<MeasureApi>(worker);
}

afterEach(() => worker?.terminate());

describe('the measuring worker', () => {
  test('finds the adapter and the step of its clock', async () => {
    const probed = await start().probe();
    expect(probed).toMatchObject({
      kind: 'available',
      adapter: { vendor: 'google', architecture: 'swiftshader', fallback: true },
      clock: { kind: 'timestamp' },
    });
  });

  test('measures until it is cancelled, and hears of every step in order', async () => {
    const api = start();
    const heard: Progress[] = [];
    let cancelled: Promise<void> | undefined;
    const outcome = await api.run(
      { plan: 'quick' },
      proxy((progress: Progress) => {
        heard.push(progress);
        // The second point has begun: the first one stands.
        if (progress.done === 1 && progress.phase === 'sample') cancelled ??= api.cancel();
      }),
    );
    await cancelled;
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(heard.map(({ done }) => done)).toEqual(heard.map(({ done }) => done).toSorted((a, b) => a - b));
    expect(new Set(heard.map(({ phase }) => phase))).toEqual(new Set(['compile', 'check', 'warm-up', 'sample']));
    const [first] = heard.at(-1)?.finished ?? [];
    expect(first).toMatchObject({ kernel: 'peak.fma', badges: expect.arrayContaining(['software-adapter']) as unknown });
    expect(first?.checks.every(({ passed }) => passed)).toBe(true);
  });
});
