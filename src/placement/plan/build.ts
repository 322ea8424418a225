/**
 * The programme of a plan. Columns: whole replicas of a workload at a site, flows of users to it, jobs at it, and what is left unmet at a
 * penalty that no plan pays where it need not. Rows: demand, what replicas carry, accelerators and power of a site, shares, sites.
 */
import type { JobChoice, Network, ReplicaChoice } from '../network/choices.ts';
import type { CandidateSite, Range } from '../network/site.ts';
import type { InferenceWorkload, JobWorkload, Placement } from '../request/placement.ts';
import { ProgrammeBuilder, type Entry, type Programme } from '../solve/programme.ts';
import { flowCost, jobCost, replicaCost } from './cost.ts';
import { fewestReplicas } from './fewest.ts';
import { shareRows, type ShareRow } from './shares.ts';

/** What a row is, for the words about it. */
export type RowMeaning =
  | { readonly kind: 'demand'; readonly workload: InferenceWorkload; readonly group: number }
  | { readonly kind: 'job'; readonly workload: JobWorkload }
  | { readonly kind: 'accelerators'; readonly site: CandidateSite; readonly pool: number }
  | { readonly kind: 'power'; readonly site: CandidateSite }
  | { readonly kind: 'share'; readonly of: ShareRow['of']; readonly holder: string; readonly share: number }
  | { readonly kind: 'sites'; readonly most: number }
  | { readonly kind: 'inner' };

export interface PlanProgramme {
  readonly programme: Programme;
  /** Of a request a second that is left unmet. */
  readonly penalty: number;
  readonly rows: readonly RowMeaning[];
  /** Indices of columns, in the order of the network's lists. */
  readonly replicas: readonly number[];
  readonly flows: readonly number[];
  readonly jobs: readonly number[];
  readonly unmet: readonly { readonly workload: InferenceWorkload; readonly group: number; readonly column: number }[];
  readonly undone: readonly { readonly workload: JobWorkload; readonly column: number }[];
}

/** Which end of what sites hold is counted on. */
export type CapacityEnd = keyof Range;

/**
 * Of the least that a request per second costs, for each second of round trip: of plans that cost the same the nearer one is chosen, and
 * none that costs a thousandth more.
 */
const worthOfASecond = 0.001;
/** How often the dearest replica for the smallest demand: where not all can be met, a thousandth of it is dearer than one more replica. */
const unmetFactor = 1000;

/**
 * @param rounded with rows more, which every plan of whole replicas keeps and most of fractions do not: the search
 * for whole ones is shorter by them. Their prices mean nothing to a person.
 */
