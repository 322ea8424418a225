/** The cache sweep of a run: a few slopes for each window, checked like any kernel, and what the curve says. */
import type { CacheSweep } from '../../run/run.ts';
import { median } from '../../stats/quantile.ts';
import { memSweep, sweepWindows } from '../kernels/memory-sweep.ts';
import { windowSeconds } from './clock.ts';
import { chainOf, load, uninterrupted, type PointContext } from './context.ts';
import { cacheSweep, type SweepPoint } from './knees.ts';
import { chooseLinks, warmUp } from './sampling.ts';
import { allPassed, verify } from './verify.ts';

/** Slopes for each window: the curve is looked at for falls of a fifth and more, not for per cents. */
const slopes = 3;

/** Null if the time ran out or a window's sums were wrong: half a curve has no end to compare with. */
export async function measureSweep(context: PointContext, pool: number): Promise<CacheSweep | null> {
  const points: SweepPoint[] = [];
  for (const window of sweepWindows(pool)) {
    if (context.timeLeft() <= 0) return null;
    const rate = await rateAt(context, pool, window);
    if (rate === null) return null;
    points.push({ bytes: window, rate });
  }
  return cacheSweep(points);
}

async function rateAt(context: PointContext, pool: number, window: number): Promise<number | null> {
  const instance = memSweep({ pool, window }, context.seed);
  await context.report(instance, 'check', []);
  const loaded = await load(context, instance);
  try {
    if (!allPassed(await context.unlessCancelled(verify(context.bench, loaded, context.seed, context.passedCases)))) return null;
    const rates = await uninterrupted(context, async () => {
      const { measure } = chainOf(context, loaded);
      const { links } = await chooseLinks(measure, windowSeconds(context.stopwatch.clock), context.stopwatch.splits);
      await warmUp(measure, links, context.policy.warmUp.first / 10);
      const found: number[] = [];
      for (let look = 0; look < slopes; look++) {
        const [one = NaN, two = NaN] = await measure([links, 2 * links]);
        if (two > one) found.push((instance.bytes * links) / (two - one));
      }
      return found;
    });
    return rates.length === 0 ? null : median(rates);
  } finally {
    loaded.release();
  }
}
