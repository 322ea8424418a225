/** Times what is loaded: sizes the chain, settles the clocks, looks at linearity once a family, samples, and looks at what was left behind. */
import type { HotReading, KernelCheck } from '../../run/run.ts';
import { median } from '../../stats/quantile.ts';
import type { Loaded } from '../gpu/workbench.ts';
import { linearWithin } from './badges.ts';
import { windowSeconds } from './clock.ts';
import { workOf } from './first-dispatch.ts';
import { chainOf, load, uninterrupted, type Chain, type PointContext } from './context.ts';
import { chooseLinks, longestSubmit, nonlinearity, sample, slopeLinks, slopeOf, warmUp, type Sampled } from './sampling.ts';
import { verifyAfter } from './verify.ts';

export interface Timed {
  readonly sampled: Sampled;
  /** Nonlinearity of the chain's length. */
  readonly bend: number;
  readonly links: number;
  readonly chain: Chain;
  /** Rotation sets that the chain went through. */
  readonly sets: number;
}

/** All of it again if the page was hidden meanwhile; null if most readings of the clock were unusable. `sets` of 1 is the hot chain. */
export function timeIt(context: PointContext, loaded: Loaded, sets = loaded.sets): Promise<Timed | null> {
  return uninterrupted(context, () => timeOnce(context, loaded, sets));
}

/** The fewest samples of a point would end too long after the plan's time. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
}

/** Seconds that a point may need though the plan's time is over: what is nearly done is not thrown away. */
const overtime = 3;

/** The output is poisoned first. */
async function timeOnce(context: PointContext, loaded: Loaded, sets: number): Promise<Timed | null> {
  const { instance } = loaded;
  const { stopwatch, policy } = context;
  await context.report(instance, 'warm-up', []);
  await loaded.poison();
  const chain = chainOf(context, loaded, sets);
  const { links, perLink } = await chooseLinks(chain.measure, windowSeconds(stopwatch.clock), stopwatch.splits);
  const needed = policy.fewest * slopeLinks * links * perLink;
  if (needed > Math.max(context.timeLeft(), overtime))
    throw new OutOfTimeError(`its samples would take ${Math.ceil(needed)} s, longer than the plan has left`);
  await warmUp(chain.measure, links, context.warm() ? policy.warmUp.each : policy.warmUp.first);
  const bend = await linearity(context, chain, links, perLink, `${instance.kernel}/${instance.dtype}`);
  const rate = (seconds: number): number => (instance.rateUnit === 's' ? seconds : (instance.model?.tokens ?? workOf(instance)) / seconds);
  const sampled = await sample(
    chain.measure,
    links,
    { ...policy, seed: context.seed },
    { onSample: (samples) => context.report(instance, 'sample', samples.map(rate)), expired: () => context.timeLeft() <= 0 },
  );
  return sampled === null ? null : { sampled, bend, links, chain, sets };
}

/** Looked at once a family; 0 where a pass of four windows would be too long to be safe. */
async function linearity(context: PointContext, chain: Chain, links: number, perLink: number, key: string): Promise<number> {
  const known = context.linear.get(key);
  if (known !== undefined) return known;
  if (!context.stopwatch.splits && 4 * links * perLink > longestSubmit) return 0;
  const bend = await nonlinearity(chain.measure, links, linearWithin);
  context.linear.set(key, bend);
  return bend;
}

/** The check of what the samples left in the output. */
export function leftBehind(context: PointContext, loaded: Loaded, { chain, links, sets }: Timed): Promise<KernelCheck> {
  const lastPass = sets === loaded.sets ? links : 1;
  return context.unlessCancelled(verifyAfter(context.bench, loaded, { links: chain.run(), lastPass }, context.seed + 1));
}

/** A cache is worth a second figure where it gives more than a tenth. */
const hotAbove = 1.1;

/**
 * The kernel on its first set of inputs alone, where that is more than a tenth faster than `cold`, right in its results and the
 * time allows; else undefined.
 */
export async function hotReading(context: PointContext, loaded: Loaded, { sampled: cold }: Timed): Promise<HotReading | undefined> {
  if (!context.policy.hot || loaded.instance.rateUnit !== 'B/s' || loaded.sets === 1 || context.timeLeft() <= 0) return undefined;
  const timed = await timeIt({ ...context, policy: { ...context.policy, most: context.policy.fewest } }, loaded, 1).catch((error: unknown) => {
    if (error instanceof OutOfTimeError) return null;
    throw error;
  });
  if (timed === null || !(await leftBehind(context, loaded, timed)).passed) return undefined;
  const { samples, interval } = timed.sampled;
  return cold.interval.value / interval.value > hotAbove ? { samples, median: interval.value, low: interval.low, high: interval.high } : undefined;
}

/** Twice the turns of a probe's loop take twice the time within this share, or some of the work was left out. */
export const twiceWithin = 0.02;
const looks = 5;

/**
 * How far the probe's twin with twice the turns is from twice the time, as a share: 0 for a probe without a twin. Both are looked at in
 * turn, up to five times, so that a clock that moves does not look like work that was left out.
 */
export async function offTwice(context: PointContext, once: Loaded): Promise<number> {
  if (once.instance.twice === undefined) return 0;
  const twice = await load(context, once.instance.twice);
  try {
    let least = Infinity;
    for (let look = 0; look < looks && least > twiceWithin; look++) {
      const ratio = await uninterrupted(context, async () => (await glance(context, twice)) / (await glance(context, once)));
      least = Math.min(least, Math.abs(ratio / 2 - 1));
    }
    return least;
  } finally {
    twice.release();
  }
}

/** Slopes of a short look. */
const glances = 2;

/** Seconds a link from a short look at one kernel. */
async function glance(context: PointContext, loaded: Loaded): Promise<number> {
  const { measure } = chainOf(context, loaded);
  const { links, perLink } = await chooseLinks(measure, windowSeconds(context.stopwatch.clock) / 2, context.stopwatch.splits);
  const slopes: number[] = [];
  for (let round = 0; round < glances; round++) {
    slopes.push(await slopeOf(measure, links));
  }
  const usable = slopes.filter((slope) => slope > 0);
  return usable.length > 0 ? median(usable) : perLink;
}
