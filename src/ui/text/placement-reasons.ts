/** Why every site of a workload was not chosen, in groups of one reason each; what binds, and what it would be worth. No DOM. */
import { standsAt } from '../../catalogue/factory/capacity.ts';
import { allSiteFacts } from '../../catalogue/factory/site-facts.ts';
import { catalogueDate } from '../../catalogue/read-cell.ts';
import type { Binding, PlacementAnswer } from '../../placement/plan/answer.ts';
import { exclusionCodes, type ExclusionCode } from '../../placement/network/site.ts';
import { formatCount, formatMoney } from '../../units/format.ts';
import { isServed, type AskedPlacement, type AskedWorkload } from '../map/question/asked.ts';
import { bigMoney } from './fleet-words.ts';
import { capital } from './capital.ts';
import { exclusionHeads, hoursPerMonth, listed, placeName, siteName } from './placement-words.ts';

export interface ReasonGroup {
  readonly head: string;
  /** Each site with its own words. */
  readonly sites: readonly { readonly name: string; readonly text: string }[];
}

/** Sites that were asked. */
function candidates({ sites, date = catalogueDate.slice(0, 7) }: AskedPlacement): readonly string[] {
  if (Array.isArray(sites)) return sites.map((each: unknown) => (typeof each === 'string' ? each : (each as { readonly id: string }).id));
  const all = allSiteFacts().map(({ id }) => id);
  return sites === 'all' ? all : all.filter((id) => standsAt(id, date));
}

/** In the order in which a site is judged; what could serve comes last, sites that do not operate at the very end. */
export function reasonGroups(
  workload: AskedWorkload,
  asked: AskedPlacement,
  { excluded = [], flows, jobs }: PlacementAnswer,
): readonly ReasonGroup[] {
  const chosen = new Set([...flows, ...jobs].flatMap((each) => (each.workload === workload.id ? [each.site] : [])));
  const origins = isServed(workload) ? new Set(workload.users.map(({ place }) => place)).size : 1;
  const groups = new Map<ExclusionCode | 'dearer' | 'partly', { name: string; text: string }[]>();
  const put = (key: ExclusionCode | 'dearer' | 'partly', id: string, text: string): void =>
    void groups.set(key, [...(groups.get(key) ?? []), { name: siteName(id), text }]);
  const asks = candidates(asked);
  for (const id of asks) {
    if (chosen.has(id)) continue;
    const own = excluded.filter((each) => each.workload === workload.id && each.site === id);
    const whole = own.find(({ from }) => from === undefined) ?? (own.length >= origins ? own.toSorted(byCode)[0] : undefined);
    if (whole) put(whole.reason.code, id, nearestText(own) ?? whole.reason.text);
    else if (own.length > 0) put('partly', id, `not for ${listed(own.map(({ from }) => placeName(from ?? '')))}`);
    else put('dearer', id, 'others cost less, or are nearer at the same cost');
  }
  const order = [...exclusionCodes, 'partly', 'dearer'] as const;
  return order.flatMap((key): readonly ReasonGroup[] => {
    const sites = groups.get(key);
    const head =
      key === 'dearer'
        ? 'Could serve, but others cost less'
        : key === 'partly'
          ? 'Could serve some of its users, but others cost less'
          : exclusionHeads[key];
    return sites ? [{ head, sites }] : [];
  });
}

type Excluded = NonNullable<PlacementAnswer['excluded']>[number];

const byCode = (a: Excluded, b: Excluded): number => exclusionCodes.indexOf(a.reason.code) - exclusionCodes.indexOf(b.reason.code);

/** Of many users who are all too far, those for whom least is missing. */
function nearestText(own: readonly Excluded[]): string | null {
  if (own.length < 2 || own.some(({ reason }) => reason.code !== 'latency')) return null;
  const distance = ({ reason }: Excluded): number => Number.parseFloat(reason.text.replace(/,/g, ''));
  return own.toSorted((a, b) => distance(a) - distance(b))[0]?.reason.text ?? null;
}

export interface BindingWords {
  readonly what: string;
  readonly worth: string;
}

/** Limits first, then what one more request costs from each place. */
export function bindingWords({ binding }: PlacementAnswer): readonly BindingWords[] {
  const limits = binding.filter(({ constraint }) => !constraint.startsWith('demand:')).toSorted((a, b) => b.price - a.price);
  const demands = binding.filter(({ constraint }) => constraint.startsWith('demand:')).toSorted((a, b) => b.price - a.price);
  return [
    ...limits.map((each) => ({
      what: each.text,
      worth: each.unit.startsWith('request/s') ? priceWords(each) : `one more saves ${priceWords(each)}`,
    })),
    ...demands.map((each) => ({ what: capital(each.text), worth: `costs ${priceWords(each)}` })),
  ];
}

function priceWords({ price, unit }: Binding): string {
  const [of = '', per = ''] = unit.split(' per ');
  if (of === 'USD/h') {
    const month = price * hoursPerMonth;
    return `${month < 1 ? formatMoney(month).value : bigMoney({ value: month, low: 0.97 * month, high: 1.03 * month }).value} a month`;
  }
  return `${formatCount(Number(price.toPrecision(3)))} ${of} per ${per}`;
}

/** The rules of a conflict in the page's own words; those that the library words well stay. */
export const conflictWords = ({ constraint, text }: PlacementAnswer['conflict'][number]): string =>
  constraint === 'limits.vendorShare' && text.endsWith('at most 1') ? 'only accelerators whose power is known' : text;
