/**
 * Simulating across a thread: what the modelling worker exposes, and what the page has instead where no worker starts. One simulation
 * at a time; a second waits for the first.
 */
import { fetchConfigReader, fetchSites, simulate, type Scenario, type SimulatedEstimate, type SimulateOptions } from '../src/index.ts';

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

export function createSimulationApi(): SimulationApi {
  let asked = new AbortController();
  let queue: Promise<unknown> = Promise.resolve();

  return {
    simulate(scenario, options, onProgress) {
      const { signal } = asked;
      // Scenarios come whole, as the page read them; few hold a pasted configuration or a site.
      const next = queue.then(async () => {
        if (typeof scenario.model === 'object') await fetchConfigReader();
        if (scenario.site !== null) await fetchSites();
        return outcomeOf(simulate(scenario, { ...options, onProgress, signal }), signal);
      });
      queue = next.catch(() => undefined);
      return next;
    },
    async cancel() {
      asked.abort();
      asked = new AbortController();
      await queue;
    },
  };
}

async function outcomeOf(simulating: Promise<SimulatedEstimate>, signal: AbortSignal): Promise<SimulationOutcome> {
  try {
    return { kind: 'finished', estimate: await simulating };
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' };
    if (error instanceof RangeError) return { kind: 'refused', message: error.message };
    throw error;
  }
}
