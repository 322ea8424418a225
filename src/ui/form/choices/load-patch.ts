/** A change of the load with all that has to go with it: what no longer makes sense beside it goes back to its default. No DOM. */
import { scenarioDefaults } from '../../../scenario/defaults.ts';
import type { Batch, Scenario } from '../../../scenario/scenario.ts';

/** Users at once, a rate, a batch by a deadline, or none of them: the load is then found. */
export type LoadAsked =
  { readonly concurrency: number | 'max' | null } | { readonly requestsPerSecond: number | null } | { readonly batch: Batch | null };

export function loadPatch(scenario: Scenario, asked: LoadAsked): Partial<Scenario> {
  const concurrency = 'concurrency' in asked ? asked.concurrency : null;
  const requestsPerSecond = 'requestsPerSecond' in asked ? asked.requestsPerSecond : null;
  const batch = 'batch' in asked ? asked.batch : null;
  const { utilisation, peakToMean, anchor } = scenarioDefaults;
  return {
    batch,
    concurrency,
    requestsPerSecond,
    // A peak is over a mean rate, and a rate says by itself which share of the paid hours serves.
    ...(requestsPerSecond === null ? { peakToMean } : { utilisation }),
    ...(batch === null ? {} : { utilisation, anchor }),
    ...(typeof concurrency === 'number' ? {} : { session: null }),
    // Everything queued at once keeps no limit.
    ...((concurrency === 'max' || batch !== null) && scenario.target !== 'none' ? { target: null } : {}),
  };
}
