/**
 * What an accelerator-hour costs. Rent where a price was read; else the other kind of rent scaled by the median ratio
 * of the chips that have both; else the cost of owning; else unknown, with the missing fact named. Nothing is made up:
 * a substituted price is `projected` and its interval wider.
 */
import { median, quantile } from '../stats/quantile.ts';
import type { Quantity } from '../units/quantity.ts';
import { accelerators } from './accelerators.ts';
import type { Accelerator, Fact } from './facts.ts';
import { ownedCost, singleQuoteSpread, type OwnedCostTerms } from './owned-cost.ts';

type RentKind = 'on-demand' | 'reserved';

/** How the price came about. */
export type PriceBasis = 'on-demand' | 'reserved' | 'on-demand from reserved' | 'reserved from on-demand' | 'owned' | 'owned, modelled by its source';

export type Price =
  | {
      readonly known: true;
      /** `evidence` is `measured` for a price that was read, the level that weakens nothing it is multiplied with. */
      readonly usdPerHour: Quantity;
      readonly basis: PriceBasis;
      readonly source: readonly string[];
    }
  | { readonly known: false; readonly reason: string };

/**
 * USD per accelerator-hour for the scenario's three words of ownership; electricity at full load is in every one of
 * them. `terms` are the owner's own figures and count for `own` alone.
 */
export function acceleratorPrice(accelerator: Accelerator, ownership: 'rent-on-demand' | 'rent-reserved' | 'own', terms: OwnedCostTerms = {}): Price {
  switch (ownership) {
    case 'rent-on-demand':
      return rent(accelerator, 'on-demand') ?? ownedAsRent(accelerator, 'on-demand');
    case 'rent-reserved':
      return rent(accelerator, 'reserved') ?? ownedAsRent(accelerator, 'reserved');
    case 'own':
      return owned(accelerator, terms);
    default:
      return ownership satisfies never;
  }
}

function rent(accelerator: Accelerator, kind: RentKind): Price | null {
  const [listed, other] =
    kind === 'on-demand' ? [accelerator.onDemandPrice, accelerator.reservedPrice] : [accelerator.reservedPrice, accelerator.onDemandPrice];
  if (listed) return known(spread(listed, usualEnds(kind, accelerator)), kind, listed.source, accelerator.announced);
  if (!other) return null;
  const otherKind = kind === 'on-demand' ? 'reserved' : 'on-demand';
  const price = spread(other, usualEnds(otherKind, accelerator));
  const ratio = kind === 'on-demand' ? inverse(reservedShare()) : reservedShare();
  const ends = usualEnds(kind, accelerator);
  // Three independent unknowns: the price read, the ratio, and the sellers' spread in the kind that was asked for.
  const down = Math.hypot(Math.log(price.value / price.low), Math.log(ratio.value / ratio.low), Math.log(ends.low));
  const up = Math.hypot(Math.log(price.high / price.value), Math.log(ratio.high / ratio.value), Math.log(ends.high));
  const value = price.value * ratio.value;
  const basis = kind === 'on-demand' ? 'on-demand from reserved' : 'reserved from on-demand';
  return known({ value, low: value * Math.exp(-down), high: value * Math.exp(up) }, basis, [...other.source, 'A1'], true);
}

/** An owner's cost is the floor of what an owner asks: as a rent, its high end rises by the median ratio of the two. */
function ownedAsRent(accelerator: Accelerator, kind: RentKind): Price {
  const price = owned(accelerator, {});
  if (!price.known) return { known: false, reason: `neither a rental nor a purchase price of ${accelerator.name} was read` };
  const { value, low, high } = price.usdPerHour;
  return known({ value, low, high: high * rentOverOwned(kind) }, price.basis, [...price.source, 'A1'], true);
}

function owned(accelerator: Accelerator, terms: OwnedCostTerms): Price {
  const cost = ownedCost(accelerator, terms);
  if (cost.known) return { known: true, usdPerHour: cost.usdPerHour, basis: 'owned', source: cost.source };
  const modelled = accelerator.ownCost;
  if (modelled && cost.missing === 'purchase price') {
    return known(spread(modelled, { low: 1 / singleQuoteSpread, high: singleQuoteSpread }), 'owned, modelled by its source', modelled.source, true);
  }
  return { known: false, reason: `no ${cost.missing} of ${accelerator.name} was read` };
}

function known(range: Range, basis: PriceBasis, source: readonly string[], substituted: boolean): Price {
  return { known: true, usdPerHour: { ...range, unit: 'USD/h', evidence: substituted ? 'projected' : 'measured' }, basis, source };
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

interface Range extends Ends {
  readonly value: number;
}

const inverse = ({ value, low, high }: Range): Range => ({ value: 1 / value, low: 1 / high, high: 1 / low });

/**
 * A chip that only its maker rents has one list price, which differs by region alone: Google and AWS lists differ by
 * up to a fifth between regions (assumption, source A0).
 */
const singleSellerSpread = 1.2;

/** The price with the ends that were read; an end that was not is set where such ends usually lie. */
function spread(fact: Fact, usual: Ends): Range {
  const single = fact.low === fact.value && fact.high === fact.value;
  const low = single ? undefined : fact.low;
  const high = single ? undefined : fact.high;
  return { value: fact.value, low: low ?? fact.value * usual.low, high: high ?? fact.value * usual.high };
}

function usualEnds(kind: RentKind, accelerator: Accelerator): Ends {
  if (accelerator.status.includes('cloud only')) return { low: 1 / singleSellerSpread, high: singleSellerSpread };
  return (medianEnds[kind] ??= medianEndsOf(kind));
}

/** Over the whole catalogue, which does not change. */
const medianEnds: Partial<Record<RentKind, Ends>> = {};

/** Low and high end over the middle: the median of the chips whose price has all three. */
function medianEndsOf(kind: RentKind): Ends {
  const facts = accelerators()
    .map((chip) => (kind === 'on-demand' ? chip.onDemandPrice : chip.reservedPrice))
    .filter((fact): fact is Fact & Ends => fact?.low !== undefined && fact.high !== undefined);
  return { low: median(facts.map((fact) => fact.low / fact.value)), high: median(facts.map((fact) => fact.high / fact.value)) };
}

/** Reserved over on-demand price: median, and the 10th and 90th percentile of the chips that have both. */
export function reservedShare(): Range {
  return (reservedRatio ??= reservedRatioOf());
}

let reservedRatio: Range | undefined;

function reservedRatioOf(): Range {
  const ratios = accelerators().flatMap((chip) =>
    chip.reservedPrice && chip.onDemandPrice ? [chip.reservedPrice.value / chip.onDemandPrice.value] : [],
  );
  return { value: median(ratios), low: quantile(ratios, 0.1), high: quantile(ratios, 0.9) };
}

/** What is asked over what owning costs: the median of the chips that have both. */
function rentOverOwned(kind: RentKind): number {
  return (medianMarkup[kind] ??= rentOverOwnedOf(kind));
}

/** Over the whole catalogue, which does not change. */
const medianMarkup: Partial<Record<RentKind, number>> = {};

function rentOverOwnedOf(kind: RentKind): number {
  return median(
    accelerators().flatMap((chip) => {
      const rented = kind === 'on-demand' ? chip.onDemandPrice : chip.reservedPrice;
      const cost = ownedCost(chip);
      return rented && cost.known ? [rented.value / cost.usdPerHour.value] : [];
    }),
  );
}
