/**
 * Who simulates: a worker through Comlink, or the page itself, in slices, where a worker cannot start (a sandboxed
 * frame, a strict host page).
 */
import modelWorker from '../../workers/model.worker.ts?worker&url';
import type { SimulationApi } from '../../workers/simulation-api.ts';
import { workerAddress } from './worker-address.ts';
import { hostOf, withProgress } from './worker-host.ts';

export interface ModelHost {
  readonly api: SimulationApi;
  end(): void;
}

export function startModelWorker(): ModelHost {
  const worker = new Worker(workerAddress(modelWorker), { type: 'module', name: 'model' });
  const { remote, unlessBroken, end } = hostOf<SimulationApi>(worker, 'the modelling worker');
  return {
    api: {
      simulate: (scenario, options, onProgress) => withProgress(onProgress, (told) => unlessBroken(remote.simulate(scenario, options, told))),
      cancel: () => remote.cancel(),
    },
    end,
  };
}

export async function startModelOnPage(): Promise<ModelHost> {
  const { createSimulationApi } = await import('../../workers/simulation-api.ts');
  const api = createSimulationApi();
  return { api, end: () => void api.cancel() };
}
