/** How much of something lies in few hands: the index of Herfindahl and Hirschman, 10,000 for one hand. */
import { quantileOfSorted } from '../../stats/quantile.ts';
import { seeded } from '../../stats/random.ts';

export interface Holding {
  readonly holder: string;
  readonly amount: number;
}

export interface Concentration {
  readonly hhi: number;
  readonly low: number;
  readonly high: number;
  readonly holders: number;
  readonly largest: string;
  /** Of the largest, 0 … 1. */
  readonly share: number;
}

/** @returns 0 for nothing held */
export function herfindahl(holdings: readonly Holding[]): number {
  const total = holdings.reduce((sum, { amount }) => sum + amount, 0);
  return total === 0 ? 0 : [...sums(holdings).values()].reduce((sum, amount) => sum + (100 * (amount / total)) ** 2, 0);
}

const draws = 500;

/** With the middle 80 % over samples of the holdings drawn again (seed 1): what another list of sites would have said. */
export function concentration(holdings: readonly Holding[]): Concentration {
  const hhi = herfindahl(holdings);
  const ranked = [...sums(holdings)].sort(([, a], [, b]) => b - a);
  const [largest, most] = ranked[0] ?? ['', 0];
  const total = holdings.reduce((sum, { amount }) => sum + amount, 0);
  const random = seeded(1);
  const drawn = Array.from({ length: draws }, () => herfindahl(holdings.map((own) => holdings[random.below(holdings.length)] ?? own))).sort(
    (a, b) => a - b,
  );
  return {
    hhi,
    low: Math.min(hhi, quantileOfSorted(drawn, 0.1)),
    high: Math.max(hhi, quantileOfSorted(drawn, 0.9)),
    holders: ranked.length,
    largest,
    share: total === 0 ? 0 : most / total,
  };
}

function sums(holdings: readonly Holding[]): ReadonlyMap<string, number> {
  const byHolder = new Map<string, number>();
  for (const { holder, amount } of holdings) byHolder.set(holder, (byHolder.get(holder) ?? 0) + amount);
  return byHolder;
}
