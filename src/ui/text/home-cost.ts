/** What tokens cost at home beside public APIs, in words. No DOM. */
import type { HomeCost, HostPrice } from '../../estimate/own-gpu/home-cost.ts';
import { formatAt, formatCount, formatMoney } from '../../units/format.ts';
import { shortModel } from './names.ts';

/** As price lists are written: cents, and a tenth of a cent below ten. */
export const listedPrice = (price: number): string => `$${formatAt(price, price < 0.1 ? -3 : -2)}`;

const asks = ({ provider, usd }: HostPrice): string => `${provider} asks ${listedPrice(usd)}`;

export function homeTitle(model: string, { electricity, cheapest }: HomeCost): string {
  const home = `A million tokens of ${shortModel(model)} cost about ${formatMoney(electricity).value} of electricity here`;
  return cheapest === null ? home : `${home}; ${asks(cheapest)}`;
}

export function againstWords({ against }: HostPrice): string {
  switch (against) {
    case 'no more than electricity':
      return 'asks no more than your electricity costs';
    case 'about the electricity':
      return 'about what your electricity costs';
    case 'more than electricity':
      return 'asks more than your electricity costs';
    default:
      return against satisfies never;
  }
}

/** Tokens a day, or why there is no such number. */
export function breakEvenWords({ breakEven, outOfReach }: HostPrice, bought: boolean): string {
  if (!bought) return '–';
  if (breakEven === null) return 'never';
  return `${formatCount(breakEven, 'short')}${outOfReach ? ', more than it makes' : ''}`;
}

/** The cheapest host and the one in the middle, each in a sentence. */
export function homeSentences(cost: HomeCost, purchaseUsd: number | null): readonly string[] {
  const { cheapest, median, tokensPerDay } = cost;
  if (cheapest === null) return ['No public API in the catalogue lists this model, so there is no price to compare with.'];
  const both = [{ name: `The cheapest host, ${cheapest.provider},`, host: cheapest }, ...(median ? [{ name: 'The median host', host: median }] : [])];
  return [
    ...both.map(({ name, host }) => `${name} ${sentence(host, cost, purchaseUsd)}`),
    `Running day and night it makes about ${formatCount(tokensPerDay, 'short')} tokens a day, one answer at a time.`,
  ];
}

function sentence(host: HostPrice, { years }: HomeCost, purchaseUsd: number | null): string {
  if (host.breakEven === null && host.against === 'no more than electricity')
    return `asks ${listedPrice(host.usd)}, no more than your electricity alone: running it at home saves nothing, however much you use it.`;
  const start = `asks ${listedPrice(host.usd)}, ${host.against === 'about the electricity' ? 'about what your electricity costs' : 'more than your electricity costs'}`;
  if (purchaseUsd === null) return `${start}. A GPU that you own already needs no more; give a purchase price to see when a new one pays.`;
  if (host.breakEven === null) return `${start}: the purchase does not come back.`;
  const pays = `${listedPrice(purchaseUsd)} come back in ${years} years from about ${formatCount(host.breakEven, 'short')} tokens a day on`;
  return `${start}. ${pays}${host.outOfReach ? ', which is more than this GPU makes: it does not pay' : ''}.`;
}
