/** Did the GPU stay what it was? The first probe is sampled again at the end of a run and compared with itself. */
import type { Badge, KernelResult } from '../../run/run.ts';
import type { Interval } from '../../stats/bootstrap.ts';

/** A smaller change is no drift, however sure. */
export const driftLimit = 0.03;

/** True if the second reading differs from the first by more than 3 %, and by more than the noise of both: their intervals do not meet. */
export function drifted(first: Interval, second: Interval): boolean {
  const apart = second.low > first.high || second.high < first.low;
  return apart && Math.abs(second.value / first.value - 1) > driftLimit;
}

/** The results, badged throughout: nothing tells which of them were taken at which clock. */
export function allUnstable(kernels: readonly KernelResult[]): KernelResult[] {
  return kernels.map((result) => ({ ...result, badges: [...new Set<Badge>([...result.badges, 'thermally-unstable'])] }));
}
