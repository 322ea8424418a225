/**
 * Which variant of a kernel is fastest for a shape, on this adapter, before any is sampled: a race over the candidates, or over the few
 * that earlier results speak for. No variant is timed whose small cases are wrong.
 */
import type { LeftPoint } from '../../run/run.ts';
import { CompileError } from '../gpu/pipelines.ts';
import { MemoryError, type Loaded } from '../gpu/workbench.ts';
import { mostBytes, residentBytes, rotationSets } from '../kernels/footprint.ts';
import { bytesOf, type Instance } from '../kernels/instance.ts';
import type { Rung } from '../kernels/suite.ts';
import { classOf, recalled, withChoice } from './choices.ts';
import { windowSeconds } from './clock.ts';
import { chainOf, uninterrupted, type PointContext } from './context.ts';
import { failureText } from './failure-text.ts';
import { race, raceRounds, type RaceRound, type Reading } from './race.ts';
import { chooseLinks, slopeOf } from './sampling.ts';
import { allPassed, verifyCases } from './verify.ts';

export interface Trial {
  readonly instance: Instance;
  /** Median seconds per link, the upper end of its interval, and of how many readings; null where nothing was raced. */
  readonly reading: { readonly seconds: number; readonly high: number; readonly samples: number } | null;
}

export interface Tuned {
  /** Best first: what was raced, or the first candidate where there was no choice or no time. */
  readonly trials: readonly Trial[];
  /** Variants that do not compile, or whose small cases are wrong. */
  readonly refused: readonly LeftPoint[];
}

/** A remembered winner that loses to its runner-up by more than this is no winner any more. */
const beatenBy = 1.05;

/** No point takes more than this share of what the run has left for tuning: the first ones are not the only ones. */
const pointShare = 0.25;

/** Throws the compile error if no candidate compiles. */
export async function tune(context: PointContext, rung: Rung): Promise<Tuned> {
  const { tuning, software, policy } = context;
  const candidates = rung.candidates(policy.candidates);
  const [first] = candidates;
  if (first === undefined || candidates.length === 1) return unraced(candidates);
  const begun = context.timeLeft();
  const allowed = Math.max(0, policy.tuning - tuning.spent) * pointShare;
  const expired = (): boolean => context.timeLeft() <= 0 || begun - context.timeLeft() >= allowed;

  // A plan that tries few still knows what one that tried many has found.
  const remembered = (name: string): Instance[] => (tuning.choices[name] === undefined ? [] : recalled(tuning.choices[name], rung.candidates()));
  const confirmed = remembered(first.id).slice(0, 2);
  const relatives = remembered(classOf(first));
  if (expired()) return unraced([confirmed[0] ?? relatives[0] ?? first]);
  try {
    // A processor runs the path, and its ranking means nothing.
    if (software) return await raceOf(context, candidates, [{ samples: 1, keep: 1 }], expired);
    if (confirmed.length === 2) {
      const again = await raceOf(context, confirmed, [{ samples: 3, keep: 1 }], expired);
      if (stillWins(again, confirmed)) return again;
    }
    // A shape of a class that was searched before starts from what won there; what its own kernel would begin with competes.
    const entrants = relatives.length > 0 && confirmed.length === 0 ? [...new Set([...relatives, ...candidates.slice(0, 2)])] : candidates;
    const tuned = await raceOf(context, entrants, raceRounds(entrants.length, policy.fewest), expired);
    tuning.choices = withChoice(
      tuning.choices,
      first,
      tuned.trials.map(({ instance }) => instance.variant),
    );
    return tuned;
  } finally {
    tuning.spent += begun - context.timeLeft();
  }
}

function unraced(candidates: readonly Instance[]): Tuned {
  return { trials: candidates.map((instance) => ({ instance, reading: null })), refused: [] };
}

function stillWins({ trials }: Tuned, [winner, runnerUp]: readonly Instance[]): boolean {
  const secondsOf = (instance: Instance | undefined): number => trials.find((trial) => trial.instance === instance)?.reading?.seconds ?? Infinity;
  return secondsOf(winner) <= beatenBy * secondsOf(runnerUp) && secondsOf(winner) < Infinity;
}

/** All on the same data, so that they can be interleaved; those that are refused or find no room do not enter. */
async function raceOf(context: PointContext, candidates: readonly Instance[], rounds: readonly RaceRound[], expired: () => boolean): Promise<Tuned> {
  const entered: Loaded[] = [];
  const refused: LeftPoint[] = [];
  const wrong: Instance[] = [];
  let refusal: CompileError | null = null;
  let scratch = 0;
  try {
    for (const instance of candidates) {
      if (entered.length > 0 && expired()) break;
      const [lender] = entered;
      if (lender !== undefined) {
        const own = ownBytes(instance, lender);
        if (scratch + own > mostBytes - residentBytes(lender.instance, lender.sets)) continue;
        scratch += own;
      }
      try {
        await context.report(instance, 'compile', []);
        const checks = await context.unlessCancelled(verifyCases(context.bench, instance, context.seed, context.passedCases));
        context.checkpoint();
        if (!allPassed(checks)) {
          wrong.push(instance);
          refused.push({ id: `${instance.id} (${instance.variant})`, reason: 'check-failed', message: failureText(instance, checks) });
          continue;
        }
        const sets = lender?.sets ?? rotationSets(instance, context.policy.workingSet);
        const loaded = await context.unlessCancelled(context.bench.load(instance, sets, lender));
        entered.push(loaded);
        context.checkpoint();
      } catch (error) {
        if (error instanceof CompileError) {
          refusal = error;
          refused.push({ id: `${instance.id} (${instance.variant})`, reason: 'compile-failed', message: error.message });
        } else if (!(error instanceof MemoryError) || entered.length === 0) throw error;
      }
    }
    if (entered.length === 0) {
      if (wrong.length === 0 && refusal !== null) throw refusal;
      // All are wrong: the point's own check says so, once.
      return unraced(wrong.slice(0, 1));
    }
    const standings = await race(
      entered.map((loaded) => readingOf(context, loaded)),
      rounds,
      { seed: context.seed, expired },
    );
    const raced = standings.flatMap(({ entrant, median: seconds, high, samples }): Trial[] => {
      const instance = entered[entrant]?.instance;
      return instance === undefined ? [] : [{ instance, reading: { seconds, high, samples: samples.length } }];
    });
    return { trials: raced.length > 0 ? raced : unraced(entered.slice(0, 1).map(({ instance }) => instance)).trials, refused };
  } finally {
    entered.forEach((loaded) => loaded.release());
  }
}

/** Bytes that a variant needs beside what the lender has: partial sums, packed activations. */
function ownBytes(instance: Instance, lender: Loaded): number {
  return Object.entries(instance.buffers).reduce(
    (sum, [name, plan]) => sum + (lender.lend(name, plan) === null ? plan.length * bytesOf[plan.element] : 0),
    0,
  );
}

/** Slopes over half a window: enough to rank variants, and no number that is shown as a result. */
function readingOf(context: PointContext, loaded: Loaded): Reading {
  let links: number | null = null;
  return () =>
    uninterrupted(context, async () => {
      const { measure } = chainOf(context, loaded);
      links ??= (await chooseLinks(measure, windowSeconds(context.stopwatch.clock) / 2, context.stopwatch.splits)).links;
      return await slopeOf(measure, links);
    });
}
