/** The values of a programme as what they mean: replicas and jobs that stand somewhere, users served, demand left. */
import type { FlowChoice, JobChoice, Network, ReplicaChoice } from '../network/choices.ts';
import type { InferenceWorkload, JobWorkload } from '../request/placement.ts';
import type { PlanProgramme } from './build.ts';

export interface Chosen {
  readonly replicas: readonly { readonly choice: ReplicaChoice; readonly count: number }[];
  readonly flows: readonly { readonly choice: FlowChoice; readonly requestsPerSecond: number }[];
  readonly jobs: readonly JobChoice[];
  readonly unmet: readonly { readonly workload: InferenceWorkload; readonly group: number; readonly requestsPerSecond: number }[];
  readonly undone: readonly JobWorkload[];
}

/** Below this share of its demand a flow is the solver's rounding. */
const leastShare = 1e-7;

export function chosenOf(network: Network, plan: PlanProgramme, values: ArrayLike<number>): Chosen {
  const at = (column: number | undefined): number => (column === undefined ? 0 : (values[column] ?? 0));
  const demand = (workload: InferenceWorkload, group: number): number => workload.users[group]?.requestsPerSecond ?? 0;
  return {
    replicas: network.replicas.flatMap((choice, index) => {
      const count = Math.round(at(plan.replicas[index]));
      return count > 0 ? [{ choice, count }] : [];
    }),
    flows: network.flows.flatMap((choice, index) => {
      const requestsPerSecond = at(plan.flows[index]);
      return requestsPerSecond > leastShare * demand(choice.workload, choice.group) ? [{ choice, requestsPerSecond }] : [];
    }),
    jobs: network.jobs.filter((_, index) => at(plan.jobs[index]) > 0.5),
    unmet: plan.unmet.flatMap(({ workload, group, column }) => {
      const requestsPerSecond = at(column);
      return requestsPerSecond > leastShare * demand(workload, group) ? [{ workload, group, requestsPerSecond }] : [];
    }),
    undone: plan.undone.flatMap(({ workload, column }) => (at(column) > 0.5 ? [workload] : [])),
  };
}
