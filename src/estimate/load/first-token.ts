/**
 * Percentiles of the time to first token in closed form. What every request takes (front end, its own prompt, a full
 * cache that all wait for in turn) does not vary where requests are alike; the wait behind other prompts does.
 */
import type { TargetPercentile } from '../../scenario/scenario.ts';
import { withPrompts, type VariedPrompts } from './varied-prompts.ts';

/**
 * Shape of the gamma distribution of the wait. A queue of alike jobs near saturation has an exponential wait (shape 1,
 * Kingman's approximation); a request that only meets a pass under way waits a uniform part of it.
 */
const waitShape = 1;

/**
 * @param mean mean time to first token, in seconds
 * @param wait of which mean wait for other prompts and for the scheduler
 * @param held of which for the scheduler alone, which no queue makes longer: it lies evenly between none and twice its mean
 * @param varied what prompts of unlike lengths make of it; null where they are alike
 */
export function firstTokenPercentile(mean: number, wait: number, held: number, percentile: TargetPercentile, varied: VariedPrompts | null): number {
  const behind = wait - held;
  const others = behind * waitQuantiles[percentile];
  return mean - wait + (varied === null ? others : behind + withPrompts(varied, others - behind, percentile)) + held * 2 * (percentile / 100);
}

/** Quantiles of a wait of mean 1: −ln(1 − p) for shape 1. */
const waitQuantiles: Readonly<Record<TargetPercentile, number>> = {
  50: -Math.log(0.5) / waitShape,
  90: -Math.log(0.1) / waitShape,
  95: -Math.log(0.05) / waitShape,
  99: -Math.log(0.01) / waitShape,
};
