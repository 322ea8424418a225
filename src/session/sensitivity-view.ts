/**
 * What moves the price on the page, computed in slices after each edit and only once somebody asked for it: the figure
 * stands below the first screen. The last whole answer stays until the next is whole.
 */
import { signal } from '@lit-labs/signals';
import type { Calibration, Scenario, Sensitivity } from '../index.ts';
import { inSlices } from './slices.ts';

/** Null where the scenario has no price to move. */
export interface Moved {
  readonly scenario: Scenario;
  readonly sensitivity: Sensitivity | null;
}

export class SensitivityView {
  readonly #moved = signal<Moved | null>(null);
  readonly #asked = signal(false);
  #call = 0;

  /** Null before the first answer. */
  get moved(): Moved | null {
    return this.#moved.get();
  }

  get asked(): boolean {
    return this.#asked.get();
  }

  ask(): void {
    this.#asked.set(true);
  }

  /** Starts over; an earlier call that is still at work stops at its next turn. */
  async compute(scenario: Scenario, calibration: Calibration | null): Promise<void> {
    const call = ++this.#call;
    const stale = (): boolean => call !== this.#call;
    const { sensitivitySteps } = await import('./what-moves.ts');
    if (stale()) return;
    const work = sensitivitySteps(scenario, { calibration });
    const sensitivity = await inSlices(work, stale);
    if (!stale()) this.#moved.set({ scenario, sensitivity });
  }
}
