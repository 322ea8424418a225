/** Who answers for fleets: a worker through Comlink, or the page itself, a step at a time, where a worker cannot start. */
import type { FleetApi } from '../../workers/fleet-api.ts';
import fleetWorker from '../../workers/fleet.worker.ts?worker&url';
import { workerAddress } from './worker-address.ts';
import { hostOf, withProgress } from './worker-host.ts';

export interface FleetHost {
  readonly api: FleetApi;
  end(): void;
}

export function startFleetWorker(): FleetHost {
  const worker = new Worker(workerAddress(fleetWorker), { type: 'module', name: 'fleet' });
  const { remote, unlessBroken, end } = hostOf<FleetApi>(worker, 'the worker for fleets');
  return {
    api: {
      fleet: (question, onProgress) => withProgress(onProgress, (told) => unlessBroken(remote.fleet(question, told))),
      frontier: (question, accelerators) => unlessBroken(remote.frontier(question, accelerators)),
      year: (question, accelerator) => unlessBroken(remote.year(question, accelerator)),
      curve: (question, accelerator, onProgress) => withProgress(onProgress, (told) => unlessBroken(remote.curve(question, accelerator, told))),
      cancel: () => void remote.cancel(),
    },
    end,
  };
}

export async function startFleetOnPage(): Promise<FleetHost> {
  const { createFleetApi } = await import('../../workers/fleet-api.ts');
  const api = createFleetApi();
  return { api, end: () => api.cancel() };
}
