/** The fewest replicas of a workload that any plan of whole ones has, at the sites that some of its users may be served at. */
import type { Network } from '../network/choices.ts';
import type { CandidateSite } from '../network/site.ts';
import type { InferenceWorkload } from '../request/placement.ts';

export interface Fewest {
  readonly workload: InferenceWorkload;
  readonly sites: ReadonlySet<CandidateSite>;
  /** Users who may be served at no other sites. */
  readonly groups: ReadonlySet<number>;
  readonly replicas: number;
  /** What a request per second that is left unmet counts for. */
  readonly perUnmet: number;
}

/** Below this part of a replica nothing is gained by rounding up, and much is lost in the solver's digits. */
const leastFraction = 0.01;

/**
 * Mixed-integer rounding of demand ≤ Σ rate · n + unmet over the sites that serve some users, with the demand of all who have no other
 * site: with β the demand over the largest rate and f what β has beyond a whole number, Σ n + unmet / (largest rate · f) ≥ ⌈β⌉.
 */
export function fewestReplicas(workload: InferenceWorkload, { flows, replicas }: Network): readonly Fewest[] {
  const reach = workload.users.map(() => new Set<CandidateSite>());
  for (const flow of flows) if (flow.workload === workload) reach[flow.group]?.add(flow.site);
  const all = new Set(reach.flatMap((sites) => [...sites]));
  const kinds = new Map([...reach, all].map((sites) => [[...sites].map(({ id }) => id).join('|'), sites]));
  return [...kinds.values()].flatMap((sites): readonly Fewest[] => {
    const rates = replicas.flatMap((choice) =>
      choice.workload === workload && sites.has(choice.site) ? [choice.replica.requestsPerSecond / workload.peakToMean] : [],
    );
    if (rates.length === 0) return [];
    const groups = new Set(reach.flatMap((own, group) => (own.size > 0 && [...own].every((site) => sites.has(site)) ? [group] : [])));
    const largest = Math.max(...rates);
    const most = workload.users.reduce((sum, { requestsPerSecond }, group) => sum + (groups.has(group) ? requestsPerSecond : 0), 0) / largest;
    const fraction = most - Math.floor(most);
    return fraction < leastFraction ? [] : [{ workload, sites, groups, replicas: Math.ceil(most), perUnmet: 1 / (largest * fraction) }];
  });
}
