/**
 * What the same model costs at public token APIs, beside what an estimate says that it costs to serve: the margin or
 * loss that a list price implies. List prices are asked, not paid, and include what an estimate leaves out (support,
 * idle regions, research), so a margin here is gross.
 */
import { apiPricesOf, type ApiPrice } from '../../catalogue/api-prices.ts';
import { median } from '../../stats/quantile.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Estimate } from '../estimate.ts';

/** USD per million tokens over providers, each at its cheapest offer of the model. */
export interface ListPrices {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Providers with a price of this kind. */
  readonly providers: number;
}

export interface MarketPrice {
  /** Null where no provider lists one. */
  readonly list: ListPrices | null;
  /** USD/Mtoken of the estimate; null where it has none. */
  readonly estimated: Quantity | null;
  /**
   * Median list price over estimated cost, less one: 0.5 earns half of the cost on top, −0.5 loses half of it. The
   * interval is the estimate's; the spread of the providers stands in `list`.
   */
  readonly margin: Quantity | null;
}

export interface Market {
  readonly model: string;
  readonly input: MarketPrice;
  readonly cachedInput: MarketPrice;
  readonly output: MarketPrice;
  /** By provider, then by its name of the model. */
  readonly offers: readonly ApiPrice[];
  /** Latest day of the prices. */
  readonly date: string;
}

type Kind = 'input' | 'cachedInput' | 'output';

/** Null for a model that no public API offers, or that is not of the catalogue. */
export function market(
  { model }: Pick<Scenario, 'model'>,
  estimate: Pick<Estimate, 'usdPerMillionInputTokens' | 'usdPerMillionCachedInputTokens' | 'usdPerMillionOutputTokens'>,
): Market | null {
  const offers = typeof model === 'string' ? apiPricesOf(model).filter((offer) => offer.input ?? offer.output) : [];
  if (typeof model !== 'string' || offers.length === 0) return null;
  return {
    model,
    input: marketPrice(offers, 'input', estimate.usdPerMillionInputTokens),
    cachedInput: marketPrice(offers, 'cachedInput', estimate.usdPerMillionCachedInputTokens),
    output: marketPrice(offers, 'output', estimate.usdPerMillionOutputTokens),
    offers: [...offers].sort((a, b) => a.provider.localeCompare(b.provider) || a.offer.localeCompare(b.offer)),
    date: offers.reduce((latest, { date }) => (date > latest ? date : latest), ''),
  };
}

function marketPrice(offers: readonly ApiPrice[], kind: Kind, estimated: Quantity | null): MarketPrice {
  const list = listPrices(offers, kind);
  return { list, estimated, margin: list && estimated && margin(list.median, estimated) };
}

function listPrices(offers: readonly ApiPrice[], kind: Kind): ListPrices | null {
  const cheapest = new Map<string, number>();
  for (const { provider, [kind]: price } of offers) {
    if (price) cheapest.set(provider, Math.min(price.value, cheapest.get(provider) ?? Infinity));
  }
  const prices = [...cheapest.values()];
  return prices.length === 0 ? null : { min: Math.min(...prices), median: median(prices), max: Math.max(...prices), providers: prices.length };
}

function margin(price: number, { value, low, high, evidence }: Quantity): Quantity {
  return { value: price / value - 1, low: price / high - 1, high: price / low - 1, unit: '1', evidence };
}
