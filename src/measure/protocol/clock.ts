/** What a clock's readings say about it, and how long a window must be to be read well with it. */
import type { Clock } from '../../run/run.ts';

/**
 * Greatest common divisor of the differences, in their unit; null when fewer than four are positive, as with a counter
 * that does not run. Dawn quantises to 65,536 ns: all differences are then multiples of it.
 */
export function stepOf(deltas: readonly number[]): number | null {
  const whole = deltas.filter((delta) => Number.isFinite(delta) && delta > 0).map(Math.round);
  if (whole.length < 4) return null;
  return whole.reduce(greatestCommonDivisor);
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** From this step on the clock is called quantised. */
export const quantisedStep = 1e-6;

export function isQuantised(clock: Clock): boolean {
  return clock.kind === 'timestamp' && clock.step >= quantisedStep;
}

/**
 * Seconds that the shorter pass of a slope must last. A difference of two readings with step q has a standard deviation
 * of q / sqrt(6), 27 µs at 65,536 ns; on a slope over 20 ms that is 0.19 %. A wall clock reads the event loop as well:
 * tenths of a millisecond each way, 0.4 % of 125 ms; where completion is polled with 1 ms nudges, 0.4 % of 500 ms.
 */
export function windowSeconds(clock: Clock): number {
  if (clock.kind === 'timestamp') return 0.02;
  return clock.step < 1e-3 ? 0.125 : 0.5;
}
