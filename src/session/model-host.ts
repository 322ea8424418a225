/**
 * Who simulates: a worker through Comlink, or the page itself, in slices, where a worker cannot start (a sandboxed
 * frame, a strict host page).
 */
import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import type { SimulationApi } from '../../workers/simulation-api.ts';

export interface ModelHost {
  readonly api: SimulationApi;
  end(): void;
}

export function startModelWorker(): ModelHost {
  const worker = new Worker(new URL('../../workers/model.worker.ts', import.meta.url), { type: 'module', name: 'model' });
  const remote: Remote<SimulationApi> = wrap<SimulationApi>(worker);
  // A worker whose script could not load never answers; that has to become a rejection, not a wait.
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'the modelling worker could not be started')), { once: true });
  });
  broken.catch(() => undefined);
  return {
    api: {
      simulate: (scenario, options, onProgress) => Promise.race([remote.simulate(scenario, options, proxy(onProgress)), broken]),
      cancel: () => remote.cancel(),
    },
    end: () => {
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}

export async function startModelOnPage(): Promise<ModelHost> {
  const { createSimulationApi } = await import('../../workers/simulation-api.ts');
  const api = createSimulationApi();
  return { api, end: () => void api.cancel() };
}
