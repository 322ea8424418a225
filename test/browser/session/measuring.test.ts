import { describe, expect, it, vi } from 'vitest';
import type { AdapterSummary, MeasureApi, Progress, Run, RunOutcome, Unavailable } from '../../../src/run/run.ts';
import { startWorkerHost, type MeasureHost } from '../../../src/session/measure-host.ts';
import { Measuring, type MeasureHosts, type MeasuringOptions } from '../../../src/session/measuring.ts';
import { pause, until } from '../mount.ts';

const adapter: AdapterSummary = { vendor: 'test', architecture: 'a', device: '', description: '', fallback: false, features: [], limits: {} };
const kernel = {
  id: 'gemm/1',
  kernel: 'gemm',
  variant: '',
  dtype: 'f32',
  shape: {},
  flops: 1,
  bytes: 1,
  samples: [1],
  median: 1,
  low: 1,
  high: 1,
  checks: [],
  badges: [],
} as const;
const run: Run = {
  version: 1,
  when: '2026-11-22T10:00:00Z',
  adapter,
  clock: { kind: 'wall', step: 1e-4 },
  plan: 'quick',
  elapsed: 1,
  left: [],
  kernels: [kernel],
  ceilings: { fmaF32: null, fmaF16: null, read: null, copy: null, dispatch: null },
};
const progress = (done: number): Progress => ({
  done,
  total: 2,
  id: 'gemm/1',
  words: 'matrix multiply',
  phase: 'sample',
  rates: [],
  rateUnit: 'FLOP/s',
  elapsed: 1,
  remaining: 1,
  finished: [],
});
const unavailable = (reason: Unavailable['reason']): Unavailable => ({ kind: 'unavailable', reason, message: 'm', remedy: 'r', diagnostic: 'd' });

interface Ended {
  ended: boolean;
}

/** A host that answers as told; `end` is remembered. */
function host(place: MeasureHost['place'], api: Partial<MeasureApi>): MeasureHost & Ended {
  const made = {
    place,
    ended: false,
    api: {
      probe: async () => ({ kind: 'available', adapter, clock: null }),
      run: async () => ({ kind: 'finished', run }),
      setVisible: async () => undefined,
      cancel: async () => undefined,
      ...api,
    } satisfies MeasureApi,
    end: () => {
      made.ended = true;
    },
  };
  return made;
}

/** With a lock of its own: a run that a test leaves unfinished must not keep the next one waiting. */
const measuringOn = (hosts: MeasureHosts, options: MeasuringOptions = {}): Measuring =>
  new Measuring(hosts, { lock: crypto.randomUUID(), ...options });

const hosts = (worker: MeasureHost, page: MeasureHost = host('page', {})) => ({ worker: async () => worker, page: async () => page });

describe('probing', () => {
  it('says what the adapter is', async () => {
    const measuring = measuringOn(hosts(host('worker', {})));
    await measuring.probe();
    expect(measuring.state).toEqual({ kind: 'idle', adapter });
    expect(measuring.place).toBe('worker');
  });
  it('drives from the page where a worker has no GPU', async () => {
    const worker = host('worker', { probe: async () => unavailable('worker-no-api') });
    const measuring = measuringOn(hosts(worker));
    await measuring.probe();
    expect([measuring.state.kind, measuring.place, worker.ended]).toEqual(['idle', 'page', true]);
  });
  it('drives from the page where a worker cannot start at all', async () => {
    const measuring = measuringOn({
      worker: async () => {
        throw new Error('blocked by the host page');
      },
      page: async () => host('page', {}),
    });
    await measuring.probe();
    expect([measuring.state.kind, measuring.place]).toEqual(['idle', 'page']);
  });
  it('passes the reason on where there is none', async () => {
    const measuring = measuringOn(hosts(host('worker', { probe: async () => unavailable('no-adapter') })));
    await measuring.probe();
    expect(measuring.state).toMatchObject({ kind: 'unavailable', unavailable: { reason: 'no-adapter' } });
  });
});

