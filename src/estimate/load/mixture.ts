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
  const value = mixedValue(points, of);
  if (points.length === 1) return { value, logSd: 0 };
  const mean = Math.log(value);
  let squares = 0;
  for (const point of points) squares += (Math.log(of(point)) - mean) ** 2;
  return { value, logSd: Math.sqrt(squares / (points.length - 1)) };
}

/** The mean alone: a search asks for nothing else. */
export function mixedValue<Point>(points: readonly Point[], of: (point: Point) => number): number {
  const [only] = points;
  if (only !== undefined && points.length === 1) return of(only);
  let logs = 0;
  for (const point of points) logs += Math.log(of(point));
  return Math.exp(logs / points.length);
}

/** What of an engine's point makes its rate. */
interface Paced {
  readonly timePerOutputToken: number;
  readonly timeToFirstToken: number | null;
  readonly requestsPerSecond: number;
}

/**
 * Requests/s of several engines as one closed loop. Requests in flight are the rate times the latency under every engine, and
 * so they have to be of the mixture: the rate follows from the mixed times (Little's law), not from a mean of its own.
 * @param each mixed time per output token @param first mixed time to first token; null where all are queued at once
 */
export function mixedRate(points: readonly Paced[], outputTokens: number, each: number, first: number | null): number {
  const [one] = points;
  if (points.length < 2 || one === undefined || first === null || one.timeToFirstToken === null)
    return mixedValue(points, (point) => point.requestsPerSecond);
  const steps = outputTokens - 1;
  return (one.requestsPerSecond * (one.timeToFirstToken + steps * one.timePerOutputToken)) / (first + steps * each);
}
