/**
 * The round trip between two points: the measured pair where both ends stand near one, else the fit to all pairs with its error. A plan
 * counts on `planned`: the value, but the high end where a fit stands in between two continents (between Brazil and South Africa the
 * middle of a fit is half of what was measured). Last mile and handshakes come on top; an agent pays it on every turn.
 */
import { z80 } from '../../stats/normal.ts';
import { distanceBetween, lightTime, type Located } from './distance.ts';
import { fitDistanceLaw, isWithin, laneOf, type DistanceLaw } from './distance-law.ts';
import { measuredRoundTrip, measuredRoundTrips, regions, type MeasuredRoundTrip, type Network } from './measured.ts';
import { place } from './places.ts';

export interface RoundTrip {
  /** s, with an 80 % interval. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** s to plan with. */
  readonly planned: number;
  readonly network: Network;
  readonly evidence: 'measured' | 'prior';
  /** Great-circle km. */
  readonly distance: number;
  readonly source: readonly string[];
}

/** km from the end of a measured pair within which it speaks for a place: at most some 6 ms on the way. An assumption. */
const near = 300;
/** Longest way around that a move of one end makes of its straight km: the factor of short ways on the backbone. An assumption. */
const detour = 2;
/** Table entries are whole milliseconds, a mean of both ways. */
const rounding = 0.001;
/** Largest spread of pings between two countries that is taken for their users' own. An assumption. */
const mostDeviation = 0.5;

/** km that leaving a metro is worth, where the error of pairs left out is least (`docs/factory.md`). */
export const offsets: Readonly<Record<Network, number>> = { backbone: 400, internet: 1000 };

const laws = new Map<Network, DistanceLaw>();

/** The fit to all measured pairs of a network. */
export function distanceLaw(network: Network): DistanceLaw {
  const known = laws.get(network);
  if (known) return known;
  const law = fitDistanceLaw(measuredRoundTrips(network), offsets[network]);
  laws.set(network, law);
  return law;
}

/** @param network the backbone only where the far end is a hyperscaler's */
export function roundTrip(from: Located, to: Located, network: Network): RoundTrip {
  const distance = distanceBetween(from, to);
  const pair = network === 'backbone' ? nearBackbonePair(from, to) : nearCountryPair(from, to);
  return pair ? asMeasured(pair, distance, network) : asFitted(laneOf(from.continent, to.continent), distance, network);
}

interface NearPair {
  readonly pair: MeasuredRoundTrip;
  /** km that both ends together stand off. */
  readonly off: number;
}

function nearBackbonePair(from: Located, to: Located): NearPair | undefined {
  const [a, b] = [nearestRegion(from), nearestRegion(to)];
  if (a.off > near || b.off > near) return undefined;
  const pair = measuredRoundTrip('backbone', a.name, b.name);
  return pair && { pair, off: a.off + b.off };
}

function nearestRegion(point: Located): { readonly name: string; readonly off: number } {
  let best = { name: '', off: Infinity };
  for (const region of regions()) {
    const off = distanceBetween(point, region);
    if (off < best.off) best = { name: region.name, off };
  }
  return best;
}

function nearCountryPair(from: Located, to: Located): NearPair | undefined {
  const [a, b] = [place(from.country), place(to.country)];
  const pair = measuredRoundTrip('internet', from.country, to.country);
  if (!a || !b || !pair) return undefined;
  const [offA, offB] = [distanceBetween(from, a), distanceBetween(to, b)];
  return offA > near || offB > near ? undefined : { pair, off: offA + offB };
}

function asMeasured({ pair, off }: NearPair, distance: number, network: Network): RoundTrip {
  const value = Math.max(pair.seconds, lightTime(distance));
  const moved = rounding + detour * lightTime(off);
  const share = Math.min(mostDeviation, (pair.deviation ?? 0) / pair.seconds);
  // Lognormal with the mean and deviation of the pings, then the ends moved.
  const factor = Math.exp(z80 * Math.sqrt(Math.log(1 + share ** 2)));
  const low = Math.max(lightTime(distance), value / factor - moved);
  return { value, low, high: value * factor + moved, planned: value, network, evidence: 'measured', distance, source: pair.source };
}

function asFitted(lane: string, distance: number, network: Network): RoundTrip {
  const law = distanceLaw(network);
  const value = law.seconds(distance, lane);
  const { low, high } = isWithin(lane) ? law.within : law.between;
  return {
    value,
    low: Math.max(lightTime(distance), value * low),
    high: value * high,
    planned: isWithin(lane) ? value : value * high,
    network,
    evidence: 'prior',
    distance,
    source: network === 'backbone' ? ['L1'] : ['L3'],
  };
}
