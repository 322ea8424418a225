/**
 * Who measures for an embedded figure: a worker, which a page of another origin can start only from a blob that imports
 * it; and the page itself where its policy admits no such worker, or where that worker has no GPU, as in a sandboxed frame.
 */
import { proxy } from 'comlink';
import script from '../../../workers/measure.worker.ts?worker&url';
import type { MeasureApi } from '../../run/run.ts';
import type { MeasureHost } from '../../session/measure-host.ts';
import type { MeasureHosts } from '../../session/measuring.ts';
import { workerAddress } from '../../session/worker-address.ts';
import { hostOf } from '../../session/worker-host.ts';

export const embeddedHosts: MeasureHosts = {
  worker: () => {
    const { remote, unlessBroken, end } = hostOf<MeasureApi>(startWorker(new URL(script, import.meta.url)), 'the measuring worker');
    const api: MeasureApi = {
      probe: () => unlessBroken(remote.probe()),
      run: (options, onProgress) => unlessBroken(remote.run(options, proxy(onProgress))),
      setVisible: (visible) => remote.setVisible(visible),
      cancel: () => remote.cancel(),
    };
    return Promise.resolve<MeasureHost>({ place: 'worker', api, end });
  },
  page: async () => {
    const { createMeasureApi } = await import('../../measure/measure-api.ts');
    const api = createMeasureApi();
    return { place: 'page', api, end: () => void api.cancel() };
  },
};

/** @throws where the page's policy refuses workers; whoever asks then measures on the page */
function startWorker(address: URL): Worker {
  const options = { type: 'module', name: 'measure' } as const;
  if (address.origin === location.origin && window.origin !== 'null') return new Worker(workerAddress(address.href), options);
  const shim = URL.createObjectURL(new Blob([`import ${JSON.stringify(address.href)};`], { type: 'text/javascript' }));
  try {
    return new Worker(workerAddress(shim), options);
  } finally {
    // The worker has its own copy by the time that it asks for its import.
    setTimeout(() => URL.revokeObjectURL(shim), 60_000);
  }
}
