/** Times and throughput of the engines as one, pulled through the user's own points where there are any. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { AnchorFactors, Correction } from './anchor.ts';
import { mix, mixedRate, type Mixed } from './mixture.ts';
import type { OperatingPoint } from './operating-point.ts';

/** A value over the engines, and what anchors leave of its spread where they set it. */
export interface Time extends Mixed {
  readonly anchored: Correction['logSd'] | null;
}

export interface Times {
  readonly timePerOutputToken: Time;
  /** Null where some engine has none: everything queued at once, or saturated. */
  readonly timeToFirstToken: Time | null;
  readonly outputTokensPerSecond: Time;
}

/** @param open arrivals keep their rate, whatever the time that a request takes */
export function anchoredTimes(scenario: Scenario, points: readonly OperatingPoint[], factors: AnchorFactors | null, open: boolean): Times {
  const each = mix(points, (point) => point.timePerOutputToken);
  const first = points.some((point) => point.timeToFirstToken === null) ? null : mix(points, (point) => point.timeToFirstToken ?? 1);
  const own = mix(points, (point) => point.requestsPerSecond);
  const rate = open ? own.value : mixedRate(points, scenario.outputTokens, each.value, first && first.value);
  const throughput = { value: rate * scenario.outputTokens, logSd: own.logSd };
  const plain = (mixed: Mixed): Time => ({ ...mixed, anchored: null });
  if (!factors) return { timePerOutputToken: plain(each), timeToFirstToken: first && plain(first), outputTokensPerSecond: plain(throughput) };

  // A throughput alone says as much of the time per token, which makes up nearly all of a request.
  const byThroughput = factors.outputTokensPerSecond && {
    factor: 1 / factors.outputTokensPerSecond.factor,
    logSd: factors.outputTokensPerSecond.logSd,
  };
  const newEach = corrected(each, factors.timePerOutputToken ?? byThroughput);
  const newFirst = first && corrected(first, factors.timeToFirstToken);
  const steps = scenario.outputTokens - 1;
  // Little's law: the same requests in flight finish in the corrected time.
  const little =
    first === null || newFirst === null ? each.value / newEach.value : (first.value + steps * each.value) / (newFirst.value + steps * newEach.value);
  const byTime = newEach.anchored || newFirst?.anchored ? { factor: little, logSd: newEach.anchored } : null;
  return {
    timePerOutputToken: newEach,
    timeToFirstToken: newFirst,
    outputTokensPerSecond: open ? plain(throughput) : corrected(throughput, factors.outputTokensPerSecond ?? byTime),
  };
}

/** A correction without a spread of its own moves the value and leaves the interval as it was. */
function corrected(mixed: Mixed, by: { readonly factor: number; readonly logSd: Time['anchored'] } | null): Time {
  return by === null ? { ...mixed, anchored: null } : { value: mixed.value * by.factor, logSd: mixed.logSd, anchored: by.logSd };
}
