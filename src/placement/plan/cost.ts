/** What each choice adds to the objective, and to dollars, kilowatts and grams whatever the objective. */
import { egressPerToken } from '../../estimate/answer/egress.ts';
import type { FlowChoice, JobChoice, ReplicaChoice } from '../network/choices.ts';
import type { Objective } from '../request/placement.ts';

/** USD/h, kW or gCO2e/h of one replica. What has no known power never gets here where power is counted. */
export function replicaCost(choice: ReplicaChoice, objective: Objective): number {
  if (objective === 'usd') return choice.price.usd * choice.replica.accelerators;
  return objective === 'kW' ? (choice.kW ?? 0) : gramsPerHour(choice);
}

/** A job's dollars and grams are spread over the hours until its deadline; its power is what it draws while it runs. */
export function jobCost(choice: JobChoice, objective: Objective): number {
  const { job, workload } = choice;
  const share = job.hours / workload.deadlineHours;
  if (objective === 'usd') return choice.price.usd * job.accelerators * share;
  return objective === 'kW' ? (choice.kW ?? 0) : gramsPerHour(choice) * share;
}

/** Of one request per second: only what leaves the data centre is billed by the request. */
export function flowCost({ workload }: FlowChoice, objective: Objective): number {
  return objective === 'usd' ? egressPerToken(workload.scenario) * workload.scenario.outputTokens * 3600 : 0;
}

export const gramsPerHour = ({ kW, site }: Pick<ReplicaChoice, 'kW' | 'site'>): number => (kW ?? 0) * site.terms.carbon.value;
