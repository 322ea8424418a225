/** What decides a plan, in two or three sentences: what is unmet and why, who is served from another continent and why, what is dear. No DOM. */
import { place } from '../../catalogue/factory/places.ts';
import { site } from '../../catalogue/sites.ts';
import type { ExclusionCode } from '../../placement/network/site.ts';
import type { Flow, PlacementAnswer } from '../../placement/plan/answer.ts';
import { formatCount } from '../../units/format.ts';
import { bigMoney } from './fleet-words.ts';
import { capital } from './capital.ts';
import { hoursPerMonth, listed, milliseconds, placeName, rateWords, siteCity } from './placement-words.ts';

export function decidesWords(answer: PlacementAnswer): readonly string[] {
  const unmet = unmetSentence(answer);
  const far = farSentences(answer);
  const dear = dearSentence(answer);
  const said = [...unmet, ...far, ...dear];
  return said.length > 0 ? said.slice(0, 3) : [bindingSentence(answer)];
}

function unmetSentence({ unmet }: PlacementAnswer): readonly string[] {
  const [first] = unmet;
  if (!first) return [];
  const rest = unmet.length - 1;
  const what = first.from === null ? first.workload : `${rateWords(first.requestsPerSecond ?? 0)} of ${first.workload} from ${placeName(first.from)}`;
  return [`Not met: ${what}: ${first.reason.text}${rest > 0 ? ` (and ${String(rest)} more, below)` : ''}.`];
}

/** Short forms of reasons, after a number of sites. */
const shortly: Readonly<Record<ExclusionCode, string>> = {
  latency: 'too far',
  residency: 'outside the law',
  sovereignty: 'under others’ control',
  'unknown-capacity': 'without confirmed accelerators',
  tenant: 'not for rent',
  state: 'not open',
  closed: 'closed by you',
  model: 'unable to run it',
  price: 'without a price',
  'power-unknown': 'of unknown power',
};

interface Far {
  readonly workload: string;
  readonly continent: string;
  readonly flows: readonly Flow[];
}

/** Users whose requests mostly leave their continent, by the continent that they leave. */
function farServed({ flows }: PlacementAnswer): readonly Far[] {
  const groups = new Map<string, Flow[]>();
  for (const flow of flows) {
    const continent = place(flow.from)?.continent;
    if (continent === undefined || site(flow.site)?.continent === continent) continue;
    const own = flows.filter(({ workload, from }) => workload === flow.workload && from === flow.from);
    const abroad = own.filter((each) => site(each.site)?.continent !== continent);
    if (rateOf(abroad) <= rateOf(own) / 2) continue;
    const key = `${flow.workload}|${continent}`;
    groups.set(key, [...(groups.get(key) ?? []), flow]);
  }
  return [...groups].map(([key, members]) => {
    const [workload = '', continent = ''] = key.split('|');
    return { workload, continent, flows: members };
  });
}

const rateOf = (flows: readonly Flow[]): number => flows.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);

function farSentences(answer: PlacementAnswer): readonly string[] {
  const longest = ({ flows }: Far): number => Math.max(...flows.map(({ roundTrip }) => roundTrip));
  return [...farServed(answer)]
    .sort((a, b) => longest(b) - longest(a))
    .slice(0, 2)
    .map((far) => {
      const from = [...new Set(far.flows.map((flow) => placeName(flow.from)))];
      const main = [...far.flows].sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
      const to = [...new Set(main.map((flow) => siteCity(flow.site)))].slice(0, 3);
      return `${listed(from)} ${from.length === 1 ? 'is' : 'are'} served from ${listed(to)}, up to ${milliseconds(longest(far))} away: ${whyNone(far, answer)}.`;
    });
}

/** Why no site of a continent serves its own users. */
function whyNone({ workload, continent }: Far, { excluded = [], sites }: PlacementAnswer): string {
  const reasons = new Map<ExclusionCode, Set<string>>();
  const there = new Set<string>();
  for (const each of excluded) {
    if (each.workload !== workload || site(each.site)?.continent !== continent) continue;
    there.add(each.site);
    reasons.set(each.reason.code, (reasons.get(each.reason.code) ?? new Set()).add(each.site));
  }
  if (there.size === 0)
    return sites.some(({ id }) => site(id)?.continent === continent)
      ? 'what is nearer is full or costs more'
      : `no site in ${continent} operates, as far as was read`;
  const parts = [...reasons].sort(([, a], [, b]) => b.size - a.size);
  const [only] = parts;
  const cannot = `${formatCount(there.size)} site${there.size === 1 ? '' : 's'} in ${continent} cannot`;
  return parts.length === 1 && only
    ? `${cannot}, ${there.size === 1 ? '' : 'all '}${shortly[only[0]]}`
    : `${cannot}: ${listed(parts.map(([code, ids]) => `${formatCount(ids.size)} ${shortly[code]}`))}`;
}

/** What one more request costs where it is dearest, beside where it is cheapest, of one workload. */
function dearSentence({ binding }: PlacementAnswer): readonly string[] {
  const demands = binding.flatMap(({ constraint, price, unit }) => {
    const [kind, workload = '', from = ''] = constraint.split(':');
    return kind === 'demand' && unit.startsWith('USD/h') ? [{ workload, from, price }] : [];
  });
  const pairs = [...new Set(demands.map(({ workload }) => workload))].flatMap((workload) => {
    const own = demands.filter((each) => each.workload === workload).sort((a, b) => b.price - a.price);
    const [dearest, cheapest] = [own[0], own.at(-1)];
    return dearest && cheapest && dearest.price > 1.2 * cheapest.price ? [{ dearest, cheapest }] : [];
  });
  const [widest] = pairs.sort((a, b) => b.dearest.price / b.cheapest.price - a.dearest.price / a.cheapest.price);
  if (!widest) return [];
  const { dearest, cheapest } = widest;
  const month = (price: number): string => monthly(price).value;
  return [
    `One more request a second costs ${month(dearest.price)} a month from ${placeName(dearest.from)} and ${month(cheapest.price)} from ${placeName(cheapest.from)}.`,
  ];
}

/** Of a price that has no interval: three digits. */
const monthly = (usdPerHour: number): ReturnType<typeof bigMoney> => {
  const value = usdPerHour * hoursPerMonth;
  return bigMoney({ value, low: 0.97 * value, high: 1.03 * value });
};

function bindingSentence({ binding }: PlacementAnswer): string {
  const [first] = binding.filter(({ constraint }) => !constraint.startsWith('demand:')).sort((a, b) => b.price - a.price);
  return first ? `${capital(first.text)} binds: one more would save ${monthly(first.price).value} a month.` : 'Price alone decides: no limit binds.';
}
