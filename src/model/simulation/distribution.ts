/**
 * Distributions of what requests saw, each figure with the standard error that the simulation itself leaves. Answers
 * that follow each other are alike, so errors come from the means of long batches (Law, Simulation Modeling and
 * Analysis, ch. 9), not from the spread of single answers.
 */
import { quantileOfSorted } from '../../stats/quantile.ts';

export interface Figure {
  readonly value: number;
  /** Null where the batches are too few to say: a burst, a short trace. */
  readonly standardError: number | null;
}

export const percentiles = ['p50', 'p90', 'p95', 'p99'] as const;
export type Percentile = (typeof percentiles)[number];
const probability: Readonly<Record<Percentile, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

export type Distribution = Readonly<Record<'mean' | Percentile, Figure>>;

/** Law's advice is 20 batches or a few more; below ten answers in each nothing is said. */
const batches = 20;
const leastPerBatch = 10;

/**
 * @param values in order of time
 * @param steady whether they come from a steady state, so that batches of them are alike
 * @returns null for no values
 */
export function distribution(values: Float64Array, steady: boolean): Distribution | null {
  if (values.length === 0) return null;
  const ascending = values.toSorted();
  const size = Math.floor(values.length / batches);
  const parts =
    steady && size >= leastPerBatch ? Array.from({ length: batches }, (_, index) => values.slice(index * size, (index + 1) * size).sort()) : [];
  const figure = (of: (ascending: Float64Array) => number): Figure => ({ value: of(ascending), standardError: standardErrorOf(parts.map(of)) });
  const at = (name: Percentile): Figure => figure((part) => quantileOfSorted(part, probability[name]));
  return { mean: figure(mean), p50: at('p50'), p90: at('p90'), p95: at('p95'), p99: at('p99') };
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum / values.length;
}

/** Of the mean of batches that are independent; null for fewer than two. */
export function standardErrorOf(batchValues: readonly number[]): number | null {
  const count = batchValues.length;
  if (count < 2) return null;
  const centre = mean(batchValues);
  let squares = 0;
  for (const value of batchValues) squares += (value - centre) ** 2;
  return Math.sqrt(squares / (count - 1) / count);
}
