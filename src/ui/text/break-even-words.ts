/** Where a fleet and a host change places, in words and as rows. No DOM. */
import type { TableTwin } from '../../charts/table-twin.ts';
import { crossings, curveCorners, type BreakEvenCurve, type CurveHost } from '../../fleet/break-even-curve.ts';
import type { YearWay } from '../../fleet/year.ts';
import { formatCount } from '../../units/format.ts';
import { providerName } from './fleet-words.ts';
import { wayNames, type YearLine } from './year-words.ts';
import { capital } from './capital.ts';

type Way = YearWay['way'];

export interface BreakEvenFound {
  readonly host: CurveHost;
  /** requests/s of every change of places, lowest first, of the middle of the interval. */
  readonly rates: readonly number[];
  readonly cheaperAtMost: boolean;
  /** requests/s between which the interval of the fleet holds the host's bill; null where it never does. */
  readonly undecided: readonly [number, number] | null;
}

/** Ways with a price, in their order. */
export const waysOf = ({ points: [first] }: BreakEvenCurve): readonly Way[] =>
  (['price', 'reserved', 'on-demand', 'own'] as const).filter((way) => first?.usdPerMonth[way]);

/** The way against the cheapest host; null where no host lists the model. */
export function breakEvenFound(curve: BreakEvenCurve, way: Way): BreakEvenFound | null {
  const [host] = curve.hosts,
    first = curve.points[0],
    last = curve.points.at(-1);
  const mostCost = last?.usdPerMonth[way]?.value;
  if (!host || !first || !last || mostCost === undefined) return null;
  const rates = (end: 'value' | 'low' | 'high'): readonly number[] =>
    crossings(curveCorners(curve.points, way, end), host.usdPerMonthPerRate).map(({ requestsPerSecond }) => requestsPerSecond);
  const held = curve.points.filter(({ requestsPerSecond, usdPerMonth }) => {
    const bill = host.usdPerMonthPerRate * requestsPerSecond,
      own = usdPerMonth[way];
    return own && own.low < bill && bill < own.high;
  });
  const lowRates = rates('low'),
    highRates = rates('high');
  // Without an interval both ends cross where the middle does, and all is decided.
  const overlaps = held.length > 0 || lowRates.join() !== highRates.join();
  const within = [...lowRates, ...held.map(({ requestsPerSecond }) => requestsPerSecond), ...highRates];
  return {
    host,
    rates: rates('value'),
    cheaperAtMost: mostCost < host.usdPerMonthPerRate * last.requestsPerSecond,
    undecided: overlaps ? [Math.min(...within), Math.max(...within)] : null,
  };
}

export const tokensAMonth = ({ tokensPerRequest }: BreakEvenCurve, requestsPerSecond: number): number =>
  requestsPerSecond * tokensPerRequest * 730 * 3600;

/** "12 billion": to two digits, since no crossing is known better. */
export function tokenWords(tokens: number): string {
  const [size, word] = tokens >= 1e12 ? [1e12, ' trillion'] : tokens >= 1e9 ? [1e9, ' billion'] : tokens >= 1e6 ? [1e6, ' million'] : [1, ''];
  return `${formatCount(Number((tokens / size).toPrecision(2)))}${word}`;
}

const paid: Readonly<Record<Way, (chips: string) => string>> = {
  reserved: (chips) => `reserving ${chips}`,
  'on-demand': (chips) => `renting ${chips} by the hour`,
  own: (chips) => `owning ${chips}`,
  price: (chips) => `paying your own price for ${chips}`,
};

/** @param chips "H200s" */
export function breakEvenTitle(curve: BreakEvenCurve, way: Way, chips: string): string {
  const fleet = paid[way](chips);
  const found = breakEvenFound(curve, way);
  if (found === null) return `What ${fleet} costs a month by volume; no host lists this model`;
  const { host, rates, cheaperAtMost, undecided } = found;
  const provider = providerName(host.provider);
  const finding = capital(cheaperAtMost ? `${fleet} is cheaper than ${provider}` : `${provider} is cheaper than ${fleet}`);
  const last = rates.at(-1);
  if (last === undefined) return `${finding} at every volume shown${undecided === null ? '' : `; not decided ${undecidedWords(curve, undecided)}`}`;
  const range = undecided === null ? '' : ` (${rangeWords(curve, undecided)})`;
  const several = rates.length > 2 ? `, after ${formatCount(rates.length - 1)} changes of places below` : '';
  return `${finding} from ${tokenWords(tokensAMonth(curve, last))} tokens a month on${range}${several}`;
}

type Range = readonly [from: number, to: number];

/** Both ends in words; null for one that lies at the edge of what is shown. */
function shownEnds(curve: BreakEvenCurve, [from, to]: Range): readonly [from: string | null, to: string | null] {
  const said = (rate: number): string => tokenWords(tokensAMonth(curve, rate));
  const first = curve.points[0]?.requestsPerSecond ?? 0,
    last = curve.points.at(-1)?.requestsPerSecond ?? Infinity;
  return [from <= first ? null : said(from), to >= last ? null : said(to)];
}

/** Where break-even may lie: "1.8 to 10 billion", the unit said once. */
function rangeWords(curve: BreakEvenCurve, range: Range): string {
  const [from, to] = shownEnds(curve, range);
  if (from === null) return to === null ? 'not decided at the volumes shown' : `or anywhere below ${to}`;
  if (to === null) return `or anywhere above ${from}`;
  const unit = to.slice(to.indexOf(' '));
  return `${from.endsWith(unit) ? from.slice(0, -unit.length) : from} to ${to}`;
}

function undecidedWords(curve: BreakEvenCurve, range: Range): string {
  const [from, to] = shownEnds(curve, range);
  if (from === null) return to === null ? 'anywhere' : `up to ${to}`;
  return to === null ? `from ${from} on` : `from ${from} to ${to}`;
}

/** The way that the year is led by, where the curve has it. */
export const leadWay = (curve: BreakEvenCurve, best: YearLine | null): Way | null => {
  const ways = waysOf(curve);
  return ways.find((way) => way === best?.id) ?? ways[0] ?? null;
};

const hostTitle = ({ provider, is }: CurveHost): string =>
  `${providerName(provider)}, ${is === 'cheapest' ? 'the cheapest host' : 'the host in the middle'}`;

/** One row a rate. */
export const breakEvenTwin = (curve: BreakEvenCurve): TableTwin => ({
  columns: [
    { key: 'tokens', title: 'Tokens a month' },
    { key: 'rate', title: 'Requests a second' },
    { key: 'accelerators', title: 'Accelerators' },
    ...waysOf(curve).map((way) => ({ key: way, title: `${wayNames[way]}, a month` })),
    ...curve.hosts.map((host) => ({ key: host.is, title: `${hostTitle(host)}, a month` })),
  ],
  rows: curve.points.map(({ requestsPerSecond, accelerators, usdPerMonth }) => ({
    tokens: Number(tokensAMonth(curve, requestsPerSecond).toPrecision(3)),
    rate: Number(requestsPerSecond.toPrecision(3)),
    accelerators,
    ...usdPerMonth,
    ...Object.fromEntries(
      curve.hosts.map(({ is, usdPerMonthPerRate }) => {
        const bill = usdPerMonthPerRate * requestsPerSecond;
        return [is, { value: bill, low: bill, high: bill, unit: 'USD/month', evidence: 'measured' as const }];
      }),
    ),
  })),
});
