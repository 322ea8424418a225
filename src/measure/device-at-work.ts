/**
 * One open device at work: its workbench, its stopwatch, and the two ways in which a run ends early. A cancel takes effect
 * before the next submit, so within one batch.
 */
import type { PlanPoint } from '../run/plans.ts';
import type { OpenDevice } from './gpu/acquire.ts';
import { createWorkbench, type Workbench } from './gpu/workbench.ts';
import { launch } from './kernels/probes/launch.ts';
import { instancesOf } from './kernels/suite.ts';
import { createStopwatch, type Stopwatch } from './protocol/stopwatch.ts';

export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
}

export interface DeviceAtWork {
  readonly bench: Workbench;
  readonly stopwatch: Stopwatch;
  /** Throws when the run was cancelled or the device is lost. */
  readonly checkpoint: () => void;
  /** The work's own outcome, or an end at once if meanwhile the run is cancelled or the device lost. */
  readonly unlessCancelled: <T>(work: Promise<T>) => Promise<T>;
  /** The loss that made `error` happen, or null if it has another cause. */
  lossBehind(error: unknown): Promise<DeviceLostError | null>;
  /** Starts compiling the first `candidates` variants of the first `count` points, one point after the other, while others are measured. */
  compileAhead(points: readonly PlanPoint[], count: number, candidates: number, seed: number): void;
}

/** @param sign called whenever something came back from the GPU, or is about to be sent to it */
export async function startWork(opened: OpenDevice, signal: AbortSignal, sign: () => void = () => undefined): Promise<DeviceAtWork> {
  const checkpoint = (): void => {
    sign();
    if (signal.aborted) throw new CancelledError('cancelled');
    const lost = opened.lost();
    if (lost !== null) throw lossError(lost);
  };
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new CancelledError('cancelled')), { once: true });
    void opened.whenLost.then((lost) => reject(lossError(lost)));
  });
  // Most runs end by themselves, and nobody waits for this then.
  ended.catch(() => undefined);
  checkpoint();
  const bench = createWorkbench(opened.device, sign);
  const probe = await bench.load(launch(), 1);
  const stopwatch = await createStopwatch(
    opened.device,
    () => performance.now(),
    (pass, links, start) => probe.encode(pass, links, start),
  );
  probe.release();

  return {
    bench,
    stopwatch,
    checkpoint,
    unlessCancelled: (work) => Promise.race([work, ended]),
    async lossBehind(error) {
      if (error instanceof DeviceLostError) return error;
      // A pending map is rejected a moment before the loss itself is reported.
      await Promise.race([opened.whenLost, new Promise((resolve) => setTimeout(resolve, lossGrace))]);
      const lost = opened.lost();
      return lost === null ? null : lossError(lost);
    },
    compileAhead(points, count, candidates, seed) {
      void (async () => {
        for (const point of points.slice(0, count)) {
          if (signal.aborted || opened.lost() !== null) return;
          const stages = (instancesOf(point, opened.traits, seed)[0]?.candidates(candidates) ?? []).flatMap((instance) => instance.stages);
          // A variant that does not compile is reported by the point that wants it.
          await Promise.allSettled(stages.map((stage) => bench.pipelines.compile(stage)));
        }
      })();
    },
  };
}

/** Milliseconds in which a loss that caused an error has been reported. */
const lossGrace = 100;

function lossError({ reason, message }: GPUDeviceLostInfo): DeviceLostError {
  return new DeviceLostError(message === '' ? reason : `${reason}: ${message}`);
}
