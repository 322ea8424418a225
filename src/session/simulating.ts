/**
 * One simulation at a time, as one state. It runs in a thread of its own; an answer that comes after a cancel, or after
 * a newer question, is dropped.
 */
import { signal } from '@lit-labs/signals';
import { estimateScenario, type Calibration, type Estimate, type Scenario, type SimulatedEstimate } from '../index.ts';
import type { ModelHost } from './model-host.ts';
import { askedSimulation, type AskedSimulation, type SimulationChoice } from './simulated-scenario.ts';

export interface Simulated {
  /** The scenario on the page when it was asked. */
  readonly of: Scenario;
  readonly choice: SimulationChoice;
  readonly asked: AskedSimulation;
  readonly result: SimulatedEstimate;
  /** The same scenario in closed form. */
  readonly closed: Estimate;
}

export type SimulationState =
  | { readonly kind: 'idle' }
  /** `share` from 0 to 1, never falling. */
  | { readonly kind: 'running'; readonly share: number }
  | { readonly kind: 'finished'; readonly simulated: Simulated }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

export interface ModelHosts {
  worker(): Promise<ModelHost>;
  page(): Promise<ModelHost>;
}

/** Loaded when first asked for. */
const ownHosts: ModelHosts = {
  worker: async () => (await import('./model-host.ts')).startModelWorker(),
  page: async () => (await import('./model-host.ts')).startModelOnPage(),
};

export class Simulating {
  readonly #state = signal<SimulationState>({ kind: 'idle' });
  readonly #hosts: ModelHosts;
  #host: ModelHost | null = null;
  #call = 0;

  constructor(hosts: ModelHosts = ownHosts) {
    this.#hosts = hosts;
  }

  get state(): SimulationState {
    return this.#state.get();
  }

  async start(scenario: Scenario, estimate: Estimate, choice: SimulationChoice, calibration: Calibration | null): Promise<void> {
    const call = ++this.#call;
    const asked = askedSimulation(scenario, estimate, choice);
    this.#state.set({ kind: 'running', share: 0 });
    const onProgress = (share: number): void => {
      if (call === this.#call) this.#state.set({ kind: 'running', share });
    };
    try {
      const outcome = await this.#simulate(asked, calibration, onProgress);
      if (call !== this.#call) return;
      if (outcome.kind === 'finished')
        this.#state.set({
          kind: 'finished',
          simulated: { of: scenario, choice, asked, result: outcome.estimate, closed: estimateScenario(asked.scenario, { calibration }) },
        });
      else this.#state.set(outcome.kind === 'refused' ? { kind: 'failed', message: outcome.message } : { kind: 'cancelled' });
    } catch (error) {
      if (call === this.#call) this.#state.set({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  cancel(): void {
    if (this.#state.get().kind !== 'running') return;
    this.#call++;
    this.#state.set({ kind: 'cancelled' });
    void this.#host?.api.cancel().catch(() => this.#dropHost());
  }

  async #simulate(
    { scenario, options }: AskedSimulation,
    calibration: Calibration | null,
    onProgress: (share: number) => void,
  ): ReturnType<ModelHost['api']['simulate']> {
    const all = { ...options, calibration };
    if (this.#host === null) {
      try {
        this.#host = await this.#hosts.worker();
        return await this.#host.api.simulate(scenario, all, onProgress);
      } catch {
        // A worker that cannot start, or that broke: the page does the work, in slices.
        this.#dropHost();
        this.#host = await this.#hosts.page();
      }
    } else await this.#host.api.cancel();
    return this.#host.api.simulate(scenario, all, onProgress);
  }

  #dropHost(): void {
    this.#host?.end();
    this.#host = null;
  }
}
