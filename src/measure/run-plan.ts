/**
 * Runs a plan on a GPU and gives back a run, or the one reason why there is none. Nothing here knows whether it runs on a
 * page, in a worker or in Node.
 */
import type { Progress, RunOutcome } from '../run/run.ts';
import { Silence, SilentError, unlessSilent } from '../run/silence.ts';
import { CancelledError } from './device-at-work.ts';
import { openDevice } from './gpu/acquire.ts';
import { ownEnvironment, type Environment } from './gpu/environment.ts';
import { CompileError } from './gpu/pipelines.ts';
import { unavailable } from './gpu/reasons.ts';
import { MemoryError } from './gpu/workbench.ts';
import { createVisibility, type Visibility } from './protocol/visibility.ts';
import { RunInWork, type RunOptions } from './run-in-work.ts';

/** A device that is lost twice or falls silent, a cancel and a refusal are outcomes; what throws is a fault of ours. */
export async function runPlan(
  gpu: GPU | undefined,
  options: RunOptions,
  onProgress: (progress: Progress) => void | Promise<void>,
  signal: AbortSignal,
  environment: Environment = ownEnvironment(),
  visibility: Visibility = createVisibility(),
): Promise<RunOutcome> {
  const begun = { at: performance.now(), when: new Date().toISOString() };
  const open = (): ReturnType<typeof openDevice> => openDevice(gpu, environment, options.patience);
  const opened = await open();
  if (opened.kind === 'unavailable') return opened;
  const silence = new Silence('the first work of all', options.patience);
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const run = new RunInWork(opened, options, onProgress, ending.signal, begun, visibility, (waitingFor) => silence.sign(waitingFor));
  try {
    // A page that nobody sees waits, and may wait for days.
    return await unlessSilent(run.finish(open), silence, () => !visibility.visible);
  } catch (error) {
    if (error instanceof CancelledError) return { kind: 'cancelled' };
    if (error instanceof SilentError) {
      // What still waits ends at its next checkpoint, should the GPU ever come back.
      end();
      return unavailable('no-answer', error.message, environment);
    }
    const lost = await run.lossBehind(error);
    if (lost !== null) return unavailable('device-lost', lost.message);
    // Before any point: the shortest kernel of all does not compile here, or finds no room.
    if (error instanceof CompileError || error instanceof MemoryError) return unavailable('kernel-failed', error.message);
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
    run.close();
  }
}
