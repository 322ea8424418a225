/**
 * What the visitor's own GPU would do, once it has been measured. The arithmetic for it loads with the first run, and
 * which GPU it is is the visitor's word: a browser does not tell.
 */
import { computed, signal } from '@lit-labs/signals';
import type { Calibration } from '../calibration/calibration.ts';
import type { ClientGpu } from '../catalogue/client-gpus.ts';
import type { OwnGpu } from '../estimate/own-gpu.ts';
import type { TransferShift } from '../estimate/transfer-shift.ts';
import type { Scenario } from '../scenario/scenario.ts';

interface Arithmetic {
  readonly ownGpu: (calibration: Calibration, scenario: Scenario, client: ClientGpu | null) => OwnGpu | null;
  readonly transferShift: (calibration: Calibration, scenario: Scenario) => TransferShift;
  readonly clientGpus: () => readonly ClientGpu[];
}

export class OwnGpuView {
  readonly #arithmetic = signal<Arithmetic | null>(null);
  readonly #clientId = signal<string | null>(null);
  readonly #own;
  readonly #shift;

  constructor(calibration: () => Calibration | null, scenario: () => Scenario) {
    this.#own = computed(() => {
      const arithmetic = this.#arithmetic.get(), measured = calibration();
      return arithmetic && measured ? arithmetic.ownGpu(measured, scenario(), this.client) : null;
    });
    this.#shift = computed(() => {
      const arithmetic = this.#arithmetic.get(), measured = calibration();
      return arithmetic && measured ? arithmetic.transferShift(measured, scenario()) : null;
    });
  }

  /** Null before a run, while the arithmetic loads, or when the run lacks what a decode step needs. */
  get own(): OwnGpu | null {
    return this.#own.get();
  }

  get shift(): TransferShift | null {
    return this.#shift.get();
  }

  /** Which GPU the visitor says it is. */
  get client(): ClientGpu | null {
    const id = this.#clientId.get();
    return this.#arithmetic.get()?.clientGpus().find((gpu) => gpu.id === id) ?? null;
  }

  get clients(): readonly ClientGpu[] {
    return this.#arithmetic.get()?.clientGpus() ?? [];
  }

  name(id: string | null): void {
    this.#clientId.set(id);
  }

  async load(): Promise<void> {
    if (this.#arithmetic.get() !== null) return;
    const [{ ownGpu }, { transferShift }, { clientGpus }] = await Promise.all([
      import('../estimate/own-gpu.ts'), import('../estimate/transfer-shift.ts'), import('../catalogue/client-gpus.ts'),
    ]);
    this.#arithmetic.set({ ownGpu, transferShift, clientGpus });
  }
}
