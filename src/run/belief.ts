/**
 * How far a run can be relied on: its badges, counted over all that was measured. A doubt about few points leaves the rest as it was;
 * a doubt about many is a doubt about the run.
 */
import { median } from '../stats/quantile.ts';
import type { Badge, KernelResult } from './run.ts';

/** The badges that make figures wrong or unsure; the others say how something was timed. */
const doubting = ['software-adapter', 'page-was-hidden', 'thermally-unstable', 'noisy'] as const satisfies readonly Badge[];
export type DoubtBadge = (typeof doubting)[number];

export interface Doubt {
  readonly badge: DoubtBadge;
  /** Points that carry it. */
  readonly points: number;
  readonly of: number;
  /** For drift: the median change of rate in the course of a kernel, a fall below zero; null where the samples were not kept. */
  readonly change: number | null;
}

export interface Belief {
  readonly verdict: 'relied on' | 'mostly' | 'not relied on';
  /** The gravest first. */
  readonly doubts: readonly Doubt[];
}

/** From this share of its points on, a doubt is about the run. */
export const manyPoints = 0.25;

export function beliefOf({ kernels }: { readonly kernels: readonly KernelResult[] }): Belief {
  const doubts = doubting
    .map((badge): Doubt => {
      const carriers = kernels.filter((kernel) => kernel.badges.includes(badge));
      return { badge, points: carriers.length, of: kernels.length, change: badge === 'thermally-unstable' ? changeOf(carriers) : null };
    })
    .filter(({ points }) => points > 0)
    // Stable: of two that are as grave, the order above.
    .sort((a, b) => Number(isGrave(b)) - Number(isGrave(a)));
  const [first] = doubts;
  return { verdict: first === undefined ? 'relied on' : isGrave(first) ? 'not relied on' : 'mostly', doubts };
}

const isGrave = ({ badge, points, of }: Doubt): boolean => badge === 'software-adapter' || points >= manyPoints * of;

/** Rate of the last third over that of the first, less one: samples are seconds. */
function changeOf(kernels: readonly KernelResult[]): number | null {
  const changes = kernels
    .filter(({ samples }) => samples.length >= 3)
    .map(({ samples }) => {
      const third = Math.floor(samples.length / 3);
      return median(samples.slice(0, third)) / median(samples.slice(-third)) - 1;
    });
  return changes.length === 0 ? null : median(changes);
}
