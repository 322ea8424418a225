/** Meets an adapter with one point's shapes, from below, until the largest safe one is found. */
import type { PlanPoint } from '../../run/plans.ts';
import type { Instance } from '../kernels/instance.ts';
import { safeRung, workOf } from './first-dispatch.ts';
import { chainOf, load, uninterrupted, type PointContext } from './context.ts';
import { chooseLinks, longestSubmit, slopeLinks } from './sampling.ts';

/** Seconds of a model's step on a processor, beyond which the plan's time has better uses. */
const longestSoftwareStep = 3;

/** Pass length at first contact, in seconds: enough to see a rate, short beside every limit. */
const contactWindow = 0.002;

/**
 * The largest shape that is safe here. Each step runs a rung that the rates so far call safe, and either climbs on with its
 * own rate or strikes out that rung and all above it. Null if not even the smallest is safe.
 */
export async function largestSafe(context: PointContext, point: PlanPoint, ladder: readonly Instance[]): Promise<Instance | null> {
  const key = `${point.kernel}/${point.dtype}`;
  const longest = longestLink(context, ladder);
  let allowed = ladder;
  let ran = null as Instance | null;
  while (allowed.length > 0) {
    const { fmaF32, read } = context.ceilings();
    const index = safeRung(allowed, { fma: fmaF32?.value ?? null, read: read?.value ?? null, own: context.rates.get(key) ?? null }, longest);
    if (index === null) return ran;
    const instance = allowed[index];
    if (instance === undefined || instance.rateUnit === 's') return instance ?? null;
    // No rung above the one that ran is safe.
    if (ran !== null && index >= allowed.indexOf(ran)) return ran;
    const perLink = await shortRun(context, instance);
    const seconds = Math.max(perLink, context.stopwatch.clock.step / 2);
    if (perLink > longest) {
      context.rates.set(key, workOf(instance) / seconds);
      allowed = allowed.slice(index + 1);
      if (ran !== null && allowed.includes(ran)) return ran;
    } else {
      context.rates.set(key, Math.max(workOf(instance) / seconds, context.rates.get(key) ?? 0));
      ran = instance;
      if (index === 0) return instance;
    }
  }
  return null;
}

/** A model's step is many dispatches: the four of a slope share a submit, and a processor has no watchdog. */
function longestLink({ policy, software }: PointContext, [first]: readonly Instance[]): number {
  if (first?.model === undefined) return policy.longestDispatch;
  return software ? longestSoftwareStep : longestSubmit / slopeLinks;
}

async function shortRun(context: PointContext, instance: Instance): Promise<number> {
  await context.report(instance, 'compile', []);
  const loaded = await load(context, instance, 1);
  try {
    const contact = (): ReturnType<typeof chooseLinks> => chooseLinks(chainOf(context, loaded).measure, contactWindow, context.stopwatch.splits);
    return (await uninterrupted(context, contact)).perLink;
  } finally {
    loaded.release();
  }
}
