/**
 * The cost table, computed a few accelerators at a time between frames: forty searches take about 100 ms together,
 * which in one piece would be felt while typing. The last whole table stays on the page until the next is whole.
 */
import { signal } from '@lit-labs/signals';
import type { Calibration, CostRow, Scenario } from '../index.ts';
import { inSlices } from './slices.ts';

/** A whole table with what it answers, which while the next is worked out is not what the page asks. */
export interface CostAnswer {
  readonly scenario: Scenario;
  readonly rows: readonly CostRow[];
}

export class CostRows {
  readonly #answer = signal<CostAnswer | null>(null);
  #call = 0;

  get answer(): CostAnswer | null {
    return this.#answer.get();
  }

  /** Starts over; an earlier call that is still at work stops at its next turn. */
  async compute(scenario: Scenario, calibration: Calibration | null): Promise<void> {
    const call = ++this.#call;
    // Below the first screen: it loads after that has been drawn.
    const { rowByRow } = await import('./cost-row-by-row.ts');
    if (call !== this.#call) return;
    const rows = await inSlices(rowByRow(scenario, calibration), () => call !== this.#call);
    if (rows) this.#answer.set({ scenario, rows });
  }
}
