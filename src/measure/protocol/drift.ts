/** Did the GPU stay what it was? The first probe is sampled again at the end of a run and compared with itself. */
import type { Badge, KernelResult } from '../../run/run.ts';

/** Above this share the run is called thermally unstable. */
export const driftLimit = 0.03;

/** Change of the rate from the first time to the second, as a share: -0.1 when it fell by a tenth. */
export function drift(firstSeconds: number, secondSeconds: number): number {
  return firstSeconds / secondSeconds - 1;
}

/** The results, badged throughout when the probe moved: nothing tells which of them were taken at which clock. */
export function withDrift(kernels: readonly KernelResult[], change: number): KernelResult[] {
  if (Math.abs(change) <= driftLimit) return [...kernels];
  return kernels.map((result) => ({ ...result, badges: [...new Set<Badge>([...result.badges, 'thermally-unstable'])] }));
}
