/**
 * How tokens fall on experts. `balanced` deals them round robin; `power_law_α` draws each expert's load from a density
 * ∝ x^−α and puts the heaviest group on the rank that is timed, the definition of the published MoE timings
 * (ai-dynamo/aiconfigurator, Apache-2.0, collector). Everything here is the expectation of those draws in closed form.
 */

export const routings = ['balanced', 'power_law_1.01', 'power_law_1.2'] as const;
export type Routing = (typeof routings)[number];

/** What one rank sees: token–expert pairs, experts with at least one token, and the largest expert's tokens. */
export interface RankLoad {
  readonly pairs: number;
  readonly touched: number;
  readonly largest: number;
}

/** Density ∝ x^−α between `low` and `high`. */
interface PowerLaw {
  readonly alpha: number;
  readonly low: number;
  readonly high: number;
  readonly mass: number;
  readonly mean: number;
  /** Standard deviation over mean. */
  readonly spread: number;
}

/** ∫ x^power dx from `low` to `high`. */
function integral(power: number, low: number, high: number): number {
  const q = power + 1;
  return Math.abs(q) < 1e-9 ? Math.log(high / low) : (high ** q - low ** q) / q;
}

function powerLaw(alpha: number, low: number, high: number): PowerLaw {
  const mass = integral(-alpha, low, high);
  const mean = integral(1 - alpha, low, high) / mass;
  const square = integral(2 - alpha, low, high) / mass;
  return { alpha, low, high, mass, mean, spread: Math.sqrt(Math.max(0, square - mean * mean)) / mean };
}

/** The collector's densities while there are fewer token–expert pairs than experts: on [0.01, 2]. */
const sparse: Readonly<Record<Exclude<Routing, 'balanced'>, PowerLaw>> = {
  'power_law_1.01': powerLaw(1.01, 0.01, 2),
  'power_law_1.2': powerLaw(1.2, 0.01, 2),
};

/** With more pairs than experts: on [1, 0.8 · tokens]. */
const largestShare = 0.8;

/** Expected maximum of n standard normal draws (Blom's approximation of the top order statistic, 2 % up to n = 256). */
function expectedMaximum(n: number): number {
  return n <= 1 ? 0 : normalQuantile((n - 0.375) / (n + 0.25));
}

/** Inverse of the standard normal distribution for p > 0.5 (Abramowitz and Stegun 26.2.23, error under 4.5e-4). */
function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - p));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) /
    (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
}

/**
 * Load of the rank that finishes last. `tokens` are those of the whole expert-parallel group, `experts` all experts,
 * `ranks` the number of expert-parallel ranks.
 */
export function rankLoad(tokens: number, topK: number, experts: number, ranks: number, routing: Routing): RankLoad {
  const pairs = tokens * topK;
  const local = experts / ranks;
  if (routing === 'balanced') {
    const mine = Math.max(pairs / ranks, Math.min(1, pairs));
    const touched = Math.min(local, mine);
    return { pairs: mine, touched, largest: Math.max(1, mine / touched) };
  }
  const few = sparse[routing];
  const law = pairs > experts ? powerLaw(few.alpha, 1, Math.max(1.01, tokens * largestShare)) : few;
  const scale = pairs / (experts * law.mean);
  // An expert is touched when its scaled load rounds to one token or more.
  const threshold = Math.min(law.high, Math.max(law.low, 0.5 / scale));
  const touchedAll = Math.min(pairs, Math.max(topK, (experts * integral(-law.alpha, threshold, law.high)) / law.mass));
  // Where the two densities meet the wider one counts, so that more tokens never mean less work.
  const spread = Math.max(few.spread, law.spread) / Math.sqrt(local);
  const skew = Math.min(1 + spread * expectedMaximum(ranks), ranks);
  const mine = Math.min((pairs / ranks) * skew, tokens * Math.min(topK, local));
  const touched = Math.max(Math.min(1, mine), Math.min(local, mine, touchedAll / ranks));
  return { pairs: mine, touched, largest: Math.min(tokens, law.high * scale) };
}
