/**
 * Who does the measuring: a worker through Comlink, or the page itself where a worker has no GPU (a sandboxed frame,
 * an older browser). Both have the same verbs; only a worker can be ended at once.
 */
import { proxy } from 'comlink';
import measureWorker from '../../workers/measure.worker.ts?worker&url';
import type { MeasureApi } from '../run/run.ts';
import type { MeasurePlace } from './run-state.ts';
import { workerAddress } from './worker-address.ts';
import { hostOf } from './worker-host.ts';

export interface MeasureHost {
  readonly place: MeasurePlace;
  readonly api: MeasureApi;
  /** Frees the device, whatever it is doing. */
  end(): void;
}

export function startWorkerHost(): MeasureHost {
  const worker = new Worker(workerAddress(measureWorker), { type: 'module', name: 'measure' });
  const { remote, unlessBroken, end } = hostOf<MeasureApi>(worker, 'the measuring worker');
  return {
    place: 'worker',
    api: {
      probe: () => unlessBroken(remote.probe()),
      run: (options, onProgress) => unlessBroken(remote.run(options, proxy(onProgress))),
      setVisible: (visible) => remote.setVisible(visible),
      cancel: () => remote.cancel(),
    },
    end,
  };
}

export async function startPageHost(): Promise<MeasureHost> {
  const { createMeasureApi } = await import('../measure/measure-api.ts');
  const api = createMeasureApi();
  return { place: 'page', api, end: () => void api.cancel() };
}