describe('a run', () => {
  it('shows its progress and ends finished', async () => {
    const seen: number[] = [];
    const measuring = measuringOn(
      hosts(
        host('worker', {
          run: async (_, onProgress) => {
            for (const done of [0, 1, 2]) {
              await onProgress(progress(done));
              if (measuring.state.kind === 'running') seen.push(measuring.state.progress?.done ?? -1);
            }
            return { kind: 'finished', run };
          },
        }),
      ),
    );
    expect(await measuring.start('quick')).toEqual(run);
    expect([seen, measuring.state.kind]).toEqual([[0, 1, 2], 'finished']);
  });
  it('is not started twice', async () => {
    const measuring = measuringOn(hosts(host('worker', { run: () => new Promise<RunOutcome>(() => undefined) })));
    void measuring.start('quick');
    expect(await measuring.start('thorough')).toBeNull();
    expect(measuring.state).toMatchObject({ kind: 'running', plan: 'quick' });
  });
  it('keeps nothing when it was cancelled', async () => {
    let stop = (): void => undefined;
    const measuring = measuringOn(
      hosts(
        host('worker', {
          run: () =>
            new Promise((resolve) => {
              stop = () => resolve({ kind: 'cancelled' });
            }),
          cancel: async () => stop(),
        }),
      ),
    );
    const ended = measuring.start('quick');
    await pause(20);
    measuring.cancel();
    expect(await ended).toBeNull();
    expect(measuring.state.kind).toBe('cancelled');
  });
  it('is ended by force when it does not listen, and what it says later is dropped', async () => {
    let late = (_: RunOutcome): void => undefined;
    const worker = host('worker', {
      run: () =>
        new Promise((resolve) => {
          late = resolve;
        }),
      cancel: () => new Promise(() => undefined),
    });
    const measuring = measuringOn(hosts(worker));
    const ended = measuring.start('quick');
    await pause(20);
    measuring.cancel();
    await until(() => measuring.state.kind === 'cancelled', 'the grace to pass', 5000);
    expect(worker.ended).toBe(true);
    late({ kind: 'finished', run });
    expect(await ended).toBeNull();
    expect(measuring.state.kind).toBe('cancelled');
  });
  it('that crashes becomes a reason with a text to copy, never a half result', async () => {
    const measuring = measuringOn(
      hosts(
        host('worker', {
          run: async () => {
            throw new Error('out of paper');
          },
        }),
      ),
    );
    expect(await measuring.start('quick')).toBeNull();
    expect(measuring.state.kind === 'unavailable' && measuring.state.unavailable.diagnostic).toContain('out of paper');
  });
  it('tells whoever measures when the page is hidden and shown, and no more once the run is over', async () => {
    const told: boolean[] = [];
    const look = (visibility: 'hidden' | 'visible'): void => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    try {
      const measuring = measuringOn(
        hosts(
          host('worker', {
            setVisible: async (visible) => void told.push(visible),
            run: async () => {
              look('hidden');
              look('visible');
              return { kind: 'finished', run };
            },
          }),
        ),
      );
      await measuring.start('quick');
      look('hidden');
      expect(told).toEqual([true, false, true]);
    } finally {
      Reflect.deleteProperty(document, 'visibilityState');
    }
  });
});

