/**
 * Round trips that were measured, on two kinds of network. Backbone: medians between the regions of one hyperscaler (Microsoft Learn,
 * CC BY 4.0). Public internet: means of RIPE Atlas pings between countries; pairs of fewer than 100 pings, and those faster than light
 * between the two most populous cities, were left out: their probes do not stand where their countries' people are.
 */
import { table as countryTable } from '../data/country-round-trips.csv';
import { table as regionTable } from '../data/round-trip-regions.csv';
import { table as backboneTable } from '../data/round-trips.csv';
import { codesOf, requiredNumber, textOf } from '../read-cell.ts';
import { rowsOf } from '../table.ts';
import { distanceBetween, type Located } from './distance.ts';
import { laneOf, type MeasuredPair } from './distance-law.ts';
import { place } from './places.ts';

/** Whose cables: a hyperscaler's own, entered near the user, or the public internet. */
export type Network = 'backbone' | 'internet';

export interface MeasuredRoundTrip extends MeasuredPair {
  /** Names of regions, or codes of countries. */
  readonly from: string;
  readonly to: string;
  /** s, standard deviation over probes and pings; null for the backbone, whose table has medians alone. */
  readonly deviation: number | null;
  readonly source: readonly string[];
}

export interface Region extends Omit<Located, 'country'> {
  readonly name: string;
}

let regionsCached: readonly Region[] | undefined;
const measured = new Map<Network, ReadonlyMap<string, MeasuredRoundTrip>>();

/** Regions of the backbone, with the coordinates that their operator publishes. */
export function regions(): readonly Region[] {
  regionsCached ??= rowsOf(regionTable).map((row) => ({
    name: textOf(row, 'region'),
    continent: textOf(row, 'continent'),
    latitude: requiredNumber(row, 'lat'),
    longitude: requiredNumber(row, 'lon'),
  }));
  return regionsCached;
}

export function measuredRoundTrips(network: Network): readonly MeasuredRoundTrip[] {
  return [...byEnds(network).values()];
}

/** Either way round; undefined for a pair that nobody measured. */
export function measuredRoundTrip(network: Network, a: string, b: string): MeasuredRoundTrip | undefined {
  return byEnds(network).get(endsOf(a, b));
}

const endsOf = (a: string, b: string): string => (a < b ? `${a}|${b}` : `${b}|${a}`);

function byEnds(network: Network): ReadonlyMap<string, MeasuredRoundTrip> {
  const known = measured.get(network);
  if (known) return known;
  const pairs = network === 'backbone' ? backbonePairs() : countryPairs();
  const made = new Map(pairs.map((pair) => [endsOf(pair.from, pair.to), pair]));
  measured.set(network, made);
  return made;
}

function backbonePairs(): readonly MeasuredRoundTrip[] {
  const named = new Map(regions().map((region) => [region.name, region]));
  return rowsOf(backboneTable).map((row) => {
    const [from, to] = [textOf(row, 'from_region'), textOf(row, 'to_region')];
    return {
      from,
      to,
      ...between(named.get(from), named.get(to)),
      seconds: requiredNumber(row, 'rtt_ms') / 1000,
      deviation: null,
      source: codesOf(row),
    };
  });
}

function countryPairs(): readonly MeasuredRoundTrip[] {
  return rowsOf(countryTable).map((row) => {
    const [from, to] = [textOf(row, 'from_country'), textOf(row, 'to_country')];
    const seconds = requiredNumber(row, 'rtt_ms') / 1000;
    return { from, to, ...between(place(from), place(to)), seconds, deviation: requiredNumber(row, 'rtt_sd_ms') / 1000, source: codesOf(row) };
  });
}

/** The schema test holds both ends of every pair to places that the files describe. */
function between(from: Omit<Located, 'country'> | undefined, to: Omit<Located, 'country'> | undefined): Pick<MeasuredPair, 'distance' | 'lane'> {
  if (!from || !to) throw new Error('a measured pair has an end that no file describes');
  return { distance: distanceBetween(from, to), lane: laneOf(from.continent, to.continent) };
}
