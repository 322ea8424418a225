/** What a result says about the circumstances of its samples. */
import type { Badge } from '../../run/run.ts';
import { median, medianAbsoluteDeviation } from '../../stats/quantile.ts';
import type { Loaded } from '../gpu/workbench.ts';
import { streamedBytes } from '../kernels/footprint.ts';
import { isQuantised } from './clock.ts';
import type { PointContext } from './context.ts';
import { driftsWithin } from './drift.ts';
import { isProbe } from './gate.ts';
import type { Sampled } from './sampling.ts';

/** Nonlinearity that needs no explanation; beyond it, and beyond what the samples' own spread explains, a point is badged. */
export const linearWithin = 0.02;

export function badgesOf(
  { software, stopwatch: { clock }, policy, seed }: Pick<PointContext, 'software' | 'stopwatch' | 'policy' | 'seed'>,
  { instance, sets }: Pick<Loaded, 'instance' | 'sets'>,
  { samples, settled }: Sampled,
  bend: number,
): Badge[] {
  const badges: Badge[] = [];
  if (software) badges.push('software-adapter');
  if (instance.arithmetic === 'matrix') badges.push('experimental');
  if (clock.kind === 'wall') badges.push('wall-clock');
  if (isQuantised(clock)) badges.push('quantised-clock');
  if (!settled) badges.push('noisy');
  if (bend > Math.max(linearWithin, bentBy({ samples }))) badges.push('nonlinear');
  // A processor has neighbours, not a temperature.
  if (!software && driftsWithin(samples, seed)) badges.push('thermally-unstable');
  const inMemory = instance.rateUnit === 'B/s' || instance.model?.phase === 'decode';
  if (inMemory && !isProbe(instance.kernel) && streamedBytes(instance, sets) < policy.workingSet) badges.push('cache-resident');
  return badges;
}

/** Nonlinearity that noise alone explains: three standard deviations of a sample, from the median absolute deviation (normal: 1.4826 times it). */
export function bentBy({ samples }: Pick<Sampled, 'samples'>): number {
  return (3 * 1.4826 * medianAbsoluteDeviation(samples)) / median(samples);
}
