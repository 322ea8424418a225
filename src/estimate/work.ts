/** Long work that lets others have their turn: in slices of some milliseconds, told of as it goes, and ended when it is asked to. */

export interface Work {
  /** Ends the work: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told the share that is done, from 0 to 1, never falling; awaited, so that a caller across threads keeps up. */
  readonly onProgress?: (share: number) => void | Promise<void>;
}

/** Lets messages in that came while a slice was in work. */
const letMessagesIn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * @param steps yields the share that is done after each slice
 * @throws the signal's reason when it fires, else what a step throws
 */
export async function inTurns<Result>(steps: Iterator<number, Result>, { signal, onProgress }: Work): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    await onProgress?.(step.done ? 1 : step.value);
    if (step.done) return step.value;
    await letMessagesIn();
  }
}
