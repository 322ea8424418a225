/**
 * Replicas that no plan needs: another of the same workload in the same pool costs no more, draws no more, takes no more accelerators and
 * carries no less. Exact, for whole replicas too; where shares of power are limited only one of the same vendor stands in.
 */
import type { Placement } from '../request/placement.ts';
import type { ReplicaChoice } from './choices.ts';

export function withoutDominated(choices: readonly ReplicaChoice[], { limits }: Pick<Placement, 'limits'>): readonly ReplicaChoice[] {
  const shared = limits.vendorShare !== null || limits.operatorShare !== null || limits.countryShare !== null;
  return choices.filter((choice, index) => !choices.some((other, at) => at !== index && beats(other, choice, shared, at < index)));
}

/** @param first whether `other` comes first: of two that are alike in everything one stays */
function beats(other: ReplicaChoice, choice: ReplicaChoice, shared: boolean, first: boolean): boolean {
  if (other.pool !== choice.pool) return false;
  // Less power at one holder raises the shares of the others: only the same power at the same holder changes nothing.
  if (shared && (other.replica.accelerator.vendor !== choice.replica.accelerator.vendor || other.kW !== choice.kW)) return false;
  // Unknown power is neither more nor less than another.
  if ((other.kW === null) !== (choice.kW === null)) return false;
  const pairs = [
    [costOf(other), costOf(choice)],
    [other.kW ?? 0, choice.kW ?? 0],
    [other.taken, choice.taken],
    [-other.replica.requestsPerSecond, -choice.replica.requestsPerSecond],
  ] as const;
  if (pairs.some(([mine, theirs]) => mine > theirs)) return false;
  return first || pairs.some(([mine, theirs]) => mine < theirs);
}

const costOf = ({ price, replica }: ReplicaChoice): number => price.usd * replica.accelerators;
