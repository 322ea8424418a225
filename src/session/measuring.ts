/**
 * Probing and running, as one state. Cancelling is a flag that is read between batches, and after a grace the worker
 * is ended, which frees the device; whatever arrives from an earlier call is dropped. One tab measures at a time, and a
 * worker that says nothing more is not waited for.
 */
import { signal } from '@lit-labs/signals';
import type { AdapterSummary, PlanName, Run, Unavailable } from '../run/run.ts';
import { Silence, unlessSilent, type Patience } from '../run/silence.ts';
import type { MeasureHost } from './measure-host.ts';
import { measuringLock, takeTurn } from './measuring-turn.ts';
import { isSeen, tellVisibility } from './page-visibility.ts';
import type { MeasurePlace, RunState } from './run-state.ts';
import { holdWakeLock } from './wake-lock.ts';

/** Milliseconds between asking to stop and ending the worker: several batches of at most 200 ms each. */
const grace = 1500;

/**
 * A worker that lives answers at once, whatever its GPU does: between two batches it has nothing else to do. That the GPU itself is silent
 * is found where it is driven.
 */
const workerPatience: Patience = { least: 20, times: 0, most: 20 };

export interface MeasuringOptions {
  /** Name of the lock that tabs share. */
  readonly lock?: string;
  readonly patience?: Patience;
}

export interface MeasureHosts {
  worker(): Promise<MeasureHost>;
  page(): Promise<MeasureHost>;
}

/** Loaded when first asked for: a first screen needs neither threads nor their messages. */
const ownHosts: MeasureHosts = {
  worker: async () => (await import('./measure-host.ts')).startWorkerHost(),
  page: async () => (await import('./measure-host.ts')).startPageHost(),
};

