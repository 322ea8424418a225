/**
 * What a measured point of the user's own tells of other loads. Along one curve of concurrency the miss
 * ln(measured/estimated) is taken as a stationary Gaussian process whose correlation falls as exp(−|Δ ln concurrency|/reach).
 * It is Markov, so only the nearest seen points on either side count. `npm run fit:transfer` finds the numbers from
 * published curves; a part of the miss that never fades was tried too and found to be nil.
 */
import { mean } from '../stats/mean.ts';
import data from './anchoring.json' with { type: 'json' };

export interface Anchoring {
  /** Distance in ln concurrency over which the correlation falls to 1/e: how far a seen miss corrects. */
  readonly reach: number;
  /** The same for the width of the interval, set so that 80 % of published points lie inside: most curves bend less than the few that set `reach`. */
  readonly hold: number;
  /** Standard deviation of ln between repeats of one load. */
  readonly repeat: number;
}

/** Throughput has one published curve; in a closed loop it is all but the inverse of the time per token, whose numbers it takes. */
export type AnchoringSet = Readonly<Record<'timePerOutputToken' | 'timeToFirstToken', Anchoring>>;

export const anchoring: AnchoringSet = data;

/** Correlation of the misses at two loads `distance` apart in ln concurrency. */
export const correlation = (reach: number, distance: number): number => Math.exp(-Math.abs(distance) / reach);

/** A miss that was seen, and at which ln concurrency. */
export interface Seen {
  readonly at: number;
  readonly log: number;
}

export interface Conditioned {
  /** Expected ln(measured/estimated). */
  readonly log: number;
  readonly logSd: number;
}

/**
 * The miss expected at `at` once others were seen: at a seen load the one seen (repeats count as their mean), far from all of them none.
 * @param logSd standard deviation of the miss before anything was seen
 */
export function conditioned({ reach, hold, repeat }: Anchoring, logSd: number, seen: readonly Seen[], at: number): Conditioned {
  const below = nearest(
    seen.filter((each) => each.at <= at),
    at,
  );
  const above = nearest(
    seen.filter((each) => each.at >= at),
    at,
  );
  if (!below && !above) return { log: 0, logSd };
  const [low, high] = weights(reach, below, above, at);
  return {
    log: low * (below?.log ?? 0) + high * (above?.log ?? 0),
    logSd: Math.max(logSd * Math.sqrt(Math.max(1 - known(hold, below, above, at), 0)), repeat) * contradiction({ hold, repeat }, logSd, seen),
  };
}

/** Differences up to here, in standard deviations, are no contradiction: one pair in twenty differs by more by chance. */
const plausible = 2;

/**
 * How much further neighbouring points lie apart than curves and repeats allow: root mean square of their differences over
 * what is plausible, at least 1. Points that contradict each other say that one of them is of something else.
 */
export function contradiction({ hold, repeat }: Pick<Anchoring, 'hold' | 'repeat'>, logSd: number, seen: readonly Seen[]): number {
  const ordered = [...seen].sort((a, b) => a.at - b.at);
  let squares = 0;
  for (let index = 1; index < ordered.length; index++) {
    const [low, high] = [ordered[index - 1] as Seen, ordered[index] as Seen];
    const variance = 2 * logSd ** 2 * (1 - correlation(hold, high.at - low.at)) + 2 * repeat ** 2;
    squares += (high.log - low.log) ** 2 / variance;
  }
  return ordered.length < 2 ? 1 : Math.max(Math.sqrt(squares / (ordered.length - 1)) / plausible, 1);
}

/** Share of the variance that the nearest seen points explain. */
export function known(reach: number, below: Pick<Seen, 'at'> | null, above: Pick<Seen, 'at'> | null, at: number): number {
  const [low, high] = weights(reach, below, above, at);
  return low * (below ? correlation(reach, at - below.at) : 0) + high * (above ? correlation(reach, above.at - at) : 0);
}

/** In ln concurrency; nearer than this the quotient of sinh below is of numbers that have no digits left. */
const sameLoad = 1e-9;

/** Of the misses below and above in the one between. */
function weights(reach: number, below: Pick<Seen, 'at'> | null, above: Pick<Seen, 'at'> | null, at: number): readonly [low: number, high: number] {
  if (!below) return [0, above ? correlation(reach, above.at - at) : 0];
  if (!above || above.at - below.at < sameLoad) return [correlation(reach, at - below.at), 0];
  const span = Math.sinh((above.at - below.at) / reach);
  return [Math.sinh((above.at - at) / reach) / span, Math.sinh((at - below.at) / reach) / span];
}

function nearest(seen: readonly Seen[], at: number): Seen | null {
  if (seen.length === 0) return null;
  const distance = Math.min(...seen.map((each) => Math.abs(each.at - at)));
  const same = seen.filter((each) => Math.abs(each.at - at) === distance);
  return { at: same[0]?.at ?? at, log: mean(same.map(({ log }) => log)) };
}
