/**
 * Measured points of the user's own pull the curve through themselves: at an anchor the estimate is the measurement,
 * away from it the correction fades towards the part that published curves have in common (`calibration/anchoring.ts`),
 * and the interval widens.
 */
import { conditioned, type Anchoring, type AnchoringSet, type Seen } from '../../calibration/anchoring.ts';
import type { AnchorPoint, Scenario } from '../../scenario/scenario.ts';
import { mix } from './mixture.ts';
import type { OperatingPoint } from './operating-point.ts';

type Anchored = Exclude<keyof AnchorPoint, 'concurrency'>;

export interface Correction {
  /** Factor on the model's value. */
  readonly factor: number;
  /** Standard deviation of ln(true/corrected), given the one that stood before the anchors. */
  readonly logSd: (before: number) => number;
}

/** Null where no anchor says anything of a metric. */
export type AnchorFactors = Readonly<Record<Anchored, Correction | null>>;

/**
 * @param at requests in flight at which the factors are wanted
 * @param pointsAt the model's operating points of this scenario at another concurrency
 */
export function anchorFactors(
  { anchor }: Scenario,
  set: AnchoringSet,
  at: number,
  pointsAt: (concurrency: number) => readonly OperatingPoint[],
): AnchorFactors {
  const correction = (metric: Anchored, shape: Anchoring): Correction | null => {
    const seen = anchor.flatMap((point): readonly Seen[] => {
      const measured = point[metric];
      if (measured === undefined) return [];
      const modelled = modelledAt(metric, pointsAt(point.concurrency));
      return modelled === null ? [] : [{ at: Math.log(point.concurrency), log: Math.log(measured / modelled) }];
    });
    if (seen.length === 0) return null;
    const here = Math.log(Math.max(at, 1));
    return { factor: Math.exp(conditioned(shape, 0, seen, here).log), logSd: (before) => conditioned(shape, before, seen, here).logSd };
  };
  return {
    timePerOutputToken: correction('timePerOutputToken', set.timePerOutputToken),
    timeToFirstToken: correction('timeToFirstToken', set.timeToFirstToken),
    outputTokensPerSecond: correction('outputTokensPerSecond', set.timePerOutputToken),
  };
}

function modelledAt(metric: Anchored, points: readonly OperatingPoint[]): number | null {
  if (points.length === 0) return null;
  switch (metric) {
    case 'timePerOutputToken':
      return mix(points, (point) => point.timePerOutputToken).value;
    case 'timeToFirstToken':
      return points.some((point) => point.timeToFirstToken === null) ? null : mix(points, (point) => point.timeToFirstToken ?? 1).value;
    case 'outputTokensPerSecond':
      return mix(points, (point) => point.outputTokensPerSecond).value;
    default:
      return metric satisfies never;
  }
}
