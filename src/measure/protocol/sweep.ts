/** The cache sweep of a run: the rate at each window, and what the curve says. */
import type { CacheSweep } from '../../run/run.ts';
import { memSweep, sweepWindows } from '../kernels/probes/memory-sweep.ts';
import type { PointContext } from './context.ts';
import { curveRate } from './curve.ts';
import { cacheSweep, type SweepPoint } from './cache-sizes.ts';

/** Null if the time ran out or a window's sums were wrong: half a curve has no end to compare with. */
export async function measureSweep(context: PointContext, pool: number): Promise<CacheSweep | null> {
  const points: SweepPoint[] = [];
  for (const window of sweepWindows(pool)) {
    if (context.timeLeft() <= 0) return null;
    const rate = await curveRate(context, memSweep({ pool, window }, context.seed));
    if (rate === null) return null;
    points.push({ bytes: window, rate });
  }
  return cacheSweep(points);
}
