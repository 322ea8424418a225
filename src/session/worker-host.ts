/** What every worker of the page has in common: verbs over messages, and an end when its script cannot load or breaks. */
import { proxy, releaseProxy, wrap, type ProxyMarked, type Remote } from 'comlink';

export interface WorkerHost<Api> {
  readonly remote: Remote<Api>;
  /** The work's own outcome, or a rejection once the worker is broken: one whose script could not load never answers. */
  readonly unlessBroken: <W extends Promise<unknown>>(work: W) => Promise<Awaited<W>>;
  /** At once, whatever it is doing. */
  readonly end: () => void;
}

/**
 * Work that tells how far it is. What it tells comes through a port of its own, and may come after the outcome: then nobody hears it, so
 * that what is finished does not look as if it ran.
 */
export async function withProgress<Progress, Outcome>(
  onProgress: (progress: Progress) => void | Promise<void>,
  work: (told: ((progress: Progress) => void | Promise<void>) & ProxyMarked) => Promise<Outcome>,
): Promise<Outcome> {
  let over = false;
  try {
    return await work(proxy((progress: Progress) => (over ? undefined : onProgress(progress))));
  } finally {
    over = true;
  }
}

/** @param name what does not start, in words: "the measuring worker" */
export function hostOf<Api>(worker: Worker, name: string): WorkerHost<Api> {
  const remote = wrap<Api>(worker);
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message || `${name} could not be started`)), { once: true });
    worker.addEventListener('messageerror', () => reject(new Error(`${name} sent what cannot be read`)), { once: true });
  });
  // Most workers never break, and nobody waits for this then.
  broken.catch(() => undefined);
  return {
    remote,
    unlessBroken: <W extends Promise<unknown>>(work: W) => Promise.race([work, broken]) as Promise<Awaited<W>>,
    end: () => {
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}
