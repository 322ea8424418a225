/** What of a scenario's load comes to the one rank that is simulated. */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Trace } from '../../model/simulation/trace.ts';
import { leastRate, mostAtOnce, type Arrivals } from '../../model/simulation/workload.ts';
import { ranksOn } from '../../scenario/parallel.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { admittedPerRank } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import type { PoolOf } from '../load/pools.ts';

/** What is simulated: the replicas that serve, and the requests in flight that the estimate has or found. */
export interface Simulated {
  /** That decode. */
  readonly accelerators: number;
  /** Of the decode pool, where there are two. */
  readonly deployment: Deployment;
  /** The pool that computes prompts, where there is one. */
  readonly prefill: PoolOf | null;
  readonly concurrency: number | 'max';
}

/** The ranks that decode, and the fewest of both pools that stand to each other as all of them do. */
export interface Ranks {
  readonly decode: number;
  readonly unit: { readonly prefill: number; readonly decode: number };
}

export function ranksOf({ accelerators, deployment, prefill }: Simulated): Ranks {
  const decode = ranksOn(accelerators, deployment.parallel);
  if (!prefill) return { decode, unit: { prefill: 0, decode: 1 } };
  const prefills = ranksOn(prefill.accelerators, prefill.deployment.parallel);
  const common = commonDivisor(prefills, decode);
  return { decode, unit: { prefill: prefills / common, decode: decode / common } };
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/**
 * What of the load comes to the ranks that are simulated: requests spread evenly, a stream of independent ones splits into
 * such streams.
 */
export function shareOf(
  simulated: Simulated,
  engine: EngineFacts,
  scenario: Scenario,
  kind: Arrivals['kind'],
  trace: Trace,
): { readonly arrivals: Arrivals; readonly ranks: number } {
  const { deployment, concurrency: asked } = simulated;
  const { decode, unit } = ranksOf(simulated);
  // Units of ranks that are alike: one rank, or as many of two pools as match.
  const ranks = decode / unit.decode;
  // Twice what is admitted keeps a queue that never empties.
  const requests = asked === 'max' ? 2 * decode * Math.max(admittedPerRank(deployment, engine, scenario), 1) : asked;
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
