/** Keeps the screen on while a run lasts, where the browser can; a sleeping display changes the clocks of a laptop. */
export async function holdWakeLock(): Promise<() => void> {
  if (!('wakeLock' in navigator)) return () => undefined;
  try {
    const lock = await navigator.wakeLock.request('screen');
    return () => void lock.release().catch(() => undefined);
  } catch {
    // Refused on low battery or in a hidden page: the run goes on without.
    return () => undefined;
  }
}
