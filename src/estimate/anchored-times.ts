/** Times and throughput of the engines as one, pulled through the user's own points where there are any. */
import type { Scenario } from '../scenario/scenario.ts';
import type { AnchorFactors } from './anchor.ts';
import { mix, type Mixed } from './mixture.ts';
import type { OperatingPoint } from './operating-point.ts';

export interface Times {
  readonly timePerOutputToken: Mixed;
  /** Null where some engine has none: everything queued at once, or saturated. */
  readonly timeToFirstToken: Mixed | null;
  readonly outputTokensPerSecond: Mixed;
  /** How many anchors each rests on. */
  readonly anchors: { readonly timePerOutputToken: number; readonly timeToFirstToken: number; readonly outputTokensPerSecond: number };
}

const none = { timePerOutputToken: 0, timeToFirstToken: 0, outputTokensPerSecond: 0 };

/** @param concurrency requests in flight that a search chose; null where the scenario says */
export function anchoredTimes(scenario: Scenario, points: readonly OperatingPoint[], factors: AnchorFactors | null, concurrency: number | null): Times {
  const each = mix(points, (point) => point.timePerOutputToken);
  const first = points.some((point) => point.timeToFirstToken === null) ? null : mix(points, (point) => point.timeToFirstToken ?? 1);
  const throughput = mix(points, (point) => point.outputTokensPerSecond);
  if (!factors) return { timePerOutputToken: each, timeToFirstToken: first, outputTokensPerSecond: throughput, anchors: none };

  // A throughput alone says as much of the time per token, which makes up nearly all of a request.
  const throughputAnchored = factors.outputTokensPerSecond.anchors > 0;
  const eachFactor = factors.timePerOutputToken.anchors > 0 ? factors.timePerOutputToken.factor : throughputAnchored ? 1 / factors.outputTokensPerSecond.factor : 1;
  const newEach = each.value * eachFactor;
  const newFirst = first && first.value * factors.timeToFirstToken.factor;
  const steps = scenario.outputTokens - 1;
  const openRate = scenario.requestsPerSecond !== null && concurrency === null;
  // Little's law: the same requests in flight finish in the corrected time. Open arrivals keep their rate.
  const little = openRate || first === null || newFirst === null ? (openRate ? 1 : 1 / eachFactor) : (first.value + steps * each.value) / (newFirst + steps * newEach);
  const throughputFactor = throughputAnchored ? factors.outputTokensPerSecond.factor : little;
  return {
    timePerOutputToken: { value: newEach, logSd: each.logSd },
    timeToFirstToken: first && newFirst !== null ? { value: newFirst, logSd: first.logSd } : null,
    outputTokensPerSecond: { value: throughput.value * throughputFactor, logSd: throughput.logSd },
    anchors: {
      timePerOutputToken: Math.max(factors.timePerOutputToken.anchors, factors.outputTokensPerSecond.anchors),
      timeToFirstToken: factors.timeToFirstToken.anchors,
      outputTokensPerSecond: factors.outputTokensPerSecond.anchors,
    },
  };
}
