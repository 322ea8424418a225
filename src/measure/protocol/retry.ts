/** A point that lost the device, once more and smaller: what is left of its ladder below a quarter of the work that was on the GPU. */
import type { PlanPoint } from '../../run/plans.ts';
import type { DeviceTraits, Instance } from '../kernels/instance.ts';
import { instancesOf } from '../kernels/suite.ts';
import { workOf } from './first-dispatch.ts';

/** The largest share of the work that is tried again. */
const share = 0.25;

/** Null where the ladder has nothing so small, or nothing was on the GPU. */
export function quarterPoint(
  point: PlanPoint,
  lost: Pick<Instance, 'flops' | 'bytes' | 'rateUnit'> | null,
  traits: DeviceTraits,
  seed: number,
): PlanPoint | null {
  if (lost === null) return null;
  const rungs = instancesOf(point, traits, seed);
  const ladder = [...point.ladder].filter((_, index) => {
    const [plain] = rungs[index]?.candidates(1) ?? [];
    return plain !== undefined && workOf(plain) <= share * workOf(lost);
  });
  // The rungs are the point's own, so that the point keeps its kind.
  return ladder.length === 0 ? null : ({ ...point, ladder } as PlanPoint);
}
