/** Where accelerators stand, real and announced, and what they would carry. The coverage is the honest half of this signal. */
import { siteCapacity } from '../../catalogue/factory/capacity.ts';
import { siteCoverage } from '../../catalogue/factory/coverage.ts';
import { places } from '../../catalogue/factory/places.ts';
import { siteFacts } from '../../catalogue/factory/site-facts.ts';
import { sites } from '../../catalogue/sites.ts';
import { referenceFleet, yardstick } from './reference.ts';
import { exactly, type Signal, type SignalValue } from './signal.ts';

/** Simultaneous streams at which a person reads comfortably. */
const tokensPerStream = 20;
/** Streams below which a site is a pilot, above which it is production at scale. Assumptions. */
export const thresholds = { pilot: 10_000, scale: 250_000 } as const;

export function worldCapacity(date: string): Signal {
  const rows = siteCoverage({ date });
  const streams = streamsOfSites(date);
  const values = rows.flatMap((row): readonly SignalValue[] => {
    const { continent } = row;
    const value = (what: string, quantity: ReturnType<typeof exactly>, n: number, notes: readonly string[] = []): SignalValue[] =>
      n === 0 ? [] : [{ group: `${continent}: ${what}`, ...quantity, n, verdict: null, notes }];
    const people = populationOf(continent);
    const here = streams.filter((site) => continent === 'World' || site.continent === continent);
    const sum = (end: 'low' | 'value' | 'high'): number => here.reduce((total, site) => total + site[end], 0);
    const perMillion = (amount: number): number => amount / (people / 1e6);
    const range = { low: row.range.low, value: row.range.value, high: row.range.high, evidence: 'prior' } as const;
    return [
      ...value('building power that operates', exactly(row.operatingMegawatts * 1e6, 'W'), row.operatingStated),
      ...value('building power of first phases to come', exactly(row.announcedMegawatts * 1e6, 'W', 'projected'), row.announcedStated),
      ...value('accelerators installed, stated', exactly(row.accelerators, 'accelerators'), row.acceleratorsStated),
      ...value('accelerators open to work', { ...range, unit: 'accelerators' }, row.open),
      ...value(
        'accelerators open to work per million people',
        { low: perMillion(range.low), value: perMillion(range.value), high: perMillion(range.high), evidence: 'prior', unit: '1/million people' },
        row.open,
      ),
      ...value(
        'streams of 20 tokens/s',
        { low: sum('low'), value: sum('value'), high: sum('high'), unit: 'streams', evidence: 'prior' },
        here.length,
        tiers(here),
      ),
    ];
  });
  const world = rows.at(-1);
  return {
    id: 'capacity',
    definition: `power and accelerators by continent, what is stated as of the catalogue apart from ranges at the month; streams: what ${yardstick} at 3 input to 1 output tokens sustains on them within the default target, at ${String(tokensPerStream)} tokens/s each`,
    asOf: date,
    n: world?.sites ?? 0,
    // Of the sites that operate, those that state power or accelerators.
    coverage: share(
      sites()
        .filter(({ state }) => state === 'operating')
        .map(({ id }) => siteFacts(id))
        .map((facts) => Boolean(facts?.buildingPower ?? facts?.installed)),
    ),
    verdict: null,
    values,
    inputs: ['sites', 'site-facts', 'places', yardstick],
    sources: [...new Set(sites().flatMap(({ source }) => source))],
  };
}

interface Streams {
  readonly continent: string;
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/** Each open site with the chip of its list that serves the yardstick at the middle of them. */
function streamsOfSites(date: string): readonly Streams[] {
  const { fleets } = referenceFleet(yardstick, Number(date.slice(0, 4)));
  const rates = new Map(fleets.map(({ accelerator, outputTokensPerSecondPerAccelerator: rate }) => [accelerator, rate]));
  return sites().flatMap(({ id, continent }) => {
    const { range } = siteCapacity(id, { date });
    const served = (siteFacts(id)?.accelerators ?? []).flatMap((chip) => rates.get(chip) ?? []).sort((a, b) => a.value - b.value);
    const rate = served[Math.floor(served.length / 2)];
    if (!range || !rate) return [];
    const [least, most] = [served[0] ?? rate, served.at(-1) ?? rate];
    return [
      {
        continent,
        low: (range.low * least.low) / tokensPerStream,
        value: (range.value * rate.value) / tokensPerStream,
        high: (range.high * most.high) / tokensPerStream,
      },
    ];
  });
}

/** How many sites are more than symbols, by the low end and by the value of their range. */
function tiers(streams: readonly Streams[]): readonly string[] {
  const count = (end: 'low' | 'value', least: number): string => String(streams.filter((site) => site[end] >= least).length);
  return [
    `${count('value', thresholds.pilot)} sites above a pilot (${String(thresholds.pilot)} streams), ${count('low', thresholds.pilot)} of them at the low end too`,
    `${count('value', thresholds.scale)} at scale (${String(thresholds.scale)} streams), ${count('low', thresholds.scale)} of them at the low end too`,
  ];
}

const populationOf = (continent: string): number =>
  places().reduce(
    (sum, place) => sum + (place.kind === 'country' && (continent === 'World' || place.continent === continent) ? (place.population?.value ?? 0) : 0),
    0,
  );

const share = (flags: readonly boolean[]): number => flags.filter(Boolean).length / flags.length;
