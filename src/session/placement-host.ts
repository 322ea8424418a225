/** Who places workloads: a worker through Comlink. Ending it is what makes a cancel quick. */
import type { PlacementApi } from '../../workers/placement-api.ts';
import placementWorker from '../../workers/placement.worker.ts?worker&url';
import { workerAddress } from './worker-address.ts';
import { hostOf, withProgress } from './worker-host.ts';

export interface PlacementHost {
  readonly api: PlacementApi;
  end(): void;
}

export function startPlacementWorker(): PlacementHost {
  const worker = new Worker(workerAddress(placementWorker), { type: 'module', name: 'placement' });
  const { remote, unlessBroken, end } = hostOf<PlacementApi>(worker, 'the worker for placements');
  return {
    api: {
      place: (input, onProgress) => withProgress(onProgress, (told) => unlessBroken(remote.place(input, told))),
      drop: () => void remote.drop(),
    },
    end,
  };
}
