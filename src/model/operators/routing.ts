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

/** Exponents of the densities; 0 marks round robin. */
const exponents: Readonly<Record<Routing, number>> = { balanced: 0, 'power_law_1.01': 1.01, 'power_law_1.2': 1.2 };

/** ∫ x^power dx from `low` to `high`. */
function integral(power: number, low: number, high: number): number {
  const q = power + 1;
  return Math.abs(q) < 1e-9 ? Math.log(high / low) : (high ** q - low ** q) / q;
}

/** Expected maximum of n standard normal draws, to 2 % for n up to 256 (Blom's approximation of the top order statistic). */
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
  const alpha = exponents[routing];
  if (alpha === 0) {
    const mine = Math.max(pairs / ranks, Math.min(1, pairs));
    const touched = Math.min(local, mine);
    return { pairs: mine, touched, largest: Math.max(1, mine / touched) };
  }
  const low = pairs > experts ? 1 : 0.01;
  const high = pairs > experts ? Math.max(1.01, tokens * 0.8) : 2;
  const mass = integral(-alpha, low, high);
  const mean = integral(1 - alpha, low, high) / mass;
  const variance = integral(2 - alpha, low, high) / mass - mean * mean;
  const scale = pairs / (experts * mean);
  // An expert is touched when its scaled load rounds to one token or more.
  const threshold = Math.min(high, Math.max(low, 0.5 / scale));
  const share = integral(-alpha, threshold, high) / mass;
  const touchedAll = Math.min(pairs, Math.max(topK, experts * share));
  const spread = Math.sqrt(variance / local) / mean;
  const skew = Math.min(1 + spread * expectedMaximum(ranks), ranks);
  const mine = Math.min((pairs / ranks) * skew, tokens * Math.min(topK, local));
  const touched = Math.max(Math.min(1, mine), Math.min(local, mine, touchedAll / ranks));
  return { pairs: mine, touched, largest: Math.min(tokens, high * scale) };
}
