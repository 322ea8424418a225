/**
 * The load that a benchmark put on a server, as a scenario says it. A tool that holds a number of requests in flight starts all its
 * users at once: that is a session, whose first burst is part of its means.
 */
import type { Scenario } from '../scenario.ts';

export interface LoadRead {
  /** Configured arrivals; undefined where they came as fast as they could. requests/s */
  readonly rate?: number | undefined;
  /** Most requests in flight; undefined where the tool set no limit. */
  readonly concurrency?: number | undefined;
  /** Requests that were sent in all. */
  readonly requests?: number | undefined;
  /** Mean requests in flight over the run, by Little's law. */
  readonly inFlight?: number | undefined;
  /** True where neither a rate nor a limit was said although there may have been one: what was in flight is then all that is known. */
  readonly unsaid?: boolean;
}

export type LoadKeys = Partial<Pick<Scenario, 'concurrency' | 'requestsPerSecond' | 'session'>>;

const mostRequestsPerUser = 10_000;
/** A limit that the run filled to this share is what held it, whatever rate was asked for. */
const filled = 0.9;

export function loadKeys({ rate, concurrency, requests, inFlight, unsaid = false }: LoadRead): LoadKeys {
  if (unsaid) return inFlight === undefined ? {} : { concurrency: Math.max(Math.round(inFlight), 1) };
  const limited = concurrency !== undefined && (inFlight ?? 0) >= filled * concurrency;
  if (rate !== undefined && !limited) return { requestsPerSecond: rate };
  const users = Math.round(Math.min(concurrency ?? Infinity, requests ?? Infinity));
  if (!Number.isFinite(users) || users < 1) return {};
  // Under a rate the users came one after the other.
  if (rate !== undefined || requests === undefined) return { concurrency: users };
  return { concurrency: users, session: { requestsPerUser: Math.min(Math.max(Math.round(requests / users), 1), mostRequestsPerUser) } };
}

/** Requests in flight at which the means of a run were measured. */
export function anchorConcurrency(load: LoadKeys, { inFlight }: Pick<LoadRead, 'inFlight'>): number | null {
  if (typeof load.concurrency === 'number') return load.concurrency;
  return inFlight === undefined ? null : Math.max(Math.round(inFlight), 1);
}
