/**
 * Who sends what, and when: the requests that a simulation serves. Everything random comes from the generator that is
 * handed in, one draw after the other in the order of the requests, so that a seed repeats a workload exactly.
 */
import type { Random } from '../../stats/random.ts';
import type { Trace } from './trace.ts';

/** How the lengths of requests lie around the stated ones. */
export type LengthSpread =
  | { readonly kind: 'fixed' }
  /** Uniform between two shares of the stated length: 0.8 and 1 is what `--random-range-ratio 0.8` draws in SGLang's benchmark. */
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  /** Lognormal with the stated length as its mean; `sigma` is the standard deviation of the logarithm, of the output too where it has none of its own. */
  | { readonly kind: 'lognormal'; readonly sigma: number; readonly outputSigma?: number };

export type Arrivals =
  /** Each client sends its next request when the last is answered; all send their first at once, as benchmarks do. */
  | { readonly kind: 'closed'; readonly clients: number }
  /** Independent arrivals at a mean rate, in requests per second. */
  | { readonly kind: 'poisson'; readonly rate: number }
  /** That many at once, and none after. */
  | { readonly kind: 'burst'; readonly requests: number }
  | { readonly kind: 'trace'; readonly rows: Trace };

export interface Workload {
  readonly arrivals: Arrivals;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly spread: LengthSpread;
  /** Share of each prompt that lies in the prefix cache. */
  readonly prefixHitRate: number;
}

export interface Lengths {
  readonly input: number;
  readonly output: number;
}

/** One draw of a length; never below one token. */
function drawLength(random: Random, stated: number, spread: LengthSpread): number {
  switch (spread.kind) {
    case 'fixed':
      return stated;
    case 'uniform':
      return Math.max(1, Math.round(stated * (spread.low + (spread.high - spread.low) * random.uniform())));
    case 'lognormal':
      return Math.max(1, Math.round(stated * Math.exp(spread.sigma * random.normal() - spread.sigma ** 2 / 2)));
    default:
      return spread satisfies never;
  }
}

export const drawLengths = (random: Random, { inputTokens, outputTokens, spread }: Workload): Lengths => ({
  input: drawLength(random, inputTokens, spread),
  output: drawLength(random, outputTokens, spread.kind === 'lognormal' ? { ...spread, sigma: spread.outputSigma ?? spread.sigma } : spread),
});

/** Seconds to the next of independent arrivals. */
export const drawGap = (random: Random, rate: number): number => -Math.log1p(-random.uniform()) / rate;

/** Most requests at once on one rank: a minute of simulation, and 100 times what engines run. */
export const mostAtOnce = 100_000;
/** Fewest arrivals a second on one rank: in 4,000 of them the clock still tells decode steps apart. */
export const leastRate = 1e-6;

/** @throws RangeError naming what cannot be simulated */
export function checkWorkload({ arrivals, inputTokens, outputTokens, spread, prefixHitRate }: Workload): void {
  const whole = (value: number, name: string, most = Infinity): void => {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name}: expected a whole number of at least 1, got ${value}`);
    if (value > most) throw new RangeError(`${name}: at most ${most} requests at once are simulated on one rank, got ${value}`);
  };
  whole(inputTokens, 'inputTokens');
  whole(outputTokens, 'outputTokens');
  if (!(prefixHitRate >= 0 && prefixHitRate <= 1)) throw new RangeError(`prefixHitRate: expected 0..1, got ${prefixHitRate}`);
  if (spread.kind === 'uniform' && !(spread.low > 0 && spread.high >= spread.low))
    throw new RangeError(`spread: expected 0 < low ≤ high, got ${spread.low} and ${spread.high}`);
  if (spread.kind === 'lognormal')
    for (const sigma of [spread.sigma, spread.outputSigma ?? 0])
      if (!(sigma >= 0 && sigma <= 3)) throw new RangeError(`spread: expected a sigma of 0..3, got ${sigma}`);
  switch (arrivals.kind) {
    case 'closed':
      whole(arrivals.clients, 'clients', mostAtOnce);
      return;
    case 'burst':
      whole(arrivals.requests, 'requests', mostAtOnce);
      return;
    case 'poisson':
      if (!(arrivals.rate >= leastRate && Number.isFinite(arrivals.rate)))
        throw new RangeError(`rate: expected at least ${leastRate} requests per second on one rank, got ${arrivals.rate}`);
      return;
    case 'trace':
      if (arrivals.rows.length === 0) throw new RangeError('trace: expected at least one request');
      return;
    default:
      arrivals satisfies never;
  }
}
