/**
 * Percentile bootstrap interval of the median (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13).
 * Seeded, so that the interval of a stored run can be recomputed to the last digit.
 */
import { median, quantileOfSorted } from './quantile.ts';
import { seeded } from './random.ts';

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Resamples by default: the percentile ends are then stable to a few per cent of the interval's width. */
export const defaultResamples = 1000;

/**
 * Median of `values` with its central interval at `confidence` (0.95 unless told).
 * One value gives an interval of no width, which says nothing: ask for more samples.
 */
export function bootstrapMedian(
  values: readonly number[],
  options: { readonly seed: number; readonly confidence?: number; readonly resamples?: number },
): Interval {
  const { seed, confidence = 0.95, resamples = defaultResamples } = options;
  const value = median(values);
  const random = seeded(seed);
  const medians: number[] = [];
  const drawn = new Array<number>(values.length);
  for (let round = 0; round < resamples; round++) {
    for (let index = 0; index < drawn.length; index++) drawn[index] = values[random.below(values.length)] ?? value;
    medians.push(median(drawn));
  }
  medians.sort((a, b) => a - b);
  const tail = (1 - confidence) / 2;
  return { value, low: quantileOfSorted(medians, tail), high: quantileOfSorted(medians, 1 - tail) };
}
