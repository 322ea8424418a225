/**
 * How sure an estimate is: standard deviations in log space, added as variances, and the 80 % interval they give.
 */
import { z80 } from '../stats/normal.ts';
import { weakest, type Evidence, type Quantity } from '../units/quantity.ts';

export { z80 };

export interface Spread {
  /** Standard deviation of ln(true/estimated). */
  readonly logSd: number;
  readonly evidence: Evidence;
}

/** Independent errors of factors: variances add, the weaker evidence holds. */
export function combine(...spreads: readonly Spread[]): Spread {
  let variance = 0;
  let weaker: Evidence = 'measured';
  for (const { logSd, evidence } of spreads) {
    variance += logSd ** 2;
    weaker = weakest(weaker, evidence);
  }
  return { logSd: Math.sqrt(variance), evidence: weaker };
}

/** The quantity with its interval; never below zero, always around the value. */
export function quantity(value: number, unit: string, { logSd, evidence }: Spread): Quantity {
  const factor = Math.exp(z80 * logSd);
  return { value, low: value / factor, high: value * factor, unit, evidence };
}

/** Standard deviation in log space of a fact given as a range, read as its 80 % interval. */
export function logSdOfRange(low: number, high: number): number {
  return low > 0 && high > low ? Math.log(high / low) / (2 * z80) : 0;
}
