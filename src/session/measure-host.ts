/**
 * Who does the measuring: a worker through Comlink, or the page itself where a worker has no GPU (a sandboxed frame,
 * an older browser). Both have the same verbs; only a worker can be ended at once.
 */
import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import type { MeasureApi } from '../run/run.ts';
import type { MeasurePlace } from './run-state.ts';

export interface MeasureHost {
  readonly place: MeasurePlace;
  readonly api: MeasureApi;
  /** Frees the device, whatever it is doing. */
  end(): void;
}

export function startWorkerHost(): MeasureHost {
  const worker = new Worker(new URL('../../workers/measure.worker.ts', import.meta.url), { type: 'module', name: 'measure' });
  const remote: Remote<MeasureApi> = wrap<MeasureApi>(worker);
  // A worker whose script could not load never answers; that has to become a rejection, not a wait.
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'the measuring worker could not be started')), { once: true });
  });
  broken.catch(() => undefined);
  return {
    place: 'worker',
    api: {
      probe: () => Promise.race([remote.probe(), broken]),
      run: (options, onProgress) => Promise.race([remote.run(options, proxy(onProgress)), broken]),
      setVisible: (visible) => remote.setVisible(visible),
      cancel: () => remote.cancel(),
    },
    end: () => {
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}

export async function startPageHost(): Promise<MeasureHost> {
  const { createMeasureApi } = await import('../measure/measure-api.ts');
  const api = createMeasureApi();
  return { place: 'page', api, end: () => void api.cancel() };
}
