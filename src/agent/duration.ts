/** Durations as lognormal distributions through their median and 90th percentile. */
import type { Duration } from '../scenario/task.ts';
import { normalTail } from '../stats/normal-tail.ts';
import { z80 } from '../stats/normal.ts';
import type { Random } from '../stats/random.ts';

export const nothing: Duration = { p50: 0, p90: 0 };

/** Standard deviation of ln: the 90th percentile is as far above the median as the end of an 80 % interval. */
const sigmaOf = ({ p50, p90 }: Duration): number => (p90 > p50 && p50 > 0 ? Math.log(p90 / p50) / z80 : 0);

export const varies = (duration: Duration): boolean => sigmaOf(duration) > 0;

export const meanOf = (duration: Duration): number => duration.p50 * Math.exp(sigmaOf(duration) ** 2 / 2);

/** Probability that it is longer than so many seconds. */
export function longerThan(duration: Duration, seconds: number): number {
  const sigma = sigmaOf(duration);
  if (sigma === 0) return duration.p50 > seconds ? 1 : 0;
  return seconds <= 0 ? 1 : normalTail(Math.log(seconds / duration.p50) / sigma);
}

/** Draws, with what does not change worked out once. */
export function sampler(duration: Duration): (random: Random) => number {
  const { p50 } = duration;
  const sigma = sigmaOf(duration);
  return sigma === 0 ? () => p50 : (random) => p50 * Math.exp(sigma * random.normal());
}