describe('a worker that says nothing more', () => {
  const patience = { least: 0.4, times: 0, most: 0.4 };
  const never = (): Promise<never> => new Promise(() => undefined);

  it('ends the run with a reason, and is let go', async () => {
    const worker = host('worker', { run: never });
    const measuring = measuringOn(hosts({ ...worker, api: { ...worker.api, setVisible: never } }), { patience });
    expect(await measuring.start('quick')).toBeNull();
    expect(measuring.state).toMatchObject({
      kind: 'unavailable',
      unavailable: { reason: 'kernel-failed', diagnostic: expect.stringContaining('no answer') as string },
    });
  });
  it('is waited for as long as it answers at all', async () => {
    let asked = 0;
    const worker = host('worker', {
      run: async () => {
        await until(() => asked > 4, 'the questions');
        return { kind: 'finished', run };
      },
      setVisible: async () => {
        asked++;
      },
    });
    expect(await measuringOn(hosts(worker), { patience }).start('quick')).toEqual(run);
  });
  it('is one that was terminated in the middle of a run, too', async () => {
    const threads: Worker[] = [];
    vi.stubGlobal(
      'Worker',
      class extends Worker {
        constructor(...made: ConstructorParameters<typeof Worker>) {
          super(...made);
          threads.push(this);
        }
      },
    );
    const worker = startWorkerHost();
    vi.unstubAllGlobals();
    const measuring = measuringOn(hosts({ ...worker, api: { ...worker.api, probe: async () => ({ kind: 'available', adapter, clock: null }) } }), {
      patience,
    });
    await measuring.probe();
    const ended = measuring.start('quick');
    await until(() => measuring.state.kind === 'running', 'the run');
    // As when a browser takes it away: no event says so.
    threads[0]?.terminate();
    expect(await ended).toBeNull();
    expect(measuring.state).toMatchObject({ kind: 'unavailable', unavailable: { reason: 'kernel-failed' } });
  });
  it('leaves the measuring to the page when it does not even answer a probe', async () => {
    const worker = host('worker', { probe: never, setVisible: never });
    const measuring = measuringOn(hosts(worker), { patience });
    await measuring.probe();
    expect([measuring.state.kind, measuring.place, worker.ended]).toEqual(['idle', 'page', true]);
  });
});

describe('two tabs', () => {
  /** Another tab that measures: it holds the lock until it is told to stop. */
  async function other(lock: string): Promise<() => void> {
    let stop = (): void => undefined;
    await new Promise<void>((held) => {
      void navigator.locks.request(lock, () => {
        held();
        return new Promise<void>((resolve) => (stop = resolve));
      });
    });
    return () => stop();
  }
  const waits = (measuring: Measuring): boolean => measuring.state.kind === 'running' && measuring.state.waiting;

  it('do not measure at once: the second begins when the first is over', async () => {
    const lock = crypto.randomUUID();
    const stop = await other(lock);
    const measuring = measuringOn(hosts(host('worker', {})), { lock });
    const ended = measuring.start('quick');
    await until(() => waits(measuring), 'the wait');
    stop();
    expect(await ended).toEqual(run);
  });
  it('may do so where the visitor knows better', async () => {
    const lock = crypto.randomUUID();
    const stop = await other(lock);
    const measuring = measuringOn(hosts(host('worker', {})), { lock });
    const ended = measuring.start('quick');
    await until(() => waits(measuring), 'the wait');
    measuring.startAnyway();
    expect(await ended).toEqual(run);
    stop();
  });
  it('the wait can be cancelled, and then nothing is taken', async () => {
    const lock = crypto.randomUUID();
    const stop = await other(lock);
    const measuring = measuringOn(hosts(host('worker', {})), { lock });
    const ended = measuring.start('quick');
    await until(() => waits(measuring), 'the wait');
    measuring.cancel();
    expect([await ended, measuring.state.kind]).toEqual([null, 'cancelled']);
    stop();
    await until(() => true, 'a turn');
    expect((await navigator.locks.query()).held?.some(({ name }) => name === lock)).toBe(false);
  });
  it('measure without a word where the browser has no locks', async () => {
    const locks = vi.spyOn(navigator.locks, 'request').mockRejectedValue(new DOMException('denied', 'SecurityError'));
    try {
      expect(await measuringOn(hosts(host('worker', {}))).start('quick')).toEqual(run);
    } finally {
      locks.mockRestore();
    }
  });
  it('gives the lock back after every kind of end', async () => {
    const lock = crypto.randomUUID();
    const crash = async (): Promise<RunOutcome> => {
      throw new Error('out of paper');
    };
    for (const made of [{}, { run: async (): Promise<RunOutcome> => ({ kind: 'cancelled' }) }, { run: crash }]) {
      await measuringOn(hosts(host('worker', made)), { lock }).start('quick');
      await until(() => true, 'a turn');
      expect((await navigator.locks.query()).held?.some(({ name }) => name === lock)).toBe(false);
    }
  });
});
