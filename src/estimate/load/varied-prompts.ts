/** What prompts of unlike lengths make of percentiles of the first token: a prompt's own time varies with its length. */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Batching } from '../../model/batching.ts';
import { requestTokens } from '../../model/request.ts';
import { promptCost } from '../../model/serving.ts';
import { variationOf } from '../../model/variation.ts';
import type { Scenario, TargetPercentile } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';

export interface VariedPrompts {
  /** Mean seconds of one's own prompt, and the standard deviation of their logarithm. */
  readonly own: number;
  readonly ownSd: number;
}

/** @param own mean seconds of a prompt under a load that was settled @returns null where prompts are alike */
export function variedPrompts(
  deployment: Deployment,
  engine: EngineFacts,
  { lengths, inputTokens, prefixHitRate }: Scenario,
  batching: Batching,
  own: number,
): VariedPrompts | null {
  if (!lengths || lengths.input === 0) return null;
  const { fresh, cached } = requestTokens(inputTokens, 1, prefixHitRate);
  const seconds = (times: number): number =>
    promptCost(deployment.under(engine).passes, batching, times * fresh, times * cached, variationOf(lengths).input).seconds;
  // Seconds grow as a power of the length: none where reading the weights is all, past the first where attention is.
  return { own, ownSd: lengths.input * Math.log2(1 + (seconds(2) - seconds(1)) / own) };
}

const normalQuantiles: Readonly<Record<TargetPercentile, number>> = { 50: 0, 90: 1.2816, 95: 1.6449, 99: 2.3263 };

/**
 * How far a percentile lies from the mean, over one's own prompt and the wait: deviations of independent parts add as squares. Exact where
 * one of them does not vary.
 * @param second what the wait alone deviates by
 */
export function withPrompts({ own, ownSd }: VariedPrompts, second: number, percentile: TargetPercentile): number {
  const first = own * Math.expm1(ownSd * (normalQuantiles[percentile] - ownSd / 2));
  return Math.sign(first + second) * Math.hypot(first, second);
}
