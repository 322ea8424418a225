/**
 * Which shape of a ladder may run on an adapter that nobody has met. No dispatch may last too long, so the first one is
 * predicted from what is already known, pessimistically, and the rest from what it did.
 */
import type { Instance } from '../kernels/instance.ts';
import { longestDispatch, longestFirstDispatch } from './sampling.ts';

/** Best rates met so far on this adapter, by kernel and type; FLOP/s or byte/s as the kernel counts. */
export interface KnownRates {
  readonly fma: number | null;
  readonly read: number | null;
  /** Rate of this very kernel and type at another shape. */
  readonly own: number | null;
}

type Work = Pick<Instance, 'flops' | 'bytes' | 'rateUnit'>;

/** Poorest share of a ceiling that a correct kernel of ours may be assumed to reach at first contact. */
const poorestShare = 0.03;
/** A kernel's own rate at another shape is a better guide, but small shapes run below their best. */
const ownShare = 0.5;

export function workOf({ flops, bytes, rateUnit }: Work): number {
  return rateUnit === 'B/s' || rateUnit === 's' ? bytes : flops;
}

/** Pessimistic seconds of one dispatch; null when nothing at all is known. */
export function predictedSeconds(work: Work, known: KnownRates): number | null {
  if (known.own !== null) return workOf(work) / (ownShare * known.own);
  const arithmetic = work.flops > 0 ? (known.fma === null ? null : work.flops / known.fma) : 0;
  const traffic = known.read === null ? null : work.bytes / known.read;
  if (arithmetic === null || traffic === null) return null;
  return Math.max(arithmetic, traffic) / poorestShare;
}

/** A large shape may run at more than the best rate of the smaller ones so far, but products that count arithmetic at no more than this. */
const mostBetter = 2;

/** Even at twice the best rate so far: not to be tried. Where memory or launches count, rates of other shapes say too little. */
function surelyTooLong(work: Work, { own }: KnownRates, longest: number): boolean {
  return own !== null && (work.rateUnit === 'FLOP/s' || work.rateUnit === 'OP/s') && work.flops / (mostBetter * own) > longest;
}

/**
 * Index of the rung to run: the first (largest) whose dispatch is safe, within `longest` seconds once this kernel is known. With nothing
 * known, or nothing safe, the last: the smallest is the first contact. Null if that is known to be too long: a shape without a smaller one.
 */
export function safeRung(ladder: readonly Work[], known: KnownRates, longest: number = longestDispatch): number | null {
  const last = ladder.length - 1;
  const limit = known.own === null ? Math.min(longest, longestFirstDispatch) : longest;
  const index = ladder.findIndex((work) => {
    const seconds = predictedSeconds(work, known);
    return seconds !== null && seconds <= limit;
  });
  if (index !== -1) return index;
  const smallest = ladder[last];
  return smallest === undefined || surelyTooLong(smallest, known, longest) ? null : last;
}
