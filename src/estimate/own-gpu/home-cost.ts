/**
 * What a million tokens cost at home in electricity, beside what public APIs ask for the same model, and how many tokens a day it takes
 * until a bought GPU has paid for itself. Output tokens of one person at a time: prompts are left out on both sides.
 */
import { apiPricesOf } from '../../catalogue/api-prices.ts';
import { medianElectricityPrice } from '../../catalogue/world-medians.ts';
import { median } from '../../stats/quantile.ts';
import type { Quantity } from '../../units/quantity.ts';
import { combine, logSdOfRange, quantity, z80 } from '../spread.ts';
import { yearsAtHome, type HomePower, type OwnGpu } from './own-gpu.ts';

const daysPerYear = 365.25;
const secondsPerDay = 86_400;

export interface HomeTerms {
  /** While it answers. */
  readonly power: HomePower;
  /** Null takes the median over countries, with its range. */
  readonly usdPerKilowattHour: number | null;
  /** Null where it was bought anyway. */
  readonly purchaseUsd: number | null;
}

export interface HostPrice {
  readonly provider: string;
  readonly offer: string;
  /** USD per million output tokens. */
  readonly usd: number;
  /** Null where nothing is bought. */
  readonly breakEven: BreakEven | null;
  /** Against the electricity alone, told only where the whole interval says so. */
  readonly against: 'no more than electricity' | 'about the electricity' | 'more than electricity';
}

/** Tokens a day over the years of use from which buying is cheaper; null where no number of them is enough. */
export interface BreakEven {
  readonly value: number | null;
  /** At the low and at the high end of the electricity. */
  readonly soonest: number | null;
  readonly latest: number | null;
  /** Even the soonest is more than this GPU makes in a day of 24 hours. */
  readonly outOfReach: boolean;
}

export interface HomeCost {
  readonly electricity: Quantity;
  readonly years: number;
  /** Tokens that the GPU makes in 24 hours, one after the other. */
  readonly tokensPerDay: number;
  /** The cheapest first, one of each provider. */
  readonly hosts: readonly HostPrice[];
  readonly cheapest: HostPrice | null;
  /** Of the hosts' prices; the mean of the two in the middle where they are even in number. */
  readonly median: HostPrice | null;
  /** Day of the prices, the latest. */
  readonly date: string;
}

export function homeCost({ model, tokensPerSecond }: Pick<OwnGpu, 'model' | 'tokensPerSecond'>, terms: HomeTerms): HomeCost {
  const { value, low, high } = medianElectricityPrice;
  const price = terms.usdPerKilowattHour ?? value;
  const usd = ((terms.power.watts / 1000) * price * 1e6) / (3600 * tokensPerSecond.value);
  const speed = { logSd: Math.log(tokensPerSecond.high / tokensPerSecond.low) / (2 * z80), evidence: tokensPerSecond.evidence };
  const paid = { logSd: terms.usdPerKilowattHour === null ? logSdOfRange(low ?? value, high ?? value) : 0, evidence: 'interpolated' as const };
  const electricity = quantity(
    usd,
    'USD/Mtoken',
    combine(speed, paid, { logSd: terms.power.logSd, evidence: terms.power.logSd > 0 ? 'prior' : 'measured' }),
  );
  const tokensPerDay = tokensPerSecond.value * secondsPerDay;
  const breakEven = (listed: number, purchaseUsd: number): BreakEven => {
    const at = (paidUsd: number): number | null => (listed > paidUsd ? (purchaseUsd * 1e6) / ((listed - paidUsd) * yearsAtHome * daysPerYear) : null);
    const soonest = at(electricity.low);
    return { value: at(usd), soonest, latest: at(electricity.high), outOfReach: soonest !== null && soonest > tokensPerDay };
  };
  const host = (provider: string, offer: string, listed: number): HostPrice => ({
    provider,
    offer,
    usd: listed,
    breakEven: terms.purchaseUsd === null ? null : breakEven(listed, terms.purchaseUsd),
    against: listed <= electricity.low ? 'no more than electricity' : listed < electricity.high ? 'about the electricity' : 'more than electricity',
  });
  const offers = apiPricesOf(model.id);
  const byProvider = new Map<string, HostPrice>();
  for (const { provider, offer, output } of offers) {
    if (!output) continue;
    const known = byProvider.get(provider);
    if (!known || output.value < known.usd) byProvider.set(provider, host(provider, offer, output.value));
  }
  const hosts = [...byProvider.values()].sort((a, b) => a.usd - b.usd || a.provider.localeCompare(b.provider));
  return {
    electricity,
    years: yearsAtHome,
    tokensPerDay,
    hosts,
    cheapest: hosts[0] ?? null,
    median: hosts.length > 1 ? host('median', '', median(hosts.map((each) => each.usd))) : null,
    date: offers.reduce((latest, { date }) => (date > latest ? date : latest), ''),
  };
}
