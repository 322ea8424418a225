/**
 * A hidden tab is throttled by the browser and by the operating system, so that nothing may be timed meanwhile. Whoever
 * measures may be in a worker, which cannot see that: the page tells it.
 */

export const isSeen = (): boolean => document.visibilityState !== 'hidden';

/** Tells at once and at every change; the result stops that. */
export function tellVisibility(tell: (visible: boolean) => Promise<void>): () => void {
  // A host that is gone needs no telling.
  const look = (): void => void tell(isSeen()).catch(() => undefined);
  document.addEventListener('visibilitychange', look);
  look();
  return () => document.removeEventListener('visibilitychange', look);
}
