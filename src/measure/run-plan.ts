/**
 * Runs a plan on a GPU and gives back a run, or the one reason why there is none. Nothing here knows whether it runs on a
 * page, in a worker or in Node.
 */
import type { Progress, RunOutcome } from '../run/run.ts';
import { openDevice } from './gpu/acquire.ts';
import { ownEnvironment, type Environment } from './gpu/environment.ts';
import { CompileError } from './gpu/pipelines.ts';
import { unavailable } from './gpu/reasons.ts';
import { MemoryError } from './gpu/workbench.ts';
import { createVisibility, type Visibility } from './protocol/visibility.ts';
import { RunInWork, type RunOptions } from './run-in-work.ts';
import { CancelledError } from './session.ts';

/** A device that is lost twice, a cancel and a refusal are outcomes; what throws is a fault of ours. */
export async function runPlan(
  gpu: GPU | undefined,
  options: RunOptions,
  onProgress: (progress: Progress) => void | Promise<void>,
  signal: AbortSignal,
  environment: Environment = ownEnvironment(),
  visibility: Visibility = createVisibility(),
): Promise<RunOutcome> {
  const begun = { at: performance.now(), when: new Date().toISOString() };
  const opened = await openDevice(gpu, environment);
  if (opened.kind === 'unavailable') return opened;
  const run = new RunInWork(opened, options, onProgress, signal, begun, visibility);
  try {
    return await run.finish(() => openDevice(gpu, environment));
  } catch (error) {
    if (error instanceof CancelledError) return { kind: 'cancelled' };
    const lost = await run.lossBehind(error);
    if (lost !== null) return unavailable('device-lost', lost.message);
    // Before any point: the shortest kernel of all does not compile here, or finds no room.
    if (error instanceof CompileError || error instanceof MemoryError) return unavailable('kernel-failed', error.message);
    throw error;
  } finally {
    run.close();
  }
}
