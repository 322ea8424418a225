/** Small networks with made-up numbers, for checks against ways to solve them that know nothing of a solver. */
import fc from 'fast-check';
import type { FlowChoice, Network, ReplicaChoice } from '../../src/placement/network/choices.ts';
import type { CandidateSite } from '../../src/placement/network/site.ts';
import type { InferenceWorkload, Limits, Placement } from '../../src/placement/request/placement.ts';

export interface Small {
  readonly workloads: number;
  readonly sites: readonly { readonly accelerators: number; readonly kW: number | null; readonly country: string }[];
  /** By workload: demand of its users. */
  readonly demand: readonly (readonly number[])[];
  /** By workload, users and site: whether they may be served there. */
  readonly reach: readonly (readonly (readonly boolean[])[])[];
  /** By workload and accelerator. */
  readonly replicas: readonly (readonly { readonly usd: number; readonly rate: number; readonly size: number; readonly kW: number }[])[];
  readonly limits: Limits;
}

export const noLimits: Limits = { vendorShare: null, operatorShare: null, countryShare: null, sites: null };
const vendors = ['A', 'B'];

export function networkOfSmall(small: Small): { readonly placement: Placement; readonly network: Network } {
  const sites = small.sites.map(
    ({ accelerators, kW, country }, index) =>
      ({
        id: `s${String(index)}`,
        name: `s${String(index)}`,
        country,
        owner: `o${String(index)}`,
        jurisdiction: country,
        pools: [{ accelerators: ['a', 'b'], count: { low: accelerators, value: accelerators, high: accelerators } }],
        watts: kW === null ? null : kW * 1000,
        terms: { carbon: { value: 100 } },
      }) as unknown as CandidateSite,
  );
  const workloads = small.demand.map(
    (users, index) =>
      ({
        id: `w${String(index)}`,
        kind: 'inference',
        scenario: { egress: null, outputTokens: 1 },
        peakToMean: 1,
        users: users.map((requestsPerSecond, group) => ({ from: { id: `g${String(group)}`, name: `g${String(group)}` }, requestsPerSecond })),
        roundTrip: null,
        residency: null,
        sovereignty: null,
      }) as unknown as InferenceWorkload,
  );
  const replicas = workloads.flatMap((workload, w) =>
    sites.flatMap((site) =>
      (small.replicas[w] ?? []).map(
        ({ usd, rate, size, kW }, a) =>
          ({
            workload,
            site,
            pool: 0,
            taken: size,
            price: { usd: usd / size },
            kW,
            replica: { accelerator: { id: vendors[a], vendor: vendors[a] }, accelerators: size, requestsPerSecond: rate },
          }) as unknown as ReplicaChoice,
      ),
    ),
  );
  const flows = workloads.flatMap((workload, w) =>
    workload.users.flatMap((_, group) =>
      sites.flatMap((site, s) =>
        small.reach[w]?.[group]?.[s] ? [{ workload, group, site, roundTrip: { planned: 0 } } as unknown as FlowChoice] : [],
      ),
    ),
  );
  const placement = { workloads, objective: 'usd', limits: small.limits } as unknown as Placement;
  return { placement, network: { sites, replicas, flows, jobs: [], excluded: [] } };
}

const whole = (min: number, max: number) => fc.integer({ min, max });

/** @param shape workloads, sites, accelerators: few enough to count every plan of up to `most` replicas a column */
export const smallNetwork = ([w, s, a]: readonly [number, number, number], limits: fc.Arbitrary<Limits>): fc.Arbitrary<Small> =>
  fc.record({
    workloads: fc.constant(w),
    sites: fc.array(
      fc.record({
        accelerators: whole(1, 12),
        kW: fc.option(whole(1, 20), { nil: null }),
        country: fc.constantFrom('X', 'Y'),
      }),
      { minLength: s, maxLength: s },
    ),
    demand: fc.array(fc.array(whole(1, 12), { minLength: 1, maxLength: 2 }), { minLength: w, maxLength: w }),
    reach: fc.array(fc.array(fc.array(fc.boolean(), { minLength: s, maxLength: s }), { minLength: 2, maxLength: 2 }), { minLength: w, maxLength: w }),
    replicas: fc.array(
      fc.array(fc.record({ usd: whole(1, 20), rate: whole(1, 6), size: whole(1, 4), kW: whole(1, 5) }), { minLength: a, maxLength: a }),
      { minLength: w, maxLength: w },
    ),
    limits,
  });
