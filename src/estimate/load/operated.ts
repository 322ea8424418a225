/** What was decided, and what it delivers under each engine: an estimate before it is given intervals and prices. */
import type { Resolved } from '../resolve/resolve.ts';
import type { AnchorFactors } from './anchor.ts';
import type { Ask } from './candidate.ts';
import type { Choice } from './contest.ts';
import { mix } from './mixture.ts';
import type { OperatingPoint } from './operating-point.ts';

export interface Operated {
  readonly resolved: Resolved;
  readonly choice: Choice;
  /** At the load that times are of: the peak of a rate, a session where one is asked for. */
  readonly points: readonly OperatingPoint[];
  /** At the same load in steady state. */
  readonly steady: readonly OperatingPoint[];
  /** At the load that dollars and joules are of: steady state, and the mean of a rate. */
  readonly paid: readonly OperatingPoint[];
  readonly anchors: AnchorFactors | null;
}

/** Requests in flight over the deployment at what was asked. */
export const inFlight = (ask: Ask, points: readonly OperatingPoint[]): number =>
  'concurrency' in ask && ask.concurrency !== 'max' ? ask.concurrency : mix(points, (point) => point.admitted).value;
