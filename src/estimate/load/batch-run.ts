/** A batch on one way to serve: all its requests are queued at once, and the last answer ends it. */
import type { Ask, Candidate, Served } from './candidate.ts';

export interface BatchRun {
  readonly ask: Ask;
  readonly served: Served;
  /** From the first request to the last answer. */
  readonly seconds: number;
}

/** Null when not one request fits. */
export function batchRun(candidate: Candidate, requests: number): BatchRun | null {
  const ask: Ask = { concurrency: requests >= candidate.admits ? 'max' : requests };
  const served = candidate.at(ask);
  return served && { ask, served, seconds: batchSeconds(requests, Math.min(requests, candidate.admits), served.requestsPerSecond) };
}

/**
 * Requests that run `together` take `together / rate` each (Little's law). One wave of them ends with its last token; of many,
 * the last wave runs out while nothing follows, which takes half of a request's time more than a stream that never ends.
 */
export function batchSeconds(requests: number, together: number, requestsPerSecond: number): number {
  const each = together / requestsPerSecond;
  const waves = Math.max(requests / together, 1);
  return each * (waves + runsOut * (1 - 1 / waves));
}

const runsOut = 0.5;
