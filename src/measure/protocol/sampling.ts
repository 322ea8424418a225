/**
 * From a way to time a chain of R links to seconds per link. Everything here is arithmetic over a `Measure`, so that it is
 * tested on a simulated clock: no GPU, no real time.
 *
 * One sample is a slope: passes of R, 2 R and again R links, and what the second took beyond the mean of the others, over R. What
 * each pass costs besides its links (starting it, reading the clock, waiting for the queue) cancels, and so does a drift: a clock
 * that falls by 1.5 % a window would make 2 R after R look 3 % slower than it is, in every sample alike, so that no interval shows it.
 */
import { bootstrapMedian, type Interval } from '../../stats/bootstrap.ts';
import { median } from '../../stats/quantile.ts';

/** Seconds of a pass for each number of links; NaN for a reading that the clock spoiled. */
export type Measure = (links: readonly number[]) => Promise<number[]>;

export interface SamplingPolicy {
  readonly fewest: number;
  readonly most: number;
  /** Stop once the 95 % interval of the median is within this share of it. */
  readonly precision: number;
  readonly seed: number;
  /** Slopes thrown away before the first that counts: clocks that settled in the warm-up may stir once more in the pause after it. */
  readonly discard?: number;
}

/** Seconds a link, from passes of R, 2 R and R links; NaN where the clock spoiled one. */
export async function slopeOf(measure: Measure, links: number): Promise<number> {
  const [before = NaN, twice = NaN, after = NaN] = await measure([links, 2 * links, links]);
  return (twice - (before + after) / 2) / links;
}

/** Links of such a slope, in units of R. */
export const slopeLinks = 4;

/** What no submit and no dispatch may pass, in seconds: watchdogs reset drivers after two (Windows TDR). */
export const longestSubmit = 0.2;
export const longestDispatch = 0.05;
/** The same for a dispatch of a kernel that this adapter has not met, and for any on a phone or tablet, whose screen stands still meanwhile. */
export const longestFirstDispatch = 0.02;

/** More links than this in one pass only make encoding slow. */
const mostLinks = 8192;

/**
 * Links for a pass of at least `window` seconds, found by growing from one: never more than the last reading says is
 * safe, at most eightfold a step, so that the first contact with a slow adapter is one dispatch. With `splits` a pass may
 * be longer than a submit.
 */
export async function chooseLinks(measure: Measure, window: number, splits = false): Promise<{ links: number; perLink: number }> {
  // Some drivers finish compiling at the first dispatch: it is run once and its time thrown away.
  await measure([1]);
  let links = 1;
  for (;;) {
    const seconds = await readable(measure, links);
    const perLink = seconds / links;
    // The passes of a slope share a submit.
    const fitting = splits ? mostLinks : Math.max(1, Math.floor(longestSubmit / (slopeLinks * perLink)));
    if (seconds >= window || links >= mostLinks || links >= fitting) return { links: Math.min(links, fitting), perLink };
    const wanted = Math.ceil((1.1 * window) / Math.max(perLink, 1e-9));
    links = Math.min(Math.max(links + 1, Math.min(wanted, 8 * links)), fitting, mostLinks);
  }
}

/** One pass, read again up to three times if the clock spoils it. */
async function readable(measure: Measure, links: number): Promise<number> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const [seconds] = await measure([links]);
    // A coarse clock may read zero for short work: half a microsecond a link then stands for "too short to tell".
    if (seconds !== undefined && !Number.isNaN(seconds)) return Math.max(seconds, links * 5e-7);
  }
  throw new ClockError('the clock gave no usable reading in three attempts');
}

/** Readings that make no sense, again and again. */
export class ClockError extends Error {
  override readonly name = 'ClockError';
}

/** A GPU idles at a fifth of its clock (210 of 1,410 MHz on an A100) and takes tenths of a second to raise it. */
const settledWithin = 0.03;
const settledWindows = 3;

/**
 * Works until `seconds` have been busy and three passes in a row agree within 3 %, or four times as long has passed: then it
 * will not settle. Returns the seconds it was busy.
 */
export async function warmUp(measure: Measure, links: number, seconds: number): Promise<number> {
  const recent: number[] = [];
  let busy = 0;
  while (busy < 4 * seconds) {
    const [pass] = await measure([links]);
    // A spoiled or unread pass still counts as time, so that this ends.
    busy += pass !== undefined && pass > 0 ? pass : seconds / 20;
    recent.push(pass ?? NaN);
    const last = recent.slice(-settledWindows);
    if (busy >= seconds && last.length === settledWindows && Math.max(...last) <= (1 + settledWithin) * Math.min(...last)) break;
  }
  return busy;
}

/**
 * How far t(4 R) - t(2 R) is from 2 (t(2 R) - t(R)), as a share of it: 0 for a cost that is a constant plus a multiple of
 * the links. The median of up to three readings, fewer if one is within `enough`.
 */
export async function nonlinearity(measure: Measure, links: number, enough: number): Promise<number> {
  const seen: number[] = [];
  for (let round = 0; round < 3; round++) {
    const [one = NaN, two = NaN] = await measure([links, 2 * links]);
    const [four = NaN] = await measure([4 * links]);
    const slope = 2 * (two - one);
    const off = Math.abs(four - two - slope) / Math.abs(slope);
    if (off <= enough) return off;
    seen.push(Number.isNaN(off) ? Infinity : off);
  }
  return median(seen);
}

export interface Sampled {
  /** Seconds per link, in the order taken. */
  readonly samples: readonly number[];
  readonly interval: Interval;
  /** The interval came within the asked precision. */
  readonly settled: boolean;
  /** Readings thrown away: spoiled by the clock, or a slope that was not positive. */
  readonly discarded: number;
}

export interface SamplingHooks {
  /** Called after each sample; awaited, so that nothing runs beside the next batch. */
  readonly onSample?: (samples: readonly number[]) => Promise<void> | void;
  /** True once the time for this point is over: it ends as soon as the fewest samples are in. */
  readonly expired?: () => boolean;
}

/** Slopes until the median is known well enough; null if most readings were useless. */
export async function sample(measure: Measure, links: number, policy: SamplingPolicy, hooks: SamplingHooks = {}): Promise<Sampled | null> {
  const samples: number[] = [];
  let discarded = 0;
  let interval: Interval | null = null;
  let settled = false;
  for (let spare = 0; spare < (policy.discard ?? 0); spare++) await slopeOf(measure, links);
  while (samples.length < policy.most) {
    const slope = await slopeOf(measure, links);
    if (!(slope > 0)) {
      discarded++;
      if (discarded > policy.most) break;
      continue;
    }
    samples.push(slope);
    await hooks.onSample?.(samples);
    if (samples.length < policy.fewest) continue;
    interval = bootstrapMedian(samples, { seed: policy.seed });
    settled = halfWidth(interval) <= policy.precision;
    if (settled || hooks.expired?.() === true) break;
  }
  if (samples.length < policy.fewest) return null;
  return { samples, interval: interval ?? bootstrapMedian(samples, { seed: policy.seed }), settled, discarded };
}

/** Half the interval's width as a share of its value. */
export function halfWidth({ value, low, high }: Interval): number {
  return (high - low) / (2 * value);
}
