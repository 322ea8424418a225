/**
 * Measured points of the user's own pull the curve through themselves: at an anchor the estimate is the measurement,
 * between two it follows the model's shape bent by both, outside it keeps the nearer one's correction.
 */
import type { AnchorPoint, Scenario } from '../scenario/scenario.ts';
import { mix } from './mixture.ts';
import type { OperatingPoint } from './operating-point.ts';

type Anchored = Exclude<keyof AnchorPoint, 'concurrency'>;

/** Factor on each metric, and how many anchors it rests on; 1 and 0 without any. */
export type AnchorFactors = Readonly<Record<Anchored, { readonly factor: number; readonly anchors: number }>>;

const metrics: readonly Anchored[] = ['timePerOutputToken', 'timeToFirstToken', 'outputTokensPerSecond'];

/**
 * @param pointsAt the model's operating points of this scenario at another concurrency
 * @param running requests in flight at which the factors are wanted
 */
export function anchorFactors({ anchor }: Scenario, running: number, pointsAt: (concurrency: number) => readonly OperatingPoint[]): AnchorFactors {
  return Object.fromEntries(metrics.map((metric) => {
    const corrections = anchor.flatMap((point) => {
      const measured = point[metric];
      if (measured === undefined) return [];
      const modelled = modelledAt(metric, pointsAt(point.concurrency));
      return modelled === null ? [] : [{ at: Math.log(point.concurrency), log: Math.log(measured / modelled) }];
    });
    return [metric, { factor: Math.exp(interpolate(corrections, Math.log(Math.max(running, 1)))), anchors: corrections.length }];
  })) as unknown as AnchorFactors;
}

function modelledAt(metric: Anchored, points: readonly OperatingPoint[]): number | null {
  if (points.length === 0) return null;
  switch (metric) {
    case 'timePerOutputToken': return mix(points, (point) => point.timePerOutputToken).value;
    case 'timeToFirstToken': return points.some((point) => point.timeToFirstToken === null) ? null : mix(points, (point) => point.timeToFirstToken ?? 1).value;
    case 'outputTokensPerSecond': return mix(points, (point) => point.outputTokensPerSecond).value;
    default: return metric satisfies never;
  }
}

/** Linear in ln concurrency between the anchors around `at`, constant outside; repeats at one concurrency are averaged. */
function interpolate(corrections: readonly { readonly at: number; readonly log: number }[], at: number): number {
  const sorted = [...corrections].sort((a, b) => a.at - b.at);
  const below = sorted.filter((each) => each.at <= at).at(-1);
  const above = sorted.find((each) => each.at >= at);
  const mean = (where: number): number => {
    const same = sorted.filter((each) => each.at === where);
    return same.reduce((sum, each) => sum + each.log, 0) / same.length;
  };
  if (!below) return above ? mean(above.at) : 0;
  if (!above || above.at === below.at) return mean(below.at);
  const share = (at - below.at) / (above.at - below.at);
  return mean(below.at) * (1 - share) + mean(above.at) * share;
}
