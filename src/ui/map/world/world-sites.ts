/** What the map has to say of every site and of every place of users: where, as what, how large, in numbers and in words. No DOM. */
import { accelerator } from '../../../catalogue/accelerators.ts';
import { carbonAt, carbonIntensity } from '../../../catalogue/carbon.ts';
import { siteCapacity, type AcceleratorRange } from '../../../catalogue/factory/capacity.ts';
import { place } from '../../../catalogue/factory/places.ts';
import { allSiteFacts } from '../../../catalogue/factory/site-facts.ts';
import { site } from '../../../catalogue/sites.ts';
import type { Coordinates } from '../../../charts/world-land.ts';
import type { PlacementAnswer } from '../../../placement/plan/answer.ts';
import { scenarioDefaults } from '../../../scenario/defaults.ts';
import { formatCount } from '../../../units/format.ts';
import { severalOf } from '../../text/names.ts';
import type { AskedPlacement, AskedServed } from '../question/asked.ts';
import { isServed } from '../question/asked.ts';

export interface WorldSite {
  readonly id: string;
  readonly standing: 'plan' | 'possible' | 'unconfirmed';
  readonly where: Coordinates;
  /** Why nothing runs there; empty where it may. */
  readonly barred: string;
  /** Accelerators that it holds, as far as it is known. */
  readonly capacity: AcceleratorRange | null;
  /** Of the plan. */
  readonly accelerators: Readonly<Record<string, number>> | null;
  readonly usdPerHour: number | null;
  readonly kW: number | null;
  /** USD per million output tokens of what it serves in the plan. */
  readonly usdPerMillion: number | null;
  /** s, mean over the requests that it serves. */
  readonly roundTrip: number | null;
  /** gCO2e/kWh of its grid. */
  readonly carbon: number | null;
}

/** Those in the plan first, by their accelerators; then what could serve; then the rest. */
export function worldSites(asked: AskedPlacement, of: AskedPlacement, answer: PlacementAnswer | null): readonly WorldSite[] {
  const options = { announced: asked.switches?.announced ?? false, ...(asked.date !== undefined && { date: asked.date }) };
  const order = { plan: 0, possible: 1, unconfirmed: 2 } as const;
  const size = ({ accelerators, capacity }: WorldSite): number => (accelerators ? countOf(accelerators) : (capacity?.value ?? 0));
  return allSiteFacts()
    .map(({ id, latitude, longitude }): WorldSite => {
      const { range, barred } = siteCapacity(id, options);
      const planned = answer?.sites.find((each) => each.id === id) ?? null;
      const zone = site(id)?.gridZone;
      const carbon = zone === undefined ? undefined : carbonAt(zone);
      return {
        id,
        standing: planned ? 'plan' : barred ? 'unconfirmed' : 'possible',
        where: [longitude, latitude],
        barred: barred?.text ?? '',
        capacity: range,
        accelerators: planned?.accelerators ?? null,
        usdPerHour: planned?.usdPerHour ?? null,
        kW: planned?.kW ?? null,
        usdPerMillion: answer && planned ? usdPerMillion(of, answer, id, planned.usdPerHour) : null,
        roundTrip: answer && planned ? meanRoundTrip(answer, id) : null,
        carbon: (carbon && carbonIntensity(carbon)?.value) ?? null,
      };
    })
    .sort((a, b) => order[a.standing] - order[b.standing] || size(b) - size(a));
}

export const countOf = (accelerators: Readonly<Record<string, number>>): number => Object.values(accelerators).reduce((sum, count) => sum + count, 0);

/** "74 B200s and four RTX PRO 6000s" */
export const acceleratorsWords = (accelerators: Readonly<Record<string, number>>): string =>
  Object.entries(accelerators)
    .map(([id, count]) => severalOf(count, accelerator(id)?.name ?? id).replace(/^\S+/, formatCount(count)))
    .join(', ');

/** Of a site that serves and trains nobody's model: null where a job is in its dollars, or a task whose lengths are not in the question. */
function usdPerMillion({ workloads }: AskedPlacement, { flows, jobs }: PlacementAnswer, id: string, usdPerHour: number): number | null {
  if (jobs.some((job) => job.site === id)) return null;
  let tokens = 0;
  for (const flow of flows.filter((each) => each.site === id)) {
    const workload = workloads.find((each): each is AskedServed => isServed(each) && each.id === flow.workload);
    if (!workload || workload.kind === 'agent') return null;
    const { outputTokens = scenarioDefaults.outputTokens } = workload.scenario;
    if (typeof outputTokens !== 'number') return null;
    tokens += flow.requestsPerSecond * outputTokens * 3600;
  }
  return tokens > 0 ? (usdPerHour / tokens) * 1e6 : null;
}

function meanRoundTrip({ flows }: PlacementAnswer, id: string): number | null {
  const own = flows.filter((flow) => flow.site === id);
  const rate = own.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  return rate > 0 ? own.reduce((sum, flow) => sum + flow.requestsPerSecond * flow.roundTrip, 0) / rate : null;
}

export interface WorldUsers {
  readonly id: string;
  readonly where: Coordinates;
}

/** Each place once, whatever its users ask. */
export function worldUsers({ workloads }: AskedPlacement): readonly WorldUsers[] {
  const ids = new Set(workloads.filter(isServed).flatMap(({ users }) => users.map((each) => each.place)));
  return [...ids].flatMap((id) => {
    const found = typeof id === 'string' ? place(id) : undefined;
    return found ? [{ id, where: [found.longitude, found.latitude] as const }] : [];
  });
}
