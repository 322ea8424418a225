/**
 * How many workgroups keep a GPU busy: one kernel in ever fewer of them, until half as many are half as fast. The best rate over that
 * of one workgroup among few is the width. It is not read off as the first number that reaches the best: 128 workgroups on 82
 * multiprocessors take two turns, as 164 would, and reach only 78 % of it.
 */
import type { WidthCurve } from '../../run/run.ts';
import { widthProbe, type WidthShape } from '../kernels/probes/width-probes.ts';
import { workOf } from './first-dispatch.ts';
import type { PointContext } from './context.ts';
import { curveRate } from './curve.ts';

export type WidthPoint = WidthCurve['points'][number];

/** Where half as many workgroups keep their own rate within this, they do not wait for each other. */
const aloneWithin = 0.15;
/** At the wide end twice as many may add no more than this. */
const saturatedWithin = 0.15;

/** @param points fewest workgroups first, each twice the one before */
export function widthCurve(points: readonly WidthPoint[]): WidthCurve {
  const [narrowest] = points;
  const widest = points.at(-1);
  const before = points.at(-2);
  const saturated = widest !== undefined && before !== undefined && widest.rate <= (1 + saturatedWithin) * before.rate;
  if (narrowest === undefined || !saturated || !standsAlone(points)) return { points, groups: null };
  const each = Math.max(...points.map(({ groups, rate }) => rate / groups));
  return { points, groups: Math.max(1, Math.round(Math.max(...points.map(({ rate }) => rate)) / each)) };
}

/** The narrow end shows what a workgroup does that shares with nobody: it is one alone, or twice as many do twice as much. */
export function standsAlone([narrowest, next]: readonly WidthPoint[]): boolean {
  if (narrowest === undefined) return false;
  return narrowest.groups === 1 || (next !== undefined && next.rate / next.groups >= (1 - aloneWithin) * (narrowest.rate / narrowest.groups));
}

/** Null if the time ran out or a result was wrong. */
export async function measureWidth(context: PointContext, widest: WidthShape): Promise<WidthCurve | null> {
  const points: WidthPoint[] = [];
  for (let { groups } = widest; groups >= 1 && !standsAlone(points); groups /= 2) {
    if (context.timeLeft() <= 0) return null;
    const instance = widthProbe({ ...widest, groups }, context.seed);
    const [last] = points;
    // At worst half as many are half as fast.
    if (last !== undefined && workOf(instance) / (last.rate / 2) > context.policy.longestDispatch) break;
    const rate = await curveRate(context, instance);
    if (rate === null) return null;
    points.unshift({ groups, rate });
  }
  return widthCurve(points);
}
