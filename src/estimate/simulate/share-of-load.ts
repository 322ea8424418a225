/** What of a scenario's load comes to the one rank that is simulated. */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Trace } from '../../model/simulation/trace.ts';
import { leastRate, mostAtOnce, type Arrivals } from '../../model/simulation/workload.ts';
import { ranksOn } from '../../scenario/parallel.ts';
import type { Parallel, Scenario } from '../../scenario/scenario.ts';
import { admittedPerRank } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';

/** What is simulated: the replicas that serve, and the requests in flight that the estimate has or found. */
export interface Simulated {
  readonly accelerators: number;
  readonly parallel: Parallel;
  readonly deployment: Deployment;
  readonly concurrency: number | 'max';
}

/** What of the load comes to one rank: requests spread evenly, a stream of independent ones splits into such streams. */
export function shareOf(
  { accelerators, parallel, deployment, concurrency: asked }: Simulated,
  engine: EngineFacts,
  scenario: Scenario,
  kind: Arrivals['kind'],
  trace: Trace,
): { readonly arrivals: Arrivals; readonly ranks: number } {
  const ranks = ranksOn(accelerators, parallel);
  // Twice what is admitted keeps a queue that never empties.
  const requests = asked === 'max' ? 2 * ranks * Math.max(admittedPerRank(deployment, engine, scenario), 1) : asked;
  switch (kind) {
    case 'closed': {
      const clients = playable(Math.max(Math.round(requests / ranks), 1), ranks);
      return { arrivals: { kind, clients }, ranks: requests / clients };
    }
    case 'burst': {
      const perRank = playable(Math.ceil(requests / ranks), ranks);
      return { arrivals: { kind, requests: perRank }, ranks: requests / perRank };
    }
    case 'poisson': {
      const rate = ((scenario.requestsPerSecond ?? 0) * scenario.peakToMean) / ranks;
      if (rate < leastRate)
        throw new RangeError(`requestsPerSecond: expected at least ${leastRate * ranks}; the clock of a simulation cannot tell rarer requests apart`);
      return { arrivals: { kind, rate }, ranks };
    }
    case 'trace': {
      const rows = trace.share(ranks);
      return { arrivals: { kind, rows }, ranks: trace.length / Math.max(rows.length, 1) };
    }
    default:
      return kind satisfies never;
  }
}

/** @throws RangeError naming the field and its limit */
function playable(perRank: number, ranks: number): number {
  if (perRank > mostAtOnce)
    throw new RangeError(
      `concurrency: at most ${(mostAtOnce * ranks).toLocaleString('en-US')} requests at once are simulated, ${mostAtOnce.toLocaleString('en-US')} a rank`,
    );
  return perRank;
}
