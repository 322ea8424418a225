/**
 * The three verbs of measuring over one `GPU` object: what the worker exposes, what the page uses where its workers have
 * no WebGPU, and what the command line calls in Node.
 */
import type { MeasureApi, RunOutcome } from '../run/run.ts';
import { openingPatience, Silence, SilentError, unlessSilent, type Patience } from '../run/silence.ts';
import { openDevice } from './gpu/acquire.ts';
import { browserChoices } from './choice-store.ts';
import { ownEngine, ownEnvironment, ownGpu, type Environment } from './gpu/environment.ts';
import { unavailable } from './gpu/reasons.ts';
import { createVisibility } from './protocol/visibility.ts';
import { runPlan } from './run-plan.ts';
import { startWork } from './device-at-work.ts';

/** One run at a time: a second `run` waits for the first to end, and `cancel` ends the one in work. */
export function createMeasureApi(gpu: GPU | undefined = ownGpu(), environment: Environment = ownEnvironment(), patience?: Patience): MeasureApi {
  let current = new AbortController();
  const visibility = createVisibility();
  let queue: Promise<unknown> = Promise.resolve();
  const choices = { store: browserChoices(), engine: ownEngine() };

  return {
    async probe() {
      const opened = await openDevice(gpu, environment, patience);
      if (opened.kind === 'unavailable') return opened;
      try {
        const silence = new Silence('the first work of all', patience ?? openingPatience);
        const { stopwatch } = await unlessSilent(
          startWork(opened, new AbortController().signal, () => silence.sign()),
          silence,
        );
        return { kind: 'available', adapter: opened.adapter, clock: stopwatch.clock };
      } catch (error) {
        if (error instanceof SilentError) return unavailable('no-answer', error.message, environment);
        // The adapter is there; what is wrong with its clock or its launch shows in a run, with its reason.
        return { kind: 'available', adapter: opened.adapter, clock: null };
      } finally {
        opened.close();
      }
    },
    run(options, onProgress) {
      const next = queue.then((): Promise<RunOutcome> => {
        current = new AbortController();
        return runPlan(gpu, { ...options, choices, patience }, onProgress, current.signal, environment, visibility);
      });
      queue = next.catch(() => undefined);
      return next;
    },
    setVisible(visible) {
      visibility.set(visible);
      return Promise.resolve();
    },
    async cancel() {
      current.abort();
      await queue;
    },
  };
}
