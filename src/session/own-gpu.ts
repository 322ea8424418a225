/**
 * What follows from the run on the page: its calibration, what the visitor's GPU would do, and the shift that it causes
 * elsewhere. Which GPU it is is the visitor's word: a browser does not tell.
 */
import { computed, signal } from '@lit-labs/signals';
import type * as AftermathModule from './after-run.ts';
import type { Calibration, ClientGpu, ModelCheck, OwnGpu, Scenario, TransferShift } from '../index.ts';
import type { Run } from '../run/run.ts';

type Aftermath = typeof AftermathModule;

export class OwnGpuView {
  readonly #aftermath = signal<Aftermath | null>(null);
  readonly #clientId = signal<string | null>(null);
  readonly #calibration;
  readonly #own;
  readonly #models;
  readonly #shift;

  /** @param run the run that is on the page, measured here or claimed by a link */
  constructor(run: () => Run | null, scenario: () => Scenario) {
    const fromCalibration =
      <T>(make: (aftermath: Aftermath, calibration: Calibration) => T): (() => T | null) =>
      () => {
        const aftermath = this.#aftermath.get(),
          { calibration } = this;
        return aftermath && calibration ? make(aftermath, calibration) : null;
      };
    this.#calibration = computed(() => {
      const measured = run();
      return measured && (this.#aftermath.get()?.calibrate(measured) ?? null);
    });
    this.#models = computed((): readonly ModelCheck[] => {
      const measured = run();
      return (measured && this.#aftermath.get()?.modelChecks(measured)) ?? [];
    });
    this.#own = computed(fromCalibration(({ ownGpu }, calibration) => ownGpu(calibration, scenario(), this.client)));
    this.#shift = computed(fromCalibration(({ transferShift }, calibration) => transferShift(calibration, scenario(), this.client)));
  }

  get calibration(): Calibration | null {
    return this.#calibration.get();
  }

  /** Null before a run, while the arithmetic loads, or when the run lacks what a decode step needs. */
  get own(): OwnGpu | null {
    return this.#own.get();
  }

  /** Whole models that the run measured, each beside what its kernels predict; none before the arithmetic has loaded. */
  get models(): readonly ModelCheck[] {
    return this.#models.get();
  }

  get shift(): TransferShift | null {
    return this.#shift.get();
  }

  /** Which GPU the visitor says it is. */
  get client(): ClientGpu | null {
    const id = this.#clientId.get();
    return this.clients.find((gpu) => gpu.id === id) ?? null;
  }

  get clients(): readonly ClientGpu[] {
    return this.#aftermath.get()?.clientGpus() ?? [];
  }

  name(id: string | null): void {
    this.#clientId.set(id);
  }

  async load(): Promise<void> {
    if (this.#aftermath.get() === null) this.#aftermath.set(await import('./after-run.ts'));
  }
}
