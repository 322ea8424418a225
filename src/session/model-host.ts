/**
 * Who simulates: a worker through Comlink, or the page itself, in slices, where a worker cannot start (a sandboxed
 * frame, a strict host page).
 */
import { proxy } from 'comlink';
import type { SimulationApi } from '../estimate/simulate/simulation-api.ts';
import { hostOf } from './worker-host.ts';

export interface ModelHost {
  readonly api: SimulationApi;
  end(): void;
}

export function startModelWorker(): ModelHost {
  const worker = new Worker(new URL('../../workers/model.worker.ts', import.meta.url), { type: 'module', name: 'model' });
  const { remote, unlessBroken, end } = hostOf<SimulationApi>(worker, 'the modelling worker');
  return {
    api: {
      simulate: (scenario, options, onProgress) => unlessBroken(remote.simulate(scenario, options, proxy(onProgress))),
      cancel: () => remote.cancel(),
    },
    end,
  };
}

export async function startModelOnPage(): Promise<ModelHost> {
  const { createSimulationApi } = await import('../estimate/simulate/simulation-api.ts');
  const api = createSimulationApi();
  return { api, end: () => void api.cancel() };
}
