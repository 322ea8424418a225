/**
 * One tab measures at a time: two would share one GPU and spoil both results. A Web Lock is held for as long as a run lasts; the browser
 * gives it back when a tab is closed or crashes.
 */

export const measuringLock = 'inference-cost-lab.measuring';

export interface Turn {
  /** Gives it to the next tab. */
  release(): void;
}

const none: Turn = { release: () => undefined };

/**
 * Resolves when it is this tab's turn.
 * @param onWait called once if another tab measures now
 * @param noLonger once it fires this tab waits no longer, and gets a turn that it shares: whoever asked knows what that means
 */
export async function takeTurn(onWait: () => void, noLonger: AbortSignal, name = measuringLock): Promise<Turn> {
  // Absent in an insecure context and in older browsers: measuring goes on without.
  if (!('locks' in navigator)) return none;
  try {
    const free = await request(name, { ifAvailable: true });
    if (free !== null) return free;
    onWait();
    return (await request(name, { signal: noLonger })) ?? none;
  } catch {
    // No longer waited for, or refused altogether, as in a sandboxed frame.
    return none;
  }
}

/** @returns null where the lock is held elsewhere and was asked for only if it is free */
function request(name: string, options: LockOptions): Promise<Turn | null> {
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (lock !== null) return new Promise((release) => resolve({ release }));
      resolve(null);
      return undefined;
    };
    navigator.locks.request(name, options, held).catch(reject);
  });
}
