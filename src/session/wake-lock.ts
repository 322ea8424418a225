/** Keeps the screen on while a run lasts, where the browser can; a sleeping display changes the clocks of a laptop. */

/** The lock falls whenever the page is hidden, and is asked for again when it is shown. */
export async function holdWakeLock(): Promise<() => void> {
  let held: WakeLockSentinel | null = null;
  let over = false;
  const hold = async (): Promise<void> => {
    if (!('wakeLock' in navigator) || document.visibilityState === 'hidden' || held?.released === false) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      if (over) await lock.release();
      else held = lock;
    } catch {
      // Refused, as on low battery: the run goes on without.
    }
  };
  const again = (): void => void hold();
  document.addEventListener('visibilitychange', again);
  await hold();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', again);
    void held?.release().catch(() => undefined);
  };
}
