/** What the points of one run share, and the two things that every step of a point does with it: load, and time. */
import type { Ceilings, KernelDtype, Progress } from '../../run/run.ts';
import type { PlanPolicy } from '../../run/plans.ts';
import type { Loaded, Workbench } from '../gpu/workbench.ts';
import { rotationSets } from '../kernels/footprint.ts';
import type { DeviceTraits, Instance } from '../kernels/instance.ts';
import type { TuningMemory } from './choices.ts';
import type { Excess } from './gate.ts';
import { longestSubmit, type Measure } from './sampling.ts';
import type { Encode, Stopwatch } from './stopwatch.ts';
import type { PassedCases } from './verify.ts';
import { InterruptedError, type Visibility } from './visibility.ts';

export interface PointContext {
  readonly bench: Workbench;
  readonly stopwatch: Stopwatch;
  readonly traits: DeviceTraits;
  readonly software: boolean;
  readonly policy: PlanPolicy;
  readonly seed: number;
  /** Rates reached so far, by `kernel/dtype`. */
  readonly rates: Map<string, number>;
  /** Nonlinearity of the families that were looked at, by `kernel/dtype`. */
  readonly linear: Map<string, number>;
  readonly passedCases: PassedCases;
  readonly tuning: TuningMemory;
  ceilings(): Ceilings;
  /** True if a result of this id stands already. */
  taken(id: string): boolean;
  /** True once anything has been sampled: the GPU is awake. */
  warm(): boolean;
  /** Seconds left in the plan's budget. */
  timeLeft(): number;
  /** Samples a probe again that a kernel was faster than, and keeps the better of the two. */
  probeAgain(probe: Excess['probe'], dtype: KernelDtype): Promise<void>;
  readonly visibility: Visibility;
  /** Throws when the run was cancelled or the device lost; called before every submit. */
  checkpoint(): void;
  /** The work's own outcome, or an end at once if meanwhile the run is cancelled: a compile may take seconds. */
  unlessCancelled<T>(work: Promise<T>): Promise<T>;
  report(instance: Instance, phase: Progress['phase'], rates: readonly number[]): Promise<void>;
}

/** Loads `instance` with as many rotation sets as it should have, or as many as are given. */
export async function load(context: PointContext, instance: Instance, sets = rotationSets(instance, context.policy.workingSet)): Promise<Loaded> {
  context.checkpoint();
  const loaded = await context.unlessCancelled(context.bench.load(instance, sets));
  context.checkpoint();
  return loaded;
}

export interface Chain {
  readonly measure: Measure;
  /** Links run so far. */
  run(): number;
}

/**
 * A chain of `loaded` on the run's stopwatch. It remembers the slowest link, so that a long pass can be split over submits.
 * A batch during which the page was hidden waits for its return and throws `InterruptedError`. With `sets` of 1 each link reads the
 * first set of inputs.
 */
export function chainOf(context: PointContext, loaded: Loaded, sets = loaded.sets): Chain {
  const encode: Encode =
    sets === loaded.sets
      ? (pass, count, start) => loaded.encode(pass, count, start)
      : (pass, count) => {
          for (let link = 0; link < count; link++) loaded.encode(pass, 1, link % sets);
        };
  let run = 0;
  let slowest = longestSubmit;
  return {
    run: () => run,
    async measure(links) {
      context.checkpoint();
      const { visibility } = context;
      const before = visibility.interruptions;
      const perSubmit = Math.max(1, Math.floor(longestSubmit / slowest));
      const seconds = await context.unlessCancelled(context.stopwatch.time(encode, links, { perSubmit, link: loaded.instance.link }));
      context.checkpoint();
      links.forEach((count, index) => {
        run += count;
        const reading = seconds[index];
        if (reading !== undefined && reading > 0) slowest = Math.min(longestSubmit, reading / count);
      });
      if (visibility.interruptions !== before) {
        await context.unlessCancelled(visibility.whenVisible());
        throw new InterruptedError('the page was hidden');
      }
      return seconds;
    },
  };
}

/** Runs a block of timings while the page is seen, and again from its start if it was hidden meanwhile. */
export async function uninterrupted<T>(context: Pick<PointContext, 'visibility' | 'unlessCancelled'>, block: () => Promise<T>): Promise<T> {
  for (;;) {
    await context.unlessCancelled(context.visibility.whenVisible());
    const before = context.visibility.interruptions;
    try {
      const value = await block();
      if (context.visibility.interruptions === before) return value;
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
    }
  }
}
