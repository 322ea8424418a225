/**
 * Simulating in a thread of its own: what the worker exposes. Slices of some milliseconds, and between them a report
 * that is awaited and a chance for `cancel` to be heard. One simulation at a time; a second waits for the first.
 */
import type { Scenario } from '../../scenario/scenario.ts';
import { scenarioSimulation, type SimulateOptions } from './simulate-scenario.ts';
import type { SimulatedEstimate } from './simulated-estimate.ts';

export type SimulationOutcome =
  | { readonly kind: 'finished'; readonly estimate: SimulatedEstimate }
  | { readonly kind: 'cancelled' }
  /** Options that make no sense, in words. */
  | { readonly kind: 'refused'; readonly message: string };

export interface SimulationApi {
  /** @param onProgress is told the share that is done, from 0 to 1, never falling */
  simulate(scenario: Scenario, options: SimulateOptions, onProgress: (share: number) => void | Promise<void>): Promise<SimulationOutcome>;
  /** Ends the simulation in work, if any, and those that wait; resolves when they have ended. */
  cancel(): Promise<void>;
}

/** Lets messages in that came while a slice was in work. */
const letMessagesIn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export function createSimulationApi(): SimulationApi {
  let generation = 0;
  let queue: Promise<unknown> = Promise.resolve();

  async function run(
    scenario: Scenario,
    options: SimulateOptions,
    onProgress: (share: number) => void | Promise<void>,
    mine: number,
  ): Promise<SimulationOutcome> {
    const steps = scenarioSimulation(scenario, options);
    try {
      for (;;) {
        if (mine !== generation) return { kind: 'cancelled' };
        const step = steps.next();
        if (step.done) {
          await onProgress(1);
          return { kind: 'finished', estimate: step.value };
        }
        await onProgress(step.value);
        await letMessagesIn();
      }
    } catch (error) {
      if (error instanceof RangeError) return { kind: 'refused', message: error.message };
      throw error;
    }
  }

  return {
    simulate(scenario, options, onProgress) {
      const mine = generation;
      const next = queue.then(() => run(scenario, options, onProgress, mine));
      queue = next.catch(() => undefined);
      return next;
    },
    async cancel() {
      generation += 1;
      await queue;
    },
  };
}
