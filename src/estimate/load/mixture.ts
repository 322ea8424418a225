/**
 * Several engines as one answer: geometric means of what each would deliver, and how far they lie apart as a standard
 * deviation in log space, which joins the interval when no engine was named.
 */

export interface Mixed {
  readonly value: number;
  /** Standard deviation of the logs over the engines; 0 for one. */
  readonly logSd: number;
}

/** @param points what each engine delivers, at least one */
export function mix<Point>(points: readonly Point[], of: (point: Point) => number): Mixed {
  const [only] = points;
  if (only !== undefined && points.length === 1) return { value: of(only), logSd: 0 };
  const logs = points.map((point) => Math.log(of(point)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  return { value: Math.exp(mean), logSd: Math.sqrt(variance) };
}
