/** Runs a function now and again after every change of the signals that it read, once a microtask at most. */
import { Signal } from '@lit-labs/signals';

export function watchSignals(effect: () => void): () => void {
  const watched = new Signal.Computed(effect);
  let queued = false;
  const watcher = new Signal.subtle.Watcher(() => {
    // Signals may not be read while they notify.
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      watched.get();
      watcher.watch();
    });
  });
  watcher.watch(watched);
  watched.get();
  return () => watcher.unwatch(watched);
}
