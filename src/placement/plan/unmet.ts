/** Why demand is left: the one thing that stands between users and every site that would otherwise serve them. */
import type { RoundTrip } from '../../catalogue/factory/round-trip.ts';
import type { Excluded, Network } from '../network/choices.ts';
import { Gates } from '../network/gates.ts';
import { limitFor, milliseconds, type Reach } from '../network/reach.ts';
import type { ExclusionCode } from '../network/site.ts';
import type { InferenceWorkload, Placement, Workload } from '../request/placement.ts';
import type { Unmet } from './answer.ts';
import type { Chosen } from './chosen.ts';
import { tooFewHands } from './shares.ts';

export function unmetOf({ limits }: Placement, chosen: Chosen, network: Network, reach: Reach): readonly Unmet[] {
  const gates = new Gates(reach);
  const few = tooFewHands(limits, [...network.replicas, ...network.jobs]);
  const full: Why = few === null ? tooLittle : { code: 'capacity', text: few };
  return [
    ...chosen.unmet.map(({ workload, group, requestsPerSecond }) => ({
      workload: workload.id,
      from: workload.users[group]?.from.id ?? '',
      requestsPerSecond,
      reason: whyUsers(workload, group, network, reach, gates, full),
    })),
    ...chosen.undone.map((workload) => ({
      workload: workload.id,
      from: null,
      requestsPerSecond: null,
      reason: whyJob(workload, network, gates, full),
    })),
  ];
}

type Why = Unmet['reason'];

const tooLittle: Why = {
  code: 'capacity',
  text: 'the sites that may serve hold too few accelerators, or too little power, or a limit of the plan keeps them',
};

function whyUsers(workload: InferenceWorkload, group: number, network: Network, reach: Reach, gates: Gates, full: Why): Why {
  if (network.flows.some((flow) => flow.workload === workload && flow.group === group)) return full;
  const from = workload.users[group]?.from;
  if (!from) throw new Error('no such users');
  const own = network.excluded.filter((each) => each.workload === workload.id && (each.from === undefined || each.from === from.id));
  // Who fails by distance alone passes everything else: residency and sovereignty are asked first.
  const far = own.filter(({ reason }) => reason.code === 'latency').map(({ site }) => site);
  const nearest = network.sites
    .filter(({ id }) => far.includes(id))
    .map((site) => ({ site, trip: reach.between(from, site) }))
    .sort((a, b) => a.trip.planned - b.trip.planned)[0];
  if (nearest) return { code: 'latency', text: tooFar(workload, from.name, nearest.site.name, nearest.trip) };
  return commonest(lawfulFirst(workload, from.country, own, network, gates), `no site may serve ${workload.id} from ${from.name}`);
}

function tooFar({ roundTrip }: InferenceWorkload, from: string, site: string, { planned }: RoundTrip): string {
  const limit = roundTrip === null ? '' : ` within ${milliseconds(roundTrip)}`;
  return `no site${limit} of ${from}; the nearest that may serve is ${site} at ${milliseconds(planned)}, and a limit of ${limitFor(planned)} opens it`;
}

function whyJob(workload: Workload, network: Network, gates: Gates, full: Why): Why {
  if (network.jobs.some((each) => each.workload === workload)) return full;
  const own = network.excluded.filter((each) => each.workload === workload.id);
  return commonest(lawfulFirst(workload, null, own, network, gates), `no site may run ${workload.id}`);
}

/** Where some sites pass the person's own rules, what is wrong with those; else all. */
function lawfulFirst(workload: Workload, home: string | null, excluded: readonly Excluded[], { sites }: Network, gates: Gates): readonly Excluded[] {
  const lawful = new Set(sites.flatMap((site) => (gates.lawful(workload, home, site) === null ? [site.id] : [])));
  const among = excluded.filter(({ site }) => lawful.has(site));
  return among.length > 0 ? among : excluded;
}

/** Of many reasons the nearest to serving: the latest gate that a site came to, and how many failed there. */
const order: readonly ExclusionCode[] = [
  'sovereignty',
  'residency',
  'power-unknown',
  'price',
  'model',
  'unknown-capacity',
  'tenant',
  'closed',
  'state',
  'latency',
];

function commonest(excluded: readonly Excluded[], words: string): Why {
  for (const code of order) {
    const found = excluded.filter(({ reason }) => reason.code === code);
    const [first] = found;
    if (first)
      return { code, text: `${words}: ${first.reason.text} (${first.site}${found.length > 1 ? ` and ${String(found.length - 1)} more` : ''})` };
  }
  return { code: 'capacity', text: `${words}: there are no sites` };
}
