/** What a plan takes to be so, and where its facts are from. */
import type { Placement } from '../request/placement.ts';
import type { Chosen } from './chosen.ts';

/** By the id that an answer lists. */
export const placementAssumptions = {
  'place.city-centres': 'a site stands at its city’s centre, and users at the most populous city of their country or metro',
  'place.last-mile-left-out': 'round trips end at the network of the user’s city: 10 ms on fixed lines and 45 ms on mobile ones come on top',
  'place.fitted-round-trip': 'a round trip that nobody measured is that of a fit to those measured; between two continents its high end',
  'place.target-at-site': 'the target of a scenario holds at the site: the round trip is a limit of its own',
  'place.default-target': 'without a target of its own a workload is held to 2 s to the first token and 40 ms a token',
  'place.capacity-range': 'how many accelerators a site holds is a range where nobody states it; the plan counts on its middle',
  'place.board-form': 'a site holds any mix of the accelerators that are named there',
  'place.projected-price-high': 'a price that nobody read counts with its high end, so that it does not win by being low',
  'place.same-rents': 'rents are the same at every site; power is paid apart only where accelerators are owned',
  'place.jobs-at-once': 'all jobs start with the plan, and their dollars and grams are spread over the hours until their deadlines',
  'place.law-as-read': 'a planning aid and no legal advice: most rules were not read again at their source',
} as const;

export type PlacementAssumption = keyof typeof placementAssumptions;

export interface Grounds {
  readonly assumptions: readonly string[];
  readonly sources: readonly string[];
}

export function groundsOf({ workloads }: Placement, { replicas, flows, jobs }: Chosen): Grounds {
  const choices = [...replicas.map(({ choice }) => choice), ...jobs];
  if (choices.length === 0) return { assumptions: [], sources: [] };
  const sites = [...new Set(choices.map(({ site }) => site))];
  const served = workloads.filter(({ id }) => flows.some(({ choice }) => choice.workload.id === id));
  const rented = choices.some(({ price }) => price.ofSite.length === 0);
  const said: readonly (readonly [PlacementAssumption, boolean])[] = [
    ['place.city-centres', flows.length > 0],
    ['place.last-mile-left-out', flows.length > 0],
    ['place.fitted-round-trip', flows.some(({ choice }) => choice.roundTrip.evidence === 'prior')],
    ['place.target-at-site', flows.length > 0],
    ['place.default-target', served.some((workload) => workload.kind === 'inference' && workload.scenario.target === null)],
    ['place.capacity-range', sites.some((site) => !isStated(site))],
    ['place.board-form', sites.some(({ pools }) => pools.some(({ accelerators }) => accelerators.length > 1))],
    ['place.same-rents', rented],
    ['place.jobs-at-once', jobs.length > 0],
    ['place.law-as-read', workloads.some(({ residency, sovereignty }) => residency === 'law' || sovereignty !== null)],
  ];
  return {
    assumptions: [...new Set([...said.flatMap(([id, holds]) => (holds ? [id] : [])), ...choices.flatMap(({ price }) => price.assumptions)])],
    sources: [
      ...new Set([
        ...sites.flatMap(({ source }) => source),
        ...choices.flatMap(({ price }) => price.source),
        ...flows.flatMap(({ choice }) => choice.roundTrip.source),
      ]),
    ].sort(),
  };
}

const isStated = ({ pools }: Chosen['jobs'][number]['site']): boolean => pools.every(({ count }) => count.low === count.high);
