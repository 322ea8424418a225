/** Logarithmic axes with ticks at 1, 2 and 5, thinned to what the width can carry; d3's own thinning may drop them all. */
import { scaleLog, type ScaleLogarithmic } from 'd3-scale';

export type LogScale = ScaleLogarithmic<number, number>;

/** Steps within a decade, from densest to sparsest. */
const steps: readonly (readonly number[])[] = [[1, 2, 5], [1, 5], [1]];

/** Round numbers within [low, high], at most `most` of them; every second decade and so on when even those are too many. */
export function logTicks(low: number, high: number, most: number): readonly number[] {
  const from = Math.floor(Math.log10(low)),
    to = Math.ceil(Math.log10(high));
  const tickAt = (step: number, power: number): number => Number(`${step}e${power}`);
  const within = (ticks: readonly number[]): readonly number[] => ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  const decades = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  for (const within10 of steps) {
    const ticks = within(decades.flatMap((power) => within10.map((step) => tickAt(step, power))));
    if (ticks.length <= most && ticks.length >= 2) return ticks;
  }
  const ones = within(decades.map((power) => tickAt(1, power)));
  const every = Math.max(1, Math.ceil(ones.length / most));
  return ones.filter((_, index) => index % every === 0);
}

/** The smallest 1-2-5 interval that holds the data, so that axes start and end at a tick. */
export function niceLogDomain(values: readonly number[]): readonly [number, number] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return [0.1, 10];
  const down = (value: number): number => {
    const power = Math.floor(Math.log10(value)),
      lead = value / 10 ** power;
    return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * 10 ** power;
  };
  const up = (value: number): number => {
    const power = Math.floor(Math.log10(value)),
      lead = value / 10 ** power;
    return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * 10 ** power;
  };
  const low = down(Math.min(...positive)),
    high = up(Math.max(...positive));
  return low === high ? [low / 2, high * 2] : [low, high];
}

export function logScale(domain: readonly [number, number], range: readonly [number, number]): LogScale {
  return scaleLog<number, number>().domain(domain).range(range).clamp(true);
}
