/** Whether a plan at the middle of what sites may hold would be another at the low or the high end. */
import type { Network } from '../network/choices.ts';
import type { Relaxed } from '../solve/highs.ts';
import { rowsOf } from '../solve/programme.ts';
import type { PlanProgramme } from './build.ts';

/** @returns true where the plan fits what sites hold at the least: it is then the plan of that end too, as less capacity makes none cheaper */
export function fitsLow(plan: PlanProgramme, values: ArrayLike<number>): boolean {
  const sums = rowsOf(plan.programme, values);
  return plan.rows.every((meaning, row) => meaning.kind !== 'accelerators' || (sums[row] ?? 0) <= (meaning.site.pools[meaning.pool]?.count.low ?? 0));
}

/** @returns true where no pool binds, in the relaxation and for whole replicas: more of what is not used up changes nothing */
export function isSlack(plan: PlanProgramme, network: Network, values: ArrayLike<number>, { duals }: Relaxed): boolean {
  const sums = rowsOf(plan.programme, values);
  const largest = Math.max(0, ...[...network.replicas, ...network.jobs].map(({ taken }) => taken));
  return plan.rows.every((meaning, row) => {
    if (meaning.kind !== 'accelerators') return true;
    const upper = plan.programme.rows[row]?.upper ?? Infinity;
    return (duals[row] ?? 0) === 0 && upper - (sums[row] ?? 0) >= largest;
  });
}
