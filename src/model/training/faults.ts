/** What failures and checkpoints take of a run: the share of paid time that does not move it forward. */

/** Accelerator-hours between interruptions: 419 unexpected in 54 days on 16,384 H100 (Llama 3, arXiv 2407.21783, section 3.3.4). */
export const hoursBetweenFaults = 50_700;
/** s that a checkpoint stops the step: written to memory first and stored behind it, as large runs do. A judgement. */
export const checkpointSeconds = 10;
/** s from a fault to the next step: found, replaced, started, loaded. A judgement. */
export const restartSeconds = 600;

export interface Interruptions {
  /** s between checkpoints that loses least (Young, CACM 1974): √(2 · checkpoint · time between faults). */
  readonly interval: number;
  readonly lostShare: number;
}

export function interruptions(accelerators: number): Interruptions {
  const between = (hoursBetweenFaults * 3600) / accelerators;
  const interval = Math.sqrt(2 * checkpointSeconds * between);
  const lost = checkpointSeconds / interval + (interval / 2 + restartSeconds) / between;
  return { interval, lostShare: lost / (1 + lost) };
}
