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
export function expectedMaximum(n: number): number {
  return n <= 1 ? 0 : normalQuantile((n - 0.375) / (n + 0.25));
}

/** Inverse of the standard normal distribution for p > 0.5 (Abramowitz and Stegun 26.2.23, error under 4.5e-4). */
function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - p));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
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
  const highest = expectedMaximum(ranks);
  // Where the two densities meet the wider one counts, so that more tokens never mean less work.
  const spread = Math.max(few.spread, law.spread) / Math.sqrt(local);
  const skew = Math.min(1 + spread * highest, ranks);
  // Experts with a token fall on ranks by chance; the rank that finishes last has more of them.
  const average = touchedExperts(law, scale, pairs, experts) / ranks;
  const touched = Math.min(local, Math.max(Math.min(1, pairs), average + highest * Math.sqrt(Math.max(0, average * (1 - average / local)))));
  const mine = Math.min(Math.max((pairs / ranks) * skew, touched), tokens * Math.min(topK, local));
  return { pairs: mine, touched: Math.min(touched, mine), largest: Math.min(tokens, law.high * scale) };
}

/** Loads up to this many tokens are rounded one by one; beyond, rounding takes as often as it gives. */
const roundedBins = 4;

/**
 * Experts with at least one token: those whose scaled load rounds to one or more, and one more for every token that
 * rounding lost, since the collector deals those to further experts.
 */
function touchedExperts(law: PowerLaw, scale: number, pairs: number, experts: number): number {
  let rounded = 0;
  let first = 0;
  for (let j = 0; j < roundedBins; j++) {
    const share = shareAbove(law, (j + 0.5) / scale);
    if (j === 0) first = share;
    rounded += share;
  }
  const exact = scale * areaAbove(law, roundedBins / scale);
  return Math.min(experts, pairs, experts * (first + Math.max(0, exact - rounded)));
}

/** Share of draws above x. */
function shareAbove(law: PowerLaw, x: number): number {
  if (x <= law.low) return 1;
  return x >= law.high ? 0 : integral(-law.alpha, x, law.high) / law.mass;
}

/** ∫ from 0 to x of the share above: the mean of min(draw, x). */
function areaAbove(law: PowerLaw, x: number): number {
  if (x <= law.low) return x;
  const most = Math.min(x, law.high);
  return (integral(1 - law.alpha, law.low, most) + (x < law.high ? x * integral(-law.alpha, x, law.high) : 0)) / law.mass;
}
