/** Dollars per million tokens of each kind, from the price of an hour and the accelerator-seconds of each token. */
import { tokenPrices, type TokenPrices } from '../../model/cost.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { egressPerToken } from './egress.ts';
import type { Estimate } from '../estimate.ts';
import type { HourlyPrice } from './money.ts';
import type { OperatingPoint } from '../load/operating-point.ts';
import { combine, quantity, type Spread } from '../spread.ts';

const unit = 'USD/Mtoken';
const fields = [
  'usdPerMillionInputTokens',
  'usdPerMillionCachedInputTokens',
  'usdPerMillionOutputTokens',
  'usdPerMillionOutputTokensAllIn',
  'usdPerMillionTokens',
] as const;
export type DollarField = (typeof fields)[number];

/** Which of the token prices a field of the estimate shows. */
export const priceOf: Readonly<Record<DollarField, keyof TokenPrices>> = {
  usdPerMillionInputTokens: 'input',
  usdPerMillionCachedInputTokens: 'cached',
  usdPerMillionOutputTokens: 'output',
  usdPerMillionOutputTokensAllIn: 'outputAllIn',
  usdPerMillionTokens: 'all',
};

/**
 * How the split between input and output may be wrong: prefill and decode efficiencies miss independently by about
 * this much (residuals of prefill and decode attention and GEMM tables, combined by time share).
 */
const splitLogSd = 0.12;

export interface Dollars {
  readonly quantities: Pick<Estimate, DollarField>;
  /** Of the whole deployment. */
  readonly usdPerHour: Quantity | null;
  readonly usdPerMonth: Quantity | null;
  readonly assumptions: readonly string[];
  readonly sources: readonly string[];
}

/** Hours of a mean month, 8,760 over twelve. */
const hoursPerMonth = 730;

/** What a deployment delivers over the day, and on how many accelerators. */
export interface PaidLoad {
  readonly accelerators: number;
  readonly requestsPerSecond: number;
  /** Of the rate. */
  readonly spread: Spread;
  /** Of the count, where it was searched to carry a rate: how far one accelerator may carry more or less. */
  readonly countSpread: Spread | null;
  readonly points: readonly Pick<OperatingPoint, 'work'>[];
}

/** A rate is of the whole day: what it leaves idle is in it already. A batch is paid for while it runs. */
export const leavesHoursIdle = ({ requestsPerSecond, batch }: Pick<Scenario, 'requestsPerSecond' | 'batch'>): boolean =>
  requestsPerSecond === null && batch === null;

/** Share of paid hours that serve. */
export const utilisationOf = (scenario: Pick<Scenario, 'utilisation' | 'requestsPerSecond' | 'batch'>): number =>
  leavesHoursIdle(scenario) ? scenario.utilisation : 1;

/** Dollars per million tokens of a deployment at `usdPerHour` an accelerator. */
export function loadedPrices(
  scenario: Scenario,
  { accelerators, requestsPerSecond, points }: Omit<PaidLoad, 'spread' | 'countSpread'>,
  usdPerHour: number,
): TokenPrices {
  return tokenPrices((accelerators * usdPerHour) / 3600 / requestsPerSecond / utilisationOf(scenario), meanWork(points), egressPerToken(scenario));
}

export function dollarQuantities(scenario: Scenario, load: PaidLoad, price: HourlyPrice, unknown: Record<string, string>): Dollars {
  if (!price.known) {
    for (const field of [...fields, 'usdPerHour', 'usdPerMonth']) unknown[field] = price.reason;
    return {
      quantities: Object.fromEntries(fields.map((field) => [field, null])) as Pick<Estimate, DollarField>,
      usdPerHour: null,
      usdPerMonth: null,
      assumptions: [],
      sources: [],
    };
  }
  const prices = loadedPrices(scenario, load, price.usdPerHour);
  const paid = load.countSpread ? combine(load.countSpread, price.spread) : price.spread;
  const whole = combine(load.spread, paid);
  const split = combine(whole, { logSd: splitLogSd, evidence: whole.evidence });
  const spreads: Readonly<Record<DollarField, Spread>> = {
    usdPerMillionInputTokens: split,
    usdPerMillionCachedInputTokens: combine(split, { logSd: 2 * splitLogSd, evidence: whole.evidence }),
    usdPerMillionOutputTokens: split,
    usdPerMillionOutputTokensAllIn: whole,
    usdPerMillionTokens: whole,
  };
  const of = (field: DollarField): Quantity => quantity(prices[priceOf[field]], unit, spreads[field]);
  const quantities: Pick<Estimate, DollarField> = {
    usdPerMillionInputTokens: of('usdPerMillionInputTokens'),
    usdPerMillionCachedInputTokens: of('usdPerMillionCachedInputTokens'),
    usdPerMillionOutputTokens: of('usdPerMillionOutputTokens'),
    usdPerMillionOutputTokensAllIn: of('usdPerMillionOutputTokensAllIn'),
    usdPerMillionTokens: of('usdPerMillionTokens'),
  };
  const hour = load.accelerators * price.usdPerHour;
  return {
    quantities,
    usdPerHour: quantity(hour, 'USD/h', paid),
    usdPerMonth: quantity(hour * hoursPerMonth, 'USD/month', paid),
    assumptions: [...price.assumptions, ...(leavesHoursIdle(scenario) ? ['utilisation'] : []), ...(scenario.egress ? ['egress'] : [])],
    sources: price.sources,
  };
}

/** The engines' accelerator-seconds, averaged. */
export function meanWork(points: readonly Pick<OperatingPoint, 'work'>[]): OperatingPoint['work'] {
  const average = (of: (work: OperatingPoint['work']) => number): number => points.reduce((sum, point) => sum + of(point.work), 0) / points.length;
  return {
    inputTokens: average((work) => work.inputTokens),
    cachedTokens: average((work) => work.cachedTokens),
    outputTokens: average((work) => work.outputTokens),
    secondsPerInputToken: average((work) => work.secondsPerInputToken),
    secondsPerCachedToken: average((work) => work.secondsPerCachedToken),
    secondsPerOutputToken: average((work) => work.secondsPerOutputToken),
  };
}
