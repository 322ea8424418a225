/**
 * Percentiles of the time to first token in closed form. What every request takes (front end, its own prompt, a full
 * cache that all wait for in turn) does not vary; the wait behind other prompts does.
 */
import type { Scenario, TargetPercentile } from '../../scenario/scenario.ts';

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
  const beside = mean - wait + held * 2 * (percentile / 100);
  if (varied === null) return beside + (wait - held) * waitQuantiles[percentile];
  return beside - varied.own + variedQuantile(varied, wait - held, percentile);
}

/** Quantiles of a wait of mean 1: −ln(1 − p) for shape 1. */
const waitQuantiles: Readonly<Record<TargetPercentile, number>> = {
  50: -Math.log(0.5) / waitShape,
  90: -Math.log(0.1) / waitShape,
  95: -Math.log(0.05) / waitShape,
  99: -Math.log(0.01) / waitShape,
};

/** Prompts whose lengths vary: the time of one's own, which varies with them, and a wait with rare long ones in it. */
export interface VariedPrompts {
  /** Mean seconds of one's own prompt. */
  readonly own: number;
  /** Standard deviations of logarithms: of those seconds, and of the mean wait over its mean. */
  readonly ownSd: number;
  readonly waitSd: number;
}

/**
 * @param own seconds of a prompt of mean length @param grown how many more one of twice the length takes
 * @param load share of the time that goes to prompts
 */
export function variedPrompts(lengths: Scenario['lengths'], own: number, grown: () => number, load: number): VariedPrompts | null {
  if (!lengths || lengths.input === 0) return null;
  // Seconds grow as a power of the length: none where reading the weights is all, past the first where attention is.
  const ownSd = lengths.input * Math.log2(1 + Math.max(grown(), 0) / own);
  // Var W = E[W]² + λE[S³]/3(1 − ρ) (Pollaczek and Khinchine): of a lognormal S, more than for alike ones by 4(1 − ρ)/3ρ of their variation.
  const share = Math.min(Math.max(load, leastLoad), 1);
  const more = (Math.expm1(ownSd ** 2) * 2 * (1 - share)) / (3 * share);
  return { own, ownSd, waitSd: Math.sqrt(Math.log1p(more)) };
}

/** Below it there is no wait that could vary. */
const leastLoad = 0.01;

const normalQuantiles: Readonly<Record<TargetPercentile, number>> = { 50: 0, 90: 1.2816, 95: 1.6449, 99: 2.3263 };

/** Of one's own prompt and an exponential wait whose mean varies, summed over both (trapezoidal rule; the grid holds the quantile itself). */
function variedQuantile({ own, ownSd, waitSd }: VariedPrompts, wait: number, percentile: TargetPercentile): number {
  const owns = grid(own, ownSd, normalQuantiles[percentile], 0.5);
  const waits = grid(Math.max(wait, own * 1e-9), waitSd, 0, 1);
  const below = (seconds: number): number => {
    let share = 0;
    for (const { value, weight } of owns)
      if (seconds > value) for (const each of waits) share -= weight * each.weight * Math.expm1((value - seconds) / each.value);
    return share;
  };
  let low = 0;
  let high = own + wait;
  while (below(high) < percentile / 100) [low, high] = [high, 2 * high];
  for (let halving = 0; halving < 20; halving++) {
    const middle = (low + high) / 2;
    if (below(middle) < percentile / 100) low = middle;
    else high = middle;
  }
  return high;
}

/** A lognormal of that mean at steps of its logarithm, through `z` standard deviations, with the probability of each. */
function grid(mean: number, sd: number, z: number, step: number): readonly { readonly value: number; readonly weight: number }[] {
  const at = Array.from({ length: 13 / step }, (_, index) => z + (index + 1) * step - 8);
  const densities = at.map((each) => Math.exp(-(each ** 2) / 2));
  const sum = densities.reduce((total, each) => total + each, 0);
  return at.map((each, index) => ({ value: mean * Math.exp(sd * each - sd ** 2 / 2), weight: (densities[index] ?? 0) / sum }));
}
