/**
 * The thorough plan visits its points again, in a seeded order, so that whatever drifts (clocks, temperature, neighbours)
 * hits all kernels alike instead of the last ones. What a later visit adds is joined here.
 */
import type { Badge, KernelResult } from '../../run/run.ts';
import type { PlanPolicy } from '../../run/plans.ts';
import { bootstrapMedian } from '../../stats/bootstrap.ts';
import { drifted } from './drift.ts';
import { halfWidth } from './sampling.ts';

/** The policy of one visit: its share of the fewest and most samples. */
export function visitPolicy(policy: PlanPolicy): PlanPolicy {
  const share = (samples: number): number => Math.max(3, Math.ceil(samples / policy.rounds));
  return { ...policy, fewest: share(policy.fewest), most: share(policy.most) };
}

/** True once a result needs no further visit. */
export function settled(result: Pick<KernelResult, 'samples' | 'median' | 'low' | 'high'>, policy: PlanPolicy): boolean {
  const { samples, median: value, low, high } = result;
  return samples.length >= policy.fewest && halfWidth({ value, low, high }) <= policy.precision;
}

/** The result with the samples of another visit: median and interval of them all, and the badges that follow from them. */
export function joined(result: KernelResult, samples: readonly number[], policy: PlanPolicy, seed: number): KernelResult {
  const all = [...result.samples, ...samples];
  const { value, low, high } = bootstrapMedian(all, { seed });
  const next = { ...result, samples: all, median: value, low, high };
  const badges = new Set<Badge>(result.badges);
  if (settled(next, policy)) badges.delete('noisy');
  else badges.add('noisy');
  if (drifted(bootstrapMedian(result.samples, { seed }), bootstrapMedian(samples, { seed }))) badges.add('thermally-unstable');
  return { ...next, badges: [...badges] };
}
