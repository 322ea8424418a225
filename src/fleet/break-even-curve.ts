/**
 * Dollars a month over three decades of the rate: one kind of accelerator under each way to pay, beside hosts' list prices. How many
 * accelerators a rate needs does not depend on how they are paid for, so one search a rate serves every way.
 */
import { quantities } from '../estimate/answer/quantities.ts';
import { operate, type EstimateOptions } from '../estimate/estimate-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Quantity } from '../units/quantity.ts';
import { freeOfLoad } from './break-even.ts';
import { hostPrices, type HostPrice } from './hosts.ts';
import { waysToPay, type YearWay } from './year.ts';

export interface CurvePoint {
  readonly requestsPerSecond: number;
  readonly accelerators: number;
  /** USD/month of 730 h by each way that has a price. */
  readonly usdPerMonth: Readonly<Partial<Record<YearWay['way'], Quantity>>>;
  /** requests/s up to which as many are enough, where the next point is one step above; else null. */
  readonly stepAt: number | null;
}

export interface CurveHost {
  readonly provider: string;
  readonly is: 'cheapest' | 'median';
  /** USD/month for each request a second */
  readonly usdPerMonthPerRate: number;
}

export interface BreakEvenCurve {
  readonly accelerator: string;
  /** The rate that was asked for. */
  readonly requestsPerSecond: number;
  readonly tokensPerRequest: number;
  /** Lowest rate first; rates that no fleet can carry are left out. */
  readonly points: readonly CurvePoint[];
  readonly hosts: readonly CurveHost[];
}

/** Eight points a decade, as far below the rate asked for as above it. */
const pointsEachWay = 12;
const perDecade = 8;
/** Halvings that place a step: to 1 % of its rate. */
const halvings = 5;

/** One rate a step: each yield is the share that is done. Null without a rate. */
export function* breakEvenCurveSteps(
  scenario: Scenario & { readonly accelerator: string },
  options: EstimateOptions = {},
): Generator<number, BreakEvenCurve | null> {
  const asked = scenario.requestsPerSecond;
  if (asked === null) return null;
  const ways = waysToPay(scenario);
  const free = freeOfLoad(scenario);
  const at = (requestsPerSecond: number): Omit<CurvePoint, 'stepAt'> | null => {
    const operation = operate({ ...free, requestsPerSecond }, options);
    if (!operation.ok) return null;
    const paid = ways.map(([way, ownership]) => [way, quantities({ ...free, requestsPerSecond, ownership }, operation.value)] as const);
    const accelerators = paid[0]?.[1].accelerators ?? null;
    if (accelerators === null) return null;
    const usdPerMonth = Object.fromEntries(paid.flatMap(([way, estimate]) => (estimate.usdPerMonth ? [[way, estimate.usdPerMonth]] : [])));
    return { requestsPerSecond, accelerators, usdPerMonth };
  };
  const points: CurvePoint[] = [];
  const count = 2 * pointsEachWay + 1;
  for (let index = 0; index < count; index++) {
    yield index / count;
    const point = at(asked * 10 ** ((index - pointsEachWay) / perDecade));
    if (!point) continue;
    const before = points.pop();
    if (before) points.push({ ...before, stepAt: stepBetween(before, point, (rate) => at(rate)?.accelerators ?? null) });
    points.push({ ...point, stepAt: null });
  }
  return {
    accelerator: scenario.accelerator,
    requestsPerSecond: asked,
    tokensPerRequest: scenario.inputTokens + scenario.outputTokens,
    points,
    hosts: curveHosts(hostPrices(scenario), asked),
  };
}

/** Where the count rises from one point's to the next one's; null where it does not, or in more than one step. */
export function stepBetween(
  low: Pick<CurvePoint, 'requestsPerSecond' | 'accelerators'>,
  high: Pick<CurvePoint, 'requestsPerSecond' | 'accelerators'>,
  countAt: (rate: number) => number | null,
): number | null {
  if (low.accelerators === high.accelerators) return null;
  let below = low.requestsPerSecond,
    above = high.requestsPerSecond;
  for (let round = 0; round < halvings; round++) {
    const middle = Math.sqrt(below * above);
    const count = countAt(middle);
    if (count === low.accelerators) below = middle;
    else if (count === high.accelerators) above = middle;
    else return null;
  }
  return Math.sqrt(below * above);
}

/** The cheapest and, where there are three or more, the one in the middle, each at its cheapest offer; list prices are proportional to the traffic. */
export function curveHosts(offers: readonly HostPrice[], rate: number): readonly CurveHost[] {
  const hosts = offers.filter(({ provider }, index) => offers.findIndex((other) => other.provider === provider) === index);
  const of = (host: HostPrice | undefined, is: CurveHost['is']): readonly CurveHost[] =>
    host && host.usdPerMonth !== null ? [{ provider: host.provider, is, usdPerMonthPerRate: host.usdPerMonth / rate }] : [];
  return [...of(hosts[0], 'cheapest'), ...(hosts.length > 2 ? of(hosts[Math.floor((hosts.length - 1) / 2)], 'median') : [])];
}

type Corner = readonly [rate: number, usdPerMonth: number];

/** The line of one way as it is drawn: flat and upright where a step was placed, straight between points where steps are many. */
export function curveCorners(points: readonly CurvePoint[], way: YearWay['way'], end: 'value' | 'low' | 'high'): readonly Corner[] {
  return points.flatMap(({ requestsPerSecond, usdPerMonth, stepAt }, index): readonly Corner[] => {
    const here = usdPerMonth[way]?.[end],
      next = points[index + 1]?.usdPerMonth[way]?.[end];
    if (here === undefined) return [];
    const corner: Corner = [requestsPerSecond, here];
    return stepAt === null || next === undefined ? [corner] : [corner, [stepAt, here], [stepAt, next]];
  });
}

export interface Crossing {
  readonly requestsPerSecond: number;
  /** Whether the line of corners is the cheaper one above it. */
  readonly cheaperAbove: boolean;
}

/** Where a line of corners and a bill in proportion to the rate change places, lowest rate first. Straight is straight on logarithmic axes. */
export function crossings(corners: readonly Corner[], usdPerMonthPerRate: number): readonly Crossing[] {
  const found: Crossing[] = [];
  const dearer = ([rate, usd]: Corner): boolean => usd >= usdPerMonthPerRate * rate;
  for (const [index, to] of corners.entries()) {
    const from = corners[index - 1];
    if (!from || dearer(from) === dearer(to)) continue;
    const slope = from[0] === to[0] ? Infinity : Math.log(to[1] / from[1]) / Math.log(to[0] / from[0]);
    const requestsPerSecond = from[0] * ((usdPerMonthPerRate * from[0]) / from[1]) ** (1 / (slope - 1));
    found.push({ requestsPerSecond, cheaperAbove: dearer(from) });
  }
  return found;
}
