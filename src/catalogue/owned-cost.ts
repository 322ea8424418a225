/**
 * What an hour of an accelerator costs whoever owns it: capital recovered over its life, hosting, network and power.
 * Every term is returned, so that power at the real load can replace power at full load.
 */
import type { Evidence, Quantity } from '../units/quantity.ts';
import { costParameter } from './cost-parameters.ts';
import type { Accelerator, Fact } from './facts.ts';
import { systemPower } from './power.ts';
import { medianElectricityPrice, medianPue } from './world-medians.ts';

/** Everything may be left out; the catalogue then answers. Names as in the scenario's `own`. */
export interface OwnedCostTerms {
  readonly usdPerAccelerator?: number;
  readonly years?: number;
  /** Yearly rate as a share. */
  readonly costOfCapital?: number;
  /** Space and cooling per kW of IT power, electricity apart. */
  readonly hostingUsdPerKilowattMonth?: number;
  readonly usdPerKilowattHour?: number;
  readonly networkUsdPerAcceleratorHour?: number;
  /** Purchase price of the share of cards, switches and optics; the flat hourly figure is then 0 unless given too. */
  readonly networkUsdPerAccelerator?: number;
  /** W of that share, added to power and hosting. */
  readonly networkWattsPerAccelerator?: number;
  readonly pue?: number;
  /** W per accelerator before PUE. */
  readonly watts?: number;
}

/** USD per accelerator and hour, term by term; `power` is at full load. */
export interface OwnedCostParts {
  readonly capital: number;
  readonly hosting: number;
  readonly network: number;
  readonly power: number;
}

export type OwnedCost =
  | { readonly known: true; readonly usdPerHour: Quantity; readonly parts: OwnedCostParts; readonly source: readonly string[] }
  | {
      readonly known: false;
      /** The fact that no source gave. */
      readonly missing: 'purchase price' | 'power';
    };

export const hoursPerYear = 8760;
const hoursPerMonth = hoursPerYear / 12;

/** Share of a sum to be paid each year so that it is repaid with interest after `years`. */
export function capitalRecovery(rate: number, years: number): number {
  return rate === 0 ? 1 / years : rate / (1 - (1 + rate) ** -years);
}

export function ownedCost(accelerator: Accelerator, terms: OwnedCostTerms = {}): OwnedCost {
  const purchase = terms.usdPerAccelerator === undefined ? purchaseRange(accelerator.purchasePrice) : exactly(terms.usdPerAccelerator);
  if (!purchase) return { known: false, missing: 'purchase price' };
  const power = terms.watts === undefined ? systemPower(accelerator) : null;
  const watts = terms.watts ?? power?.value;
  if (watts === undefined) return { known: false, missing: 'power' };

  const rate = terms.costOfCapital === undefined ? asShare(costParameter('cost-of-capital')) : exactly(terms.costOfCapital);
  const years = terms.years === undefined ? lifeRange() : exactly(terms.years);
  const electricity = terms.usdPerKilowattHour === undefined ? rangeOf(medianElectricityPrice) : exactly(terms.usdPerKilowattHour);
  const pue = terms.pue ?? medianPue.value;
  const kilowatts = (watts + (terms.networkWattsPerAccelerator ?? 0)) / 1000;
  const hosting = (kilowatts * (terms.hostingUsdPerKilowattMonth ?? hostingFromShell(rate.value))) / hoursPerMonth;
  const networkPrice = terms.networkUsdPerAccelerator ?? 0;
  const network = terms.networkUsdPerAcceleratorHour ?? (terms.networkUsdPerAccelerator === undefined ? costParameter('net-cost').value : 0);

  const parts = (price: number, r: number, life: number, usdPerKilowattHour: number): OwnedCostParts => ({
    capital: (price * capitalRecovery(r, life)) / hoursPerYear,
    hosting,
    network: network + (networkPrice * capitalRecovery(r, life)) / hoursPerYear,
    power: kilowatts * pue * usdPerKilowattHour,
  });
  const middle = parts(purchase.value, rate.value, years.value, electricity.value);
  const value = total(middle);
  const ends = [
    [total(parts(purchase.low, rate.value, years.value, electricity.value)), total(parts(purchase.high, rate.value, years.value, electricity.value))],
    [total(parts(purchase.value, rate.low, years.value, electricity.value)), total(parts(purchase.value, rate.high, years.value, electricity.value))],
    // A longer life costs less an hour.
    [total(parts(purchase.value, rate.value, years.high, electricity.value)), total(parts(purchase.value, rate.value, years.low, electricity.value))],
    [total(parts(purchase.value, rate.value, years.value, electricity.low)), total(parts(purchase.value, rate.value, years.value, electricity.high))],
  ];
  // Independent factors: their log deviations add in quadrature.
  const down = Math.hypot(...ends.map(([low = value]) => Math.log(value / low)));
  const up = Math.hypot(...ends.map(([, high = value]) => Math.log(high / value)));
  const given = terms.usdPerAccelerator !== undefined;
  const evidence: Evidence = given && !accelerator.announced ? 'measured' : 'projected';
  const source = [...new Set([...(given ? [] : (accelerator.purchasePrice?.source ?? [])), ...(power?.source ?? []), 'E6', 'RE5', 'A0'])];
  return {
    known: true,
    usdPerHour: { value, low: value * Math.exp(-down), high: value * Math.exp(up), unit: 'USD/h', evidence },
    parts: middle,
    source,
  };
}

interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const exactly = (value: number): Range => ({ value, low: value, high: value });
const rangeOf = (fact: Fact): Range => ({ value: fact.value, low: fact.low ?? fact.value, high: fact.high ?? fact.value });
const total = (parts: OwnedCostParts): number => parts.capital + parts.hosting + parts.network + parts.power;

/** Percent in the file, a share in the formula. */
function asShare(fact: Fact): Range {
  const { value, low, high } = rangeOf(fact);
  return { value: value / 100, low: low / 100, high: high / 100 };
}

/** The GB200 and GB300 rack quotes span 1.15 to 1.22 times either side of their geometric middle; a single figure gets the wider of them, rounded. */
export const singleQuoteSpread = 1.2;

function purchaseRange(fact: Fact | null): Range | null {
  if (!fact) return null;
  return { value: fact.value, low: fact.low ?? fact.value / singleQuoteSpread, high: fact.high ?? fact.value * singleQuoteSpread };
}

/** Three years in the model that was read, up to six in filings; the geometric middle is 4.2. */
function lifeRange(): Range {
  const { low, high } = rangeOf(costParameter('gpu-life'));
  return { value: Math.sqrt(low * high), low, high };
}

/** Shell and fit-out per MW over the building's life: USD per kW and month. */
function hostingFromShell(rate: number): number {
  const usdPerKilowatt = costParameter('construction-mw').value * 1000;
  return (usdPerKilowatt * capitalRecovery(rate, costParameter('dc-life').value)) / 12;
}
