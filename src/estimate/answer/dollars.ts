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
  readonly assumptions: readonly string[];
  readonly sources: readonly string[];
}

/** Share of paid hours that serve: all of them on demand or at an explicit price, 0.7 when reserved or owned. */
export function utilisationOf({ utilisation, ownership }: Scenario): number {
  if (utilisation !== null) return utilisation;
  return ownership === 'rent-on-demand' || (typeof ownership === 'object' && 'usdPerAcceleratorHour' in ownership) ? 1 : 0.7;
}

/** Dollars per million tokens of a deployment at `usdPerHour` an accelerator that serves `outputTokensPerSecond`. */
export function loadedPrices(
  scenario: Scenario,
  accelerators: number,
  usdPerHour: number,
  outputTokensPerSecond: number,
  points: readonly Pick<OperatingPoint, 'work'>[],
): TokenPrices {
  const requestsPerSecond = outputTokensPerSecond / scenario.outputTokens;
  return tokenPrices((accelerators * usdPerHour) / 3600 / requestsPerSecond / utilisationOf(scenario), meanWork(points), egressPerToken(scenario));
}

export function dollarQuantities(
  scenario: Scenario,
  accelerators: number,
  price: HourlyPrice,
  outputTokensPerSecond: number,
  throughput: Spread,
  points: readonly OperatingPoint[],
  unknown: Record<string, string>,
): Dollars {
  const [first] = points;
  if (!price.known || !first) {
    for (const field of fields) unknown[field] = price.known ? 'no operating point' : price.reason;
    return { quantities: Object.fromEntries(fields.map((field) => [field, null])) as Pick<Estimate, DollarField>, assumptions: [], sources: [] };
  }
  const prices = loadedPrices(scenario, accelerators, price.usdPerHour, outputTokensPerSecond, points);
  const whole = combine(throughput, price.spread);
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
  return { quantities, assumptions: [...price.assumptions, 'utilisation', ...(scenario.egress ? ['egress'] : [])], sources: price.sources };
}

/** The engines' accelerator-seconds, averaged. */
function meanWork(points: readonly Pick<OperatingPoint, 'work'>[]): OperatingPoint['work'] {
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
