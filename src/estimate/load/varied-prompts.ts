/**
 * What prompts of unlike lengths make of the time to first token: a prompt's own time varies with its length, and the wait behind
 * others has rare long ones in it.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Batching } from '../../model/batching.ts';
import { requestTokens } from '../../model/request.ts';
import { promptCost, type Settled } from '../../model/serving.ts';
import { variationOf } from '../../model/variation.ts';
import type { Scenario, TargetPercentile } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';

export interface VariedPrompts {
  /** Mean seconds of one's own prompt. */
  readonly own: number;
  /** Standard deviations of logarithms: of those seconds, and of the mean wait over its mean. */
  readonly ownSd: number;
  readonly waitSd: number;
}

/** Of a rank that was settled; null where prompts are alike. */
export function variedPrompts(
  deployment: Deployment,
  engine: EngineFacts,
  { lengths, inputTokens, prefixHitRate }: Scenario,
  batching: Batching,
  { ownPrefill: own, promptSeconds, requestsPerSecond, pieces }: Pick<Settled, 'ownPrefill' | 'promptSeconds' | 'requestsPerSecond' | 'pieces'>,
): VariedPrompts | null {
  if (!lengths || lengths.input === 0) return null;
  const { fresh, cached } = requestTokens(inputTokens, 1, prefixHitRate);
  const seconds = (times: number): number =>
    promptCost(deployment.under(engine).passes, batching, times * fresh, times * cached, variationOf(lengths).input).seconds;
  // Seconds grow as a power of the length: none where reading the weights is all, past the first where attention is. Every piece of a
  // cut prompt takes others' tokens along: twice the pieces, twice the passes.
  const grown = Math.max(seconds(2) - seconds(1), pieces > 1 ? own : 0);
  const ownSd = lengths.input * Math.log2(1 + grown / own);
  // Var W = E[W]² + λE[S³]/3(1 − ρ) (Pollaczek and Khinchine): of a lognormal S, more than for alike ones by 4(1 − ρ)/3ρ of their variation.
  const load = Math.min(Math.max(requestsPerSecond * promptSeconds, leastLoad), 1);
  const more = (Math.expm1(ownSd ** 2) * 2 * (1 - load)) / (3 * load);
  return { own, ownSd, waitSd: Math.sqrt(Math.log1p(more)) };
}

/** Share of the time that goes to prompts below which there is no wait that could vary. */
const leastLoad = 0.01;

const normalQuantiles: Readonly<Record<TargetPercentile, number>> = { 50: 0, 90: 1.2816, 95: 1.6449, 99: 2.3263 };

/**
 * How far a percentile lies from the mean, over one's own prompt and the wait: deviations of independent parts add as squares, those of
 * logarithms of the wait and of its mean too. Exact where one of them does not vary.
 * @param quantile of an exponential wait of mean 1
 */
export function variedDeviation({ own, ownSd, waitSd }: VariedPrompts, wait: number, percentile: TargetPercentile, quantile: number): number {
  const z = normalQuantiles[percentile];
  const first = own * Math.expm1(ownSd * (z - ownSd / 2));
  const second = wait * (Math.LN2 * Math.exp(Math.hypot(Math.log(quantile / Math.LN2), z * waitSd) - waitSd ** 2 / 2) - 1);
  return Math.sign(first + second) * Math.hypot(first, second);
}
