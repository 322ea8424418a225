/**
 * What is asked of a deployment, as unions: each combination of concurrency, rate, target and session has a case here
 * or was refused by `consistency.ts`, so that nothing given can be dropped on the way.
 */
import type { Scenario, Target } from './scenario.ts';

export type Load =
  /** Closed loop: this many requests in flight over the whole deployment. */
  | { readonly kind: 'closed'; readonly concurrency: number; readonly requestsPerUser: number | null }
  /** All requests are queued at once. */
  | { readonly kind: 'queued' }
  /** Open arrivals, in requests/s: dollars and joules are over the mean, times and size at the peak. */
  | { readonly kind: 'open'; readonly mean: number; readonly peak: number }
  /** So many requests, queued at once, done within so many seconds. */
  | { readonly kind: 'batch'; readonly requests: number; readonly seconds: number }
  /** The load that is best within the target. */
  | { readonly kind: 'found' };

/** What a found load has to keep where nobody says: faster than people read, and answered before they wonder. */
export const defaultTarget: Target = { timePerOutputToken: 0.04, timeToFirstToken: 2 };

export function loadOf({
  concurrency,
  requestsPerSecond,
  peakToMean,
  session,
  batch,
  outputTokens,
}: Pick<Scenario, 'concurrency' | 'requestsPerSecond' | 'peakToMean' | 'session' | 'batch' | 'outputTokens'>): Load {
  if (batch !== null) {
    const requests = 'requests' in batch ? batch.requests : Math.ceil(batch.outputTokens / outputTokens);
    return { kind: 'batch', requests, seconds: batch.hours * 3600 };
  }
  if (requestsPerSecond !== null) return { kind: 'open', mean: requestsPerSecond, peak: requestsPerSecond * peakToMean };
  if (concurrency === null) return { kind: 'found' };
  if (concurrency === 'max') return { kind: 'queued' };
  return { kind: 'closed', concurrency, requestsPerUser: session?.requestsPerUser ?? null };
}

/** The limits that the load has to keep; null where there are none. */
export function targetOf(scenario: Pick<Scenario, 'target' | 'concurrency' | 'requestsPerSecond' | 'batch'>): Target | null {
  const { target, concurrency, requestsPerSecond, batch } = scenario;
  if (target === 'none') return null;
  return target ?? (concurrency === null && requestsPerSecond === null && batch === null ? defaultTarget : null);
}