export function programmeOf(placement: Placement, network: Network, end: CapacityEnd = 'value', rounded = false): PlanProgramme {
  const { objective, limits, workloads } = placement;
  const builder = new ProgrammeBuilder();
  const rows: RowMeaning[] = [];
  const row = (meaning: RowMeaning, lower: number, upper: number): number => {
    rows.push(meaning);
    return builder.row(lower, upper);
  };
  const costs = network.replicas.map((choice) => replicaCost(choice, objective));
  const unitCosts = network.replicas.map(({ replica }, index) => (costs[index] ?? 0) / replica.requestsPerSecond);
  const cheapest = unitCosts.length > 0 ? Math.min(...unitCosts) : 0;

  const demand = new Map<string, number>();
  for (const workload of workloads)
    if (workload.kind === 'inference')
      for (const [group, { requestsPerSecond }] of workload.users.entries())
        demand.set(keyOf(workload.id, group), row({ kind: 'demand', workload, group }, requestsPerSecond, requestsPerSecond));
  const jobRow = new Map<string, number>();
  for (const workload of workloads) if (workload.kind !== 'inference') jobRow.set(workload.id, row({ kind: 'job', workload }, 1, 1));
  const links = new Map<string, number>();
  for (const { workload, site } of network.replicas) {
    const key = keyOf(workload.id, site.id);
    if (!links.has(key)) links.set(key, row({ kind: 'inner' }, -Infinity, 0));
  }
  const least = rounded
    ? workloads
        .flatMap((workload) => (workload.kind === 'inference' ? fewestReplicas(workload, network) : []))
        .map((each) => ({ ...each, row: row({ kind: 'inner' }, each.replicas, Infinity) }))
    : [];
  const used = new Set([...network.replicas, ...network.jobs].map(({ site }) => site.id));
  const open = network.sites.filter(({ id }) => used.has(id));
  const pools = new Map<string, number>();
  const powers = new Map<string, number>();
  for (const site of open) {
    for (const [pool, { count }] of site.pools.entries())
      pools.set(keyOf(site.id, pool), row({ kind: 'accelerators', site, pool }, -Infinity, count[end]));
    if (site.watts !== null) powers.set(site.id, row({ kind: 'power', site }, -Infinity, site.watts / 1000));
  }
  const shares = shareRows(limits, [...network.replicas, ...network.jobs]).map((each) => ({
    ...each,
    row: row({ kind: 'share', of: each.of, holder: each.holder, share: each.share }, -Infinity, 0),
  }));
  // Rows that tie what runs at a site to its column that counts, by site.
  const counted = limits.sites === null ? null : new Map<string, Entry[]>(open.map(({ id }) => [id, []]));
  /** As tight as it can be: of a site that does not count nothing is used. */
  const ifCounted = (site: CandidateSite, most: number): readonly Entry[] => {
    const ties = counted?.get(site.id);
    if (!ties) return [];
    const tie = row({ kind: 'inner' }, -Infinity, 0);
    ties.push({ row: tie, value: -most });
    return [{ row: tie, value: 1 }];
  };

  const common = (choice: ReplicaChoice | JobChoice): Entry[] => {
    const power = powers.get(choice.site.id);
    return [
      { row: pools.get(keyOf(choice.site.id, choice.pool)) ?? 0, value: choice.taken },
      ...(power === undefined ? [] : [{ row: power, value: choice.kW ?? 0 }]),
      ...shares.map((each) => ({ row: each.row, value: (choice.kW ?? 0) * ((each.holds(choice) ? 1 : 0) - each.share) })),
    ];
  };
  const replicas = network.replicas.map((choice, index) =>
    builder.column(
      costs[index] ?? 0,
      [
        { row: links.get(keyOf(choice.workload.id, choice.site.id)) ?? 0, value: -choice.replica.requestsPerSecond },
        ...least.flatMap((each) => (each.workload === choice.workload && each.sites.has(choice.site) ? [{ row: each.row, value: 1 }] : [])),
        ...common(choice),
      ],
      { whole: true },
    ),
  );
  const flows = network.flows.map((flow) => {
    const { workload, group, site } = flow;
    const most = workload.users[group]?.requestsPerSecond ?? 0;
    const entries: Entry[] = [
      { row: demand.get(keyOf(workload.id, group)) ?? 0, value: 1 },
      { row: links.get(keyOf(workload.id, site.id)) ?? 0, value: workload.peakToMean },
      ...ifCounted(site, most),
    ];
    return builder.column(flowCost(flow, objective) + worthOfASecond * cheapest * flow.roundTrip.planned, entries);
  });
  const jobs = network.jobs.map((choice) => {
    const entries: Entry[] = [{ row: jobRow.get(choice.workload.id) ?? 0, value: 1 }, ...common(choice), ...ifCounted(choice.site, 1)];
    return builder.column(jobCost(choice, objective), entries, { upper: 1, whole: true });
  });
  // One for all workloads: what one more of something serves is then its price over the penalty.
  const smallest = Math.min(1, ...workloads.flatMap((each) => (each.kind === 'inference' ? each.users.map((users) => users.requestsPerSecond) : [])));
  const dearest = Math.max(1, ...costs);
  const penalty = (unmetFactor * dearest) / smallest + Math.max(0, ...network.flows.map((flow) => flowCost(flow, objective)));
  const unmet = [...demand].map(([, at]) => {
    const meaning = rows[at];
    if (meaning?.kind !== 'demand') throw new Error('a row of demand');
    const { workload, group } = meaning;
    const counted = least.flatMap((each) => (each.workload === workload && each.groups.has(group) ? [{ row: each.row, value: each.perUnmet }] : []));
    const entries = [{ row: at, value: 1 }, ...counted];
    return { workload, group, column: builder.column(penalty, entries, { penalty: true }) };
  });
  const undone = workloads.flatMap((workload) => {
    if (workload.kind === 'inference') return [];
    const job = Math.max(dearest, ...network.jobs.map((choice) => (choice.workload === workload ? jobCost(choice, objective) : 0)));
    return [{ workload, column: builder.column(unmetFactor * job, [{ row: jobRow.get(workload.id) ?? 0, value: 1 }], { penalty: true }) }];
  });
  if (counted && limits.sites !== null) {
    const count = row({ kind: 'sites', most: limits.sites }, -Infinity, limits.sites);
    for (const ties of counted.values()) builder.column(0, [{ row: count, value: 1 }, ...ties], { upper: 1, whole: true });
  }
  return { programme: builder, penalty, rows, replicas, flows, jobs, unmet, undone };
}

const keyOf = (id: string, at: string | number): string => `${id}|${String(at)}`;
