/** Two runs side by side, in words and rows. No DOM. */
import { ratioWords, type RatioRow } from '../../charts/ratio-chart.ts';
import type { TableTwin } from '../../charts/table-twin.ts';
import { ceilingOrder, ceilingQuantity, ceilingWords } from '../../run/ceilings.ts';
import type { CeilingPair, Difference, KernelRatio, RunComparison } from '../../run/compare-runs.ts';
import { rateOf } from '../../run/rates.ts';
import type { Quantity } from '../../units/quantity.ts';
import { kernelGroups, kernelWords } from './kernels.ts';

export const differenceWords: Readonly<Record<Difference, string>> = {
  adapter: 'They come from different adapters.',
  software: 'One of them describes a processor, the other a GPU.',
  plan: 'Their plans differ: a thorough run warms up longer and tries more variants.',
  clock: 'They were timed by different clocks.',
  throttled: 'In one of them rates fell while it ran: heat or power, not the kernel.',
  hidden: 'In one of them the page was hidden for a part.',
};

/** Ratios in the order of kernel groups. */
export function inGroupOrder(ratios: readonly KernelRatio[]): readonly KernelRatio[] {
  const order = new Map(
    kernelGroups(ratios.map(({ first }) => first))
      .flatMap(({ results }) => results)
      .map(({ id }, index) => [id, index]),
  );
  return ratios.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

/** At most `limit`, those that differ most, in the order of groups. */
export function tellingRatios(ratios: readonly KernelRatio[], limit: number): readonly KernelRatio[] {
  const far = ({ ratio }: KernelRatio): number => Math.abs(Math.log(ratio.value));
  const picked = new Set(ratios.toSorted((a, b) => Number(a.overlap) - Number(b.overlap) || far(b) - far(a)).slice(0, limit));
  return inGroupOrder(ratios.filter((each) => picked.has(each)));
}

export const ratioRow = ({ id, first, ratio, overlap }: KernelRatio): RatioRow => ({ id, name: kernelWords(first), ...ratio, overlap });

export function ratioLine({ name, value, low, high, overlap }: RatioRow): string {
  return `${name}: ${ratioWords(value)}, ${ratioWords(low)} to ${ratioWords(high)}${overlap ? '; the two intervals overlap' : '; the two intervals are apart'}`;
}

/** The finding, of the second run against the first. */
export function comparisonTitle({ kernels }: RunComparison, second: string, first: string): string {
  if (kernels.length === 0) return 'These two runs have no point in common';
  const apart = kernels.filter(({ overlap }) => !overlap);
  const faster = apart.filter(({ ratio }) => ratio.value > 1).length,
    slower = apart.length - faster;
  const against = `${second} against ${first}`;
  if (apart.length === 0) return `${against}: no difference in any of ${kernels.length} points that their intervals would show`;
  const parts = [faster > 0 ? `faster in ${faster}` : '', slower > 0 ? `slower in ${slower}` : ''].filter(Boolean).join(' and ');
  const rest = kernels.length - apart.length;
  return `${against}: ${parts} of ${kernels.length} points${rest > 0 ? `, not told apart in ${rest}` : ''}`;
}

export function comparisonTwin({ kernels }: RunComparison): TableTwin {
  return {
    columns: [
      { key: 'point', title: 'Point' },
      { key: 'first', title: 'First' },
      { key: 'second', title: 'Second' },
      { key: 'ratio', title: 'Second over first' },
      { key: 'low', title: 'Low' },
      { key: 'high', title: 'High' },
      { key: 'intervals', title: 'Intervals' },
      { key: 'variants', title: 'Variants' },
    ],
    rows: inGroupOrder(kernels).map(({ first, second, ratio, overlap }) => ({
      point: kernelWords(first),
      first: rateOf(first),
      second: rateOf(second),
      ratio: ratio.value,
      low: ratio.low,
      high: ratio.high,
      intervals: overlap ? 'overlap' : 'apart',
      variants: first.variant === second.variant ? 'the same' : [first.variant, second.variant].join(' → '),
    })),
  };
}

export interface CeilingRow {
  readonly name: string;
  readonly first: Quantity | null;
  readonly second: Quantity | null;
  readonly ratio: string;
}

export function ceilingRows(pairs: readonly CeilingPair[]): readonly CeilingRow[] {
  return pairs
    .toSorted((a, b) => ceilingOrder.indexOf(a.name) - ceilingOrder.indexOf(b.name))
    .map(({ name, first, second, ratio, overlap }) => ({
      name: ceilingWords[name].name,
      first: first && ceilingQuantity(name, first),
      second: second && ceilingQuantity(name, second),
      ratio: ratio === null ? '' : overlap ? 'not told apart' : ratioWords(ratio.value),
    }));
}
