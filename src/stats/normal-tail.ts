/** The upper tail of a normal distribution. Apart from `normal.ts`, which the first answer needs. */

/** Of Hastings' rational approximation (Abramowitz and Stegun, 26.2.17; absolute error below 7.5e-8). */
const hastings = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429] as const;

/** Probability that a standard normal variable lies above `z`. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = hastings.reduceRight((sum, coefficient) => (sum + coefficient) * t, 0);
  return (series * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
