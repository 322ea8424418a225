/** What tokens cost at home beside public APIs, in words. No DOM. */
import type { HomeCost, HostPrice } from '../../estimate/own-gpu/home-cost.ts';
import { formatAt, formatCount, formatMoney } from '../../units/format.ts';
import { providerName } from './fleet-words.ts';
import { shortModel } from './names.ts';

/** As price lists are written: cents, and a tenth of a cent below ten. */
export const listedPrice = (price: number): string => `$${formatAt(price, price < 0.1 ? -3 : -2)}`;

const asks = ({ provider, usd }: HostPrice): string => `${providerName(provider)} asks ${listedPrice(usd)}`;

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

const short = (tokens: number): string => formatCount(Number(tokens.toPrecision(2)), 'short');

/** Tokens a day with their range, or why there is no such number. */
export function breakEvenWords({ breakEven }: Pick<HostPrice, 'breakEven'>): string {
  if (breakEven === null) return '–';
  const { value, soonest, latest, outOfReach } = breakEven;
  if (soonest === null) return 'never';
  if (outOfReach) return `${short(soonest)} or more: more than it makes`;
  if (value === null) return `${short(soonest)} or more, or never`;
  return `${short(value)}, ${latest === null ? `${short(soonest)} or more` : `${short(soonest)} to ${short(latest)}`}`;
}

/** The cheapest host and the one in the middle, each in a sentence. */
export function homeSentences(cost: HomeCost, purchaseUsd: number | null): readonly string[] {
  const { cheapest, median, tokensPerDay } = cost;
  if (cheapest === null) return ['No public API in the catalogue lists this model, so there is no price to compare with.'];
  const both = [
    { name: `The cheapest host, ${providerName(cheapest.provider)},`, host: cheapest },
    ...(median ? [{ name: 'The median host', host: median }] : []),
  ];
  return [
    ...both.map(({ name, host }) => `${name} ${sentence(host, cost, purchaseUsd)}`),
    `Running day and night it makes about ${short(tokensPerDay)} tokens a day, one answer at a time.`,
  ];
}

function sentence(host: HostPrice, { years }: HomeCost, purchaseUsd: number | null): string {
  const { breakEven, against } = host;
  const price = `asks ${listedPrice(host.usd)}`;
  if (against === 'no more than electricity')
    return `${price}, no more than your electricity alone: running it at home saves nothing, however much you use it.`;
  const start = `${price}, ${against === 'about the electricity' ? 'about what your electricity costs' : 'more than your electricity costs'}`;
  if (breakEven === null || purchaseUsd === null)
    return `${start}. A GPU that you own already needs no more; give a purchase price to see when a new one pays.`;
  const { value, soonest, latest, outOfReach } = breakEven;
  if (soonest === null) return `${start}: the purchase does not come back.`;
  const pays = `${start}. ${listedPrice(purchaseUsd)} come back in ${years} years from`;
  if (outOfReach) return `${pays} ${short(soonest)} tokens a day on at the soonest, which is more than this GPU makes: it does not pay.`;
  if (value === null) return `${pays} ${short(soonest)} tokens a day on at the soonest, and perhaps never: the range of the electricity decides.`;
  const range = latest === null ? `${short(soonest)} or more` : `${short(soonest)} to ${short(latest)}`;
  return `${pays} about ${short(value)} tokens a day on (${range}).`;
}
