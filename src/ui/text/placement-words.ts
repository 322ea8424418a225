/** Plans in words: what they cost, where users are served from, and what decides. No DOM. */
import { model } from '../../catalogue/models.ts';
import { place } from '../../catalogue/factory/places.ts';
import { site } from '../../catalogue/sites.ts';
import type { PlacementAnswer } from '../../placement/plan/answer.ts';
import type { ExclusionCode } from '../../placement/network/site.ts';
import { formatCount, formatShare, type Spread } from '../../units/format.ts';
import { bigMoney } from './fleet-words.ts';
import { numberWord, shortModel } from './names.ts';

/** h */
export const hoursPerMonth = 730;

const regions = new Intl.DisplayNames('en', { type: 'region' });

/** "Germany"; the code where nobody has a name for it. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code);

/** "Lagos", "Germany"; what a link brought as coordinates stays. */
export const placeName = (id: string): string => place(id)?.name ?? id;

/** "CoreWeave, Falun" */
export function siteName(id: string): string {
  const found = site(id);
  return found ? `${found.operator}, ${found.city}` : id;
}

/** "Falun" */
export const siteCity = (id: string): string => site(id)?.city ?? id;

export const modelWords = (id: unknown): string => (typeof id === 'string' ? shortModel(model(id)?.name ?? id) : 'a model of your own');

/** "118 ms" */
export const milliseconds = (seconds: number): string => `${formatCount(Math.round(seconds * 1000))}\u00a0ms`;

/** "40 requests a second" */
export const rateWords = (requestsPerSecond: number): string =>
  `${formatCount(Number(requestsPerSecond.toPrecision(2)))} request${requestsPerSecond === 1 ? '' : 's'} a second`;

/** "Lagos, Nairobi and Mumbai" */
export const listed = (words: readonly string[]): string => words.join(', ').replace(/, (?=[^,]*$)/, ' and ');

/** "two sites" */
export const several = (count: number, noun: string): string => `${numberWord(count)} ${noun}${count === 1 ? '' : 's'}`;

export const perMonth = ({ value, low, high }: Spread): Spread => ({
  value: value * hoursPerMonth,
  low: low * hoursPerMonth,
  high: high * hoursPerMonth,
});

/** "within 0.1 % of the best possible", "the best possible" */
export const gapWords = (gap: number): string =>
  gap < 0.0005 ? 'the best possible' : `within ${String(Number((100 * gap).toPrecision(1)))}\u00a0% of the best possible`;

/** "+$12k a month, +16 %"; "the same" below a thousandth. */
export function differenceWords(now: PlacementAnswer, before: PlacementAnswer): { readonly text: string; readonly dearer: boolean | null } {
  const [after, was] = [now.usdPerHour.value, before.usdPerHour.value];
  const more = after - was;
  if (unmetCount(now) !== unmetCount(before)) {
    const left = unmetCount(now) > unmetCount(before);
    return { text: left ? `leaves unmet: ${unmetWords(now)}` : 'meets what was unmet', dearer: left };
  }
  if (was === 0 || Math.abs(more) < 0.001 * was) return { text: 'the same cost', dearer: null };
  const money = bigMoney({
    value: Math.abs(more) * hoursPerMonth,
    low: Math.abs(more) * hoursPerMonth * 0.97,
    high: Math.abs(more) * hoursPerMonth * 1.03,
  });
  const sign = more > 0 ? '+' : '−';
  return { text: `${sign}${money.value} a month, ${sign}${formatShare(Math.abs(more) / was)}`, dearer: more > 0 };
}

const unmetCount = ({ unmet }: PlacementAnswer): number =>
  Math.round(unmet.reduce((sum, each) => sum + (each.requestsPerSecond ?? 1), 0) * 100) / 100;

/** "Chat from Lagos and Tuning" */
export const unmetWords = ({ unmet }: PlacementAnswer): string =>
  listed([...new Set(unmet.map(({ workload, from }) => (from === null ? workload : `${workload} from ${placeName(from)}`)))]);

/** Why sites are out, as a group of them is headed. */
export const exclusionHeads: Readonly<Record<ExclusionCode, string>> = {
  latency: 'Too far from its users',
  residency: 'Where its data may not go',
  sovereignty: 'Under the control of others',
  'unknown-capacity': 'No confirmed accelerators',
  tenant: 'Not for rent',
  state: 'Not open, or not confirmed to run',
  closed: 'Closed by you',
  model: 'None of its accelerators runs this within the target',
  price: 'No price that was read',
  'power-unknown': 'Power of its accelerators not known',
};

/** What the plan costs a month where sites hold as little, or as much, as their ranges say. */
export function capacityWords({ low, middle, high }: PlacementAnswer['capacity']): string {
  const month = (usdPerHour: number | null): string =>
    usdPerHour === null ? 'more is left' : bigMoney(perMonth({ value: usdPerHour, low: 0.97 * usdPerHour, high: 1.03 * usdPerHour })).value;
  if (low === middle && high === middle) return 'the same plan';
  return `${month(low)} at their least, ${month(high)} at their most`;
}
