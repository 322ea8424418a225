/** One point of a curve: a few slopes of a kernel that is checked first like any other. Enough for falls of a fifth, not for per cents. */
import { median } from '../../stats/quantile.ts';
import type { Instance } from '../kernels/instance.ts';
import { windowSeconds } from './clock.ts';
import { workOf } from './first-dispatch.ts';
import { chainOf, load, uninterrupted, type PointContext } from './context.ts';
import { chooseLinks, slopeOf, warmUp, type Measure } from './sampling.ts';
import { allPassed, verify } from './verify.ts';

const slopes = 3;

/** FLOP/s or byte/s as the instance counts; null if its results are wrong, or the clock gave no slope. */
export async function curveRate(context: PointContext, instance: Instance): Promise<number | null> {
  await context.report(instance, 'check', []);
  const loaded = await load(context, instance);
  try {
    if (!allPassed(await context.unlessCancelled(verify(context.bench, loaded, context.seed, context.passedCases)))) return null;
    const { clock, splits } = context.stopwatch;
    const how = { window: windowSeconds(clock), splits, warm: context.policy.warmUp.first / 10 };
    return await uninterrupted(context, () => slopeRate(chainOf(context, loaded).measure, workOf(instance), how));
  } finally {
    loaded.release();
  }
}

/** @param work of one link */
export async function slopeRate(
  measure: Measure,
  work: number,
  how: { readonly window: number; readonly splits: boolean; readonly warm: number },
): Promise<number | null> {
  const { links } = await chooseLinks(measure, how.window, how.splits);
  await warmUp(measure, links, how.warm);
  const found: number[] = [];
  for (let look = 0; look < slopes; look++) {
    const slope = await slopeOf(measure, links);
    if (slope > 0) found.push(work / slope);
  }
  return found.length === 0 ? null : median(found);
}
