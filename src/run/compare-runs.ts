/**
 * Two runs side by side, kernel by kernel. A ratio is that of their times, so that above one the second is faster; its
 * interval adds those of both medians as independent errors of a logarithm.
 */
import type { Ceiling, Ceilings, KernelResult, Run } from './run.ts';

/** Rate of the second run over that of the first, 95 % interval. */
export type Ratio = Ceiling;

export interface KernelRatio {
  readonly id: string;
  readonly first: KernelResult;
  readonly second: KernelResult;
  readonly ratio: Ratio;
  /** The intervals of the two medians have values in common: the run alone does not tell them apart. */
  readonly overlap: boolean;
}

export interface CeilingPair {
  readonly name: keyof Ceilings;
  readonly first: Ceiling | null;
  readonly second: Ceiling | null;
  /** Null where one of them is missing. */
  readonly ratio: Ratio | null;
  readonly overlap: boolean | null;
}

/** Why two runs may differ by more than what is being compared. */
export type Difference = 'adapter' | 'software' | 'plan' | 'clock' | 'throttled' | 'hidden';

export interface RunComparison {
  readonly kernels: readonly KernelRatio[];
  readonly ceilings: readonly CeilingPair[];
  /** Ids that only one of them has. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  readonly differences: readonly Difference[];
}

/** Ceilings that are times: there the shorter is the better. */
const times: ReadonlySet<keyof Ceilings> = new Set(['dispatch', 'pass', 'submit']);

export function compareRuns(first: Run, second: Run): RunComparison {
  const bySecond = new Map(second.kernels.map((kernel) => [kernel.id, kernel]));
  const byFirst = new Set(first.kernels.map(({ id }) => id));
  const names = [...new Set([...Object.keys(first.ceilings), ...Object.keys(second.ceilings)])] as (keyof Ceilings)[];
  return {
    kernels: first.kernels.flatMap((one) => {
      const other = bySecond.get(one.id);
      return other
        ? [{ id: one.id, first: one, second: other, ratio: quotient(timed(one), timed(other)), overlap: overlapping(timed(one), timed(other)) }]
        : [];
    }),
    ceilings: names
      .map((name) => ceilingPair(name, first.ceilings[name] ?? null, second.ceilings[name] ?? null))
      .filter((pair) => pair.first !== null || pair.second !== null),
    onlyFirst: first.kernels.filter(({ id }) => !bySecond.has(id)).map(({ id }) => id),
    onlySecond: second.kernels.filter(({ id }) => !byFirst.has(id)).map(({ id }) => id),
    differences: differencesOf(first, second),
  };
}

const timed = ({ median, low, high }: KernelResult): Ceiling => ({ value: median, low, high });

function ceilingPair(name: keyof Ceilings, first: Ceiling | null, second: Ceiling | null): CeilingPair {
  if (first === null || second === null) return { name, first, second, ratio: null, overlap: null };
  return { name, first, second, ratio: times.has(name) ? quotient(first, second) : quotient(second, first), overlap: overlapping(first, second) };
}

const overlapping = (a: Ceiling, b: Ceiling): boolean => a.low <= b.high && b.low <= a.high;

function quotient(over: Ceiling, under: Ceiling): Ratio {
  const value = over.value / under.value;
  const down = Math.hypot(Math.log(over.value / over.low), Math.log(under.high / under.value));
  const up = Math.hypot(Math.log(over.high / over.value), Math.log(under.value / under.low));
  return { value, low: value * Math.exp(-down), high: value * Math.exp(up) };
}

function differencesOf(a: Run, b: Run): readonly Difference[] {
  const badged = (badge: KernelResult['badges'][number]): boolean =>
    [a, b].some(({ kernels }) => kernels.some(({ badges }) => badges.includes(badge)));
  const found: readonly (readonly [Difference, boolean])[] = [
    ['adapter', a.adapter.vendor !== b.adapter.vendor || a.adapter.architecture !== b.adapter.architecture],
    ['software', a.adapter.fallback !== b.adapter.fallback],
    ['plan', a.plan !== b.plan],
    ['clock', a.clock.kind !== b.clock.kind],
    ['throttled', badged('thermally-unstable')],
    ['hidden', badged('page-was-hidden')],
  ];
  return found.filter(([, holds]) => holds).map(([difference]) => difference);
}
