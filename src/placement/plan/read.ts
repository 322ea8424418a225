/** A chosen plan in the public form: flows, sites, jobs and round trips. */
import type { JobChoice, ReplicaChoice } from '../network/choices.ts';
import type { InferenceWorkload, Placement } from '../request/placement.ts';
import type { Flow, Latency, PlannedJob, PlannedSite } from './answer.ts';
import type { Chosen } from './chosen.ts';
import { flowCost, jobCost, replicaCost } from './cost.ts';
import { acceleratorsOf, chipOf } from './totals.ts';

/** Users of a workload at a site are spread over its kinds of accelerators by what these carry. */
export function flowsOf({ flows, replicas }: Chosen): readonly Flow[] {
  return flows.flatMap(({ choice: { workload, group, site, roundTrip }, requestsPerSecond }) => {
    const here = replicas.filter(({ choice }) => choice.workload === workload && choice.site === site);
    const carried = here.reduce((sum, { choice, count }) => sum + count * choice.replica.requestsPerSecond, 0);
    return here.map(({ choice: { replica }, count }) => ({
      workload: workload.id,
      from: workload.users[group]?.from.id ?? '',
      site: site.id,
      accelerator: replica.accelerator.id,
      requestsPerSecond: (requestsPerSecond * count * replica.requestsPerSecond) / carried,
      roundTrip: roundTrip.planned,
    }));
  });
}

export function sitesOf({ replicas, jobs, flows }: Chosen): readonly PlannedSite[] {
  const parts: readonly { readonly choice: ReplicaChoice | JobChoice; readonly count: number; readonly usd: number }[] = [
    ...replicas.map(({ choice, count }) => ({ choice, count, usd: count * replicaCost(choice, 'usd') })),
    ...jobs.map((choice) => ({ choice, count: 1, usd: jobCost(choice, 'usd') })),
  ];
  const sites = [...new Set(parts.map(({ choice }) => choice.site))].sort((a, b) => (a.id < b.id ? -1 : 1));
  return sites.map((site) => {
    const here = parts.filter(({ choice }) => choice.site === site);
    const accelerators: Record<string, number> = {};
    for (const { choice, count } of here) {
      const { id } = chipOf(choice);
      accelerators[id] = (accelerators[id] ?? 0) + count * acceleratorsOf(choice);
    }
    const dark = here.some(({ choice }) => choice.kW === null);
    const egress = flows.reduce((sum, flow) => sum + (flow.choice.site === site ? flow.requestsPerSecond * flowCost(flow.choice, 'usd') : 0), 0);
    return {
      id: site.id,
      accelerators,
      kW: dark ? null : here.reduce((sum, { choice, count }) => sum + count * (choice.kW ?? 0), 0),
      usdPerHour: here.reduce((sum, { usd }) => sum + usd, egress),
      state: site.state,
    };
  });
}

/** All of them start with the plan: sites hold every job at once. */
export function jobsOf({ jobs, flows }: Chosen): readonly PlannedJob[] {
  return jobs.map(({ workload, site, job }) => ({
    workload: workload.id,
    site: site.id,
    accelerator: job.accelerator.id,
    accelerators: job.accelerators,
    start: 0,
    hours: job.hours,
    sendsTo: [...new Set(flows.flatMap(({ choice }) => (workload.sendsTo.includes(choice.workload.id) ? [choice.site.id] : [])))].sort(),
  }));
}

export function latencyOf({ workloads }: Placement, { flows }: Chosen): readonly Latency[] {
  const served = workloads.filter((workload): workload is InferenceWorkload => workload.kind === 'inference');
  return served.map((workload) => {
    const own = flows.filter(({ choice }) => choice.workload === workload).sort((a, b) => a.choice.roundTrip.planned - b.choice.roundTrip.planned);
    const total = own.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
    const at = (share: number): number | null => {
      let reached = 0;
      for (const { choice, requestsPerSecond } of own) {
        reached += requestsPerSecond;
        if (reached >= share * total * (1 - 1e-9)) return choice.roundTrip.planned;
      }
      return null;
    };
    return { workload: workload.id, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
  });
}
