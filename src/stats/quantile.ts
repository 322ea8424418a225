/**
 * Order statistics of small samples. Quantiles are Hyndman and Fan's type 7 (linear between order statistics,
 * the default of R and NumPy); all functions leave their input untouched and throw on an empty sample.
 */

export function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Type-7 quantile of `values` at `probability` in [0, 1]. */
export function quantile(values: readonly number[], probability: number): number {
  return quantileOfSorted(sorted(values), probability);
}

/** The same for a sample that is already in ascending order. */
export function quantileOfSorted(ascending: ArrayLike<number>, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`quantile: probability ${probability} is outside 0..1`);
  const position = (ascending.length - 1) * probability;
  const below = ascending[Math.floor(position)];
  const above = ascending[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('quantile: empty sample');
  // Equal ends first: the difference of two infinities is no number.
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median absolute deviation from the median, unscaled (multiply by 1.4826 for a normal's standard deviation). */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}
