/**
 * A number that the lab is willing to show: a value, an 80 % interval, a unit and a word for how it is known.
 * Inside the lab everything is SI (seconds, bytes, FLOP, joules, dollars); printing happens in `format.ts` alone.
 */

/** From best known to least; the order is the ranking. */
export const evidenceLevels = ['measured', 'anchored', 'interpolated', 'prior', 'projected'] as const;

/**
 * `measured` on this adapter in this run, `anchored` on a point of the user's own, `interpolated` where this
 * accelerator has fitted timings, `prior` where only its class has, `projected` for announced chips and substituted facts.
 */
export type Evidence = (typeof evidenceLevels)[number];

export interface Quantity {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly evidence: Evidence;
}

/** The weaker of two kinds of evidence: a sum is known only as well as its least known part. */
export function weakest(...levels: readonly Evidence[]): Evidence {
  let rank = 0;
  for (const level of levels) rank = Math.max(rank, evidenceLevels.indexOf(level));
  return evidenceLevels[rank] ?? 'projected';
}
