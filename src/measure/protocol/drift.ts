/** Did the GPU stay what it was? A probe is looked at again in the course of a run, and samples of one kernel are compared over their time. */
import type { Badge, KernelResult } from '../../run/run.ts';
import { bootstrapMedian, type Interval } from '../../stats/bootstrap.ts';

/** A smaller change is no drift, however sure. */
export const driftLimit = 0.03;

/** True if the second reading differs from the first by more than 3 %, and by more than the noise of both: their intervals do not meet. */
export function drifted(first: Interval, second: Interval): boolean {
  const apart = second.low > first.high || second.high < first.low;
  return apart && Math.abs(second.value / first.value - 1) > driftLimit;
}

/** Below twelve, a third is three samples, whose interval says nothing. */
const fewestForThirds = 12;

/** True if the last third of the samples, in the order taken, has drifted from the first third. */
export function driftsWithin(samples: readonly number[], seed: number): boolean {
  if (samples.length < fewestForThirds) return false;
  const third = Math.floor(samples.length / 3);
  return drifted(bootstrapMedian(samples.slice(0, third), { seed }), bootstrapMedian(samples.slice(-third), { seed }));
}

/** The results, badged throughout: nothing tells which of them were taken at which clock. */
export function allUnstable(kernels: readonly KernelResult[]): KernelResult[] {
  return kernels.map((result) => ({ ...result, badges: [...new Set<Badge>([...result.badges, 'thermally-unstable'])] }));
}