export class Measuring {
  readonly #state = signal<RunState>({ kind: 'idle', adapter: null });
  readonly #place = signal<MeasurePlace>('worker');
  readonly #hosts: MeasureHosts;
  readonly #lock: string;
  readonly #patience: Patience;
  #noLonger = new AbortController();
  #host: MeasureHost | null = null;
  #call = 0;
  #met: Promise<void> | undefined;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(hosts: MeasureHosts = ownHosts, { lock = measuringLock, patience = workerPatience }: MeasuringOptions = {}) {
    this.#hosts = hosts;
    this.#lock = lock;
    this.#patience = patience;
  }

  get state(): RunState {
    return this.#state.get();
  }

  get place(): MeasurePlace {
    return this.#place.get();
  }

  /** Asks once, when a run is near: until then the worker with all kernels is not fetched. A run that has begun asks for itself. */
  async meet(): Promise<void> {
    const { kind } = this.#state.get();
    if (this.#met !== undefined || kind === 'idle') await (this.#met ??= this.probe());
  }

  /** Asks what the adapter is, without running anything on it. */
  async probe(): Promise<void> {
    if (this.#state.get().kind === 'running') return;
    const call = ++this.#call;
    this.#state.set({ kind: 'probing' });
    const outcome = await this.#probeSomewhere();
    if (call !== this.#call) return;
    this.#state.set(outcome.kind === 'available' ? { kind: 'idle', adapter: outcome.adapter } : { kind: 'unavailable', unavailable: outcome });
  }

  /** @returns the finished run, or null if it was cancelled or could not be made */
  async start(plan: PlanName): Promise<Run | null> {
    if (this.#state.get().kind === 'running') return null;
    const call = ++this.#call;
    const adapter = this.#adapter();
    this.#state.set({ kind: 'running', plan, progress: null, adapter, stopping: false, waiting: false });
    this.#noLonger = new AbortController();
    const turn = await takeTurn(() => this.#waits(call, true), this.#noLonger.signal, this.#lock);
    if (call !== this.#call) {
      turn.release();
      return null;
    }
    this.#waits(call, false);
    const release = await holdWakeLock();
    let tellNoMore = (): void => undefined;
    try {
      const host = await this.#ready();
      tellNoMore = tellVisibility((visible) => host.api.setVisible(visible));
      const silence = this.#silence();
      const work = host.api.run({ plan }, (progress) => {
        silence.sign();
        const state = this.#state.get();
        if (call !== this.#call || state.kind !== 'running') return;
        this.#state.set({ ...state, progress });
      });
      const outcome = await this.#unlessGone(host, work, silence);
      if (call !== this.#call) return null;
      if (outcome.kind === 'unavailable') this.#state.set({ kind: 'unavailable', unavailable: outcome });
      else if (outcome.kind === 'cancelled') this.#state.set({ kind: 'cancelled', adapter });
      else return this.#finish(outcome.run);
      return null;
    } catch (error) {
      if (call === this.#call) this.#state.set({ kind: 'unavailable', unavailable: crashed(error) });
      this.#dropHost();
      return null;
    } finally {
      clearTimeout(this.#graceTimer);
      tellNoMore();
      release();
      turn.release();
    }
  }

  cancel(): void {
    const state = this.#state.get();
    if (state.kind !== 'running' || state.stopping) return;
    if (state.waiting) {
      this.#call++;
      this.#noLonger.abort();
      this.#state.set({ kind: 'cancelled', adapter: state.adapter });
      return;
    }
    this.#state.set({ ...state, stopping: true });
    const call = this.#call;
    void this.#host?.api.cancel().catch(() => undefined);
    this.#graceTimer = setTimeout(() => {
      if (call !== this.#call || this.#state.get().kind !== 'running') return;
      this.#call++;
      this.#dropHost();
      this.#state.set({ kind: 'cancelled', adapter: state.adapter });
    }, grace);
  }

  /** Measures beside the other tab, which the visitor may know to be asleep. */
  startAnyway(): void {
    this.#noLonger.abort();
  }

  /** Takes an earlier run of this browser as the finished one; not while another is being made. */
  show(run: Run): boolean {
    if (this.#state.get().kind === 'running') return false;
    this.#call++;
    this.#finish(run);
    return true;
  }

  #finish(run: Run): Run {
    this.#state.set({ kind: 'finished', run, adapter: run.adapter });
    return run;
  }

  #waits(call: number, waiting: boolean): void {
    const state = this.#state.get();
    if (call === this.#call && state.kind === 'running' && state.waiting !== waiting) this.#state.set({ ...state, waiting });
  }

  #silence(): Silence {
    return new Silence('whoever measures', this.#patience);
  }

  /** The work's own outcome, or a rejection once its host does not even answer the smallest of questions. */
  #unlessGone<T>({ api }: MeasureHost, work: Promise<T>, silence = this.#silence()): Promise<T> {
    let asked = false;
    return unlessSilent(work, silence, () => {
      if (asked || silence.lasted < silence.limit / 2) return false;
      asked = true;
      const answered = (): void => {
        asked = false;
        silence.sign();
      };
      api.setVisible(isSeen()).then(answered, answered);
      return false;
    });
  }

  #adapter(): AdapterSummary | null {
    const state = this.#state.get();
    return state.kind === 'probing' || state.kind === 'unavailable' ? null : state.kind === 'finished' ? state.run.adapter : state.adapter;
  }

  async #ready(): Promise<MeasureHost> {
    if (this.#host === null) await this.#probeSomewhere();
    return this.#host ?? (await this.#useWorker());
  }

  async #probeSomewhere(): Promise<Awaited<ReturnType<MeasureHost['api']['probe']>>> {
    try {
      const host = this.#host ?? (await this.#useWorker());
      const outcome = await this.#unlessGone(host, host.api.probe());
      if (outcome.kind === 'available' || outcome.reason !== 'worker-no-api') return outcome;
    } catch {
      // A worker that cannot start (a strict host page, a sandbox) is treated like one without the API.
    }
    this.#dropHost();
    try {
      this.#host = await this.#hosts.page();
      this.#place.set('page');
      return await this.#host.api.probe();
    } catch (error) {
      return crashed(error);
    }
  }

  async #useWorker(): Promise<MeasureHost> {
    this.#place.set('worker');
    return (this.#host = await this.#hosts.worker());
  }

  #dropHost(): void {
    this.#host?.end();
    this.#host = null;
  }
}

/** A fault of ours or of the browser, in the form of the nine reasons, so that the page has one way to say it. */
function crashed(error: unknown): Unavailable {
  const text = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
  return {
    kind: 'unavailable',
    reason: 'kernel-failed',
    message: 'Measuring stopped with an error before it had a result.',
    remedy: 'Reload the page and try again. If it happens twice, the text below is what a report needs.',
    diagnostic: `${text}\n${navigator.userAgent}`,
  };
}
