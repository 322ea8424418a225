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

/** What of an engine's point makes its rate. */
interface Paced {
  readonly timePerOutputToken: number;
  readonly timeToFirstToken: number | null;
  readonly requestsPerSecond: number;
}

/**
 * Requests/s of several engines as one. Requests in flight are the rate times the latency under every engine, and so they
 * have to be of the mixture: the rate follows from the mixed times (Little's law), not from a mean of its own.
 */
export function mixRate(points: readonly Paced[], outputTokens: number): Mixed {
  const rate = mix(points, (point) => point.requestsPerSecond);
  const [first] = points;
  if (points.length < 2 || first === undefined || points.some((point) => point.timeToFirstToken === null)) return rate;
  const steps = outputTokens - 1;
  const latencyOf = (point: Paced): number => (point.timeToFirstToken ?? 0) + steps * point.timePerOutputToken;
  const inFlight = mix(points, (point) => point.requestsPerSecond * latencyOf(point)).value;
  const latency = mix(points, (point) => point.timeToFirstToken ?? 0).value + steps * mix(points, (point) => point.timePerOutputToken).value;
  return { value: inFlight / latency, logSd: rate.logSd };
}
