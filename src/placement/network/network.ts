/**
 * Everything that a plan may choose among, and a reason for everything that it may not: replicas of a workload at a site, flows of users
 * to it, and jobs. What may serve is decided here, before the programme, so that each refusal can be read.
 */
import { accelerator as acceleratorById } from '../../catalogue/accelerators.ts';
import { allSiteFacts } from '../../catalogue/factory/site-facts.ts';
import { standsAt } from '../../catalogue/factory/capacity.ts';
import type { InferenceWorkload, JobWorkload, Placement } from '../request/placement.ts';
import { vendorOf } from '../request/switches.ts';
import { candidateSites, supplyOf } from './candidate-site.ts';
import type { AtSite, Excluded, FlowChoice, JobChoice, Network, ReplicaChoice } from './choices.ts';
import { withoutDominated } from './dominated.ts';
import { Gates } from './gates.ts';
import { jobOn } from './job.ts';
import { priceAt, type SitePrice } from './price.ts';
import { Reach } from './reach.ts';
import { replicaOn } from './replica.ts';
import type { CandidateSite, Exclusion } from './site.ts';

/** Sites of the catalogue that are asked for. */
export function siteIds({ sites, date }: Placement): readonly string[] {
  if (typeof sites !== 'string') return sites.filter((each) => typeof each === 'string');
  const all = allSiteFacts().map(({ id }) => id);
  return sites === 'all' ? all : all.filter((id) => standsAt(id, date));
}

export function networkOf(placement: Placement, reach = new Reach()): Network {
  const sites = candidateSites(placement, siteIds(placement));
  const gates = new Gates(reach);
  const replicas: ReplicaChoice[] = [];
  const flows: FlowChoice[] = [];
  const jobs: JobChoice[] = [];
  const excluded: Excluded[] = [];
  for (const workload of placement.workloads) {
    for (const site of sites) {
      const out = (reason: Exclusion, from?: string): void =>
        void excluded.push({ workload: workload.id, ...(from !== undefined && { from }), site: site.id, reason });
      if (site.barred) {
        out(site.barred);
        continue;
      }
      if (workload.kind !== 'inference') {
        const law = gates.lawful(workload, null, site);
        const found = law ? law : jobsAt(workload, site, placement);
        if ('code' in found) out(found);
        else jobs.push(...found);
        continue;
      }
      const found = replicasAt(workload, site, placement);
      if ('code' in found) {
        out(found);
        continue;
      }
      let serves = false;
      for (const [group, { from }] of workload.users.entries()) {
        const refused = gates.serving(workload, from, site);
        if (refused) {
          out(refused, from.id);
          continue;
        }
        serves = true;
        flows.push({ workload, group, site, roundTrip: reach.between(from, site) });
      }
      if (serves) replicas.push(...withoutDominated(found, placement));
    }
  }
  return { sites, replicas, flows, jobs, excluded };
}

function replicasAt(workload: InferenceWorkload, site: CandidateSite, placement: Placement): readonly ReplicaChoice[] | Exclusion {
  const { switches } = placement;
  return choicesAt(site, placement, (id) => {
    const answer = replicaOn(workload.scenario, id, { scaleOut: switches.scaleOut, without: switches.without });
    if (!answer.ok) return answer.why;
    const { accelerator, scenario, accelerators, watts } = answer.value;
    const price = priceAt(scenario, accelerator, site.terms, switches);
    return price.ok ? { at: { price: price.value, accelerators, watts }, choice: { workload, replica: answer.value } } : price.why;
  });
}

function jobsAt(workload: JobWorkload, site: CandidateSite, placement: Placement): readonly JobChoice[] | Exclusion {
  const { switches } = placement;
  return choicesAt(site, placement, (id) => {
    const answer = jobOn(workload.training, id, switches.scaleOut);
    if (!answer.ok) return answer.why;
    const { accelerator, scenario, accelerators, watts } = answer.value;
    const price = priceAt(scenario, accelerator, site.terms, switches);
    return price.ok ? { at: { price: price.value, accelerators, watts }, choice: { workload, job: answer.value } } : price.why;
  });
}

interface Found<Choice> {
  /** W of IT of all its accelerators. */
  readonly at: { readonly price: SitePrice; readonly accelerators: number; readonly watts: number | null };
  readonly choice: Choice;
}

/** @returns a choice for each accelerator of the site that can, or the reason of the first that cannot */
function choicesAt<Choice extends object>(
  site: CandidateSite,
  placement: Placement,
  on: (id: string) => Found<Choice> | Exclusion,
): readonly (Choice & AtSite)[] | Exclusion {
  const choices: (Choice & AtSite)[] = [];
  let refused: Exclusion | null = null;
  const { switches } = placement;
  for (const [pool, { accelerators }] of site.pools.entries()) {
    for (const id of accelerators) {
      const found = withoutVendor(id, switches.without) ?? on(id);
      if ('code' in found) {
        refused ??= found;
        continue;
      }
      const { price, accelerators: count, watts } = found.at;
      if (watts === null && needsPower(placement, site)) {
        refused ??= { code: 'power-unknown', text: `no power of ${acceleratorById(id)?.name ?? id} is known` };
        continue;
      }
      choices.push({
        ...found.choice,
        site,
        pool,
        taken: count / supplyOf(id, switches.supply),
        price,
        kW: watts === null ? null : (watts * site.terms.pue.value) / 1000,
      });
    }
  }
  return choices.length > 0 ? choices : (refused ?? { code: 'unknown-capacity', text: 'no accelerator of it is known' });
}

/** Where power is counted, what has none that is known cannot take part. */
const needsPower = ({ objective, limits }: Placement, { watts }: CandidateSite): boolean =>
  objective !== 'usd' || watts !== null || limits.vendorShare !== null || limits.operatorShare !== null || limits.countryShare !== null;

function withoutVendor(id: string, without: Placement['switches']['without']): Exclusion | null {
  const vendor = acceleratorById(id)?.vendor;
  return without.some((name) => vendor !== undefined && vendorOf(name) === vendor) ? { code: 'model', text: `${vendor ?? ''} is left out` } : null;
}
