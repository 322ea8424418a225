/** What public APIs ask for the same model, as one line. No DOM. */
import { placeSources } from '../../../catalogue/place-sources.ts';
import type { Market } from '../../../estimate/views/market.ts';
import { formatAt, formatDate, formatFactor } from '../../../units/format.ts';

export interface MarketWords {
  /** "$0.40–$0.90", or one price. */
  readonly prices: string;
  /** How many ask it, and when. */
  readonly who: string;
  /** Against the estimate; empty where that has no price. */
  readonly against: string;
}

/** Null where nobody lists a price of output. */
export function marketWords({ output: { list, margin }, offers, date }: Market): MarketWords | null {
  if (list === null) return null;
  const low = listed(list.min),
    high = listed(list.max);
  const names = [...new Set(offers.flatMap((offer) => (offer.output ? offer.output.source : [])))]
    .map((code) => placeSources().find((source) => source.code === code)?.title ?? code)
    .join(', ');
  return {
    prices: low === high ? low : `${low}–${high}`,
    who: `${list.providers} ${list.providers === 1 ? 'provider' : 'providers'}, ${formatDate(date)}${names ? `, ${names}` : ''}`,
    against:
      margin === null
        ? ''
        : `${list.providers > 2 ? 'Their median' : 'That'} is ${formatFactor(margin.value + 1)} the cost above (${formatFactor(margin.low + 1)} to ${formatFactor(margin.high + 1)}).`,
  };
}

/** As price lists are written: cents, and a tenth of a cent below ten. */
const listed = (price: number): string => `$${formatAt(price, price < 0.1 ? -3 : -2)}`;
