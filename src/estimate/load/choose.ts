/**
 * Decides what a scenario leaves open: arrangement, number of replicas and load together. A free choice costs least per
 * output token, with a rate least a month; on one kind of accelerator that is the fewest accelerators per output token,
 * or the fewest. Ties within 1 % go to fewer accelerators, then to the lower time per token.
 */
import type { Load } from '../../scenario/load.ts';
import { maxAccelerators, replicasOn, replicaSize } from '../../scenario/parallel.ts';
import type { Parallel } from '../../scenario/scenario.ts';
import { fits, fitsAll } from '../engine/admission.ts';
import { deploy, type Deployment } from '../engine/deployment.ts';
import { arrangements } from '../resolve/arrangements.ts';
import { ReplicaCandidate, type Ask } from './candidate.ts';
import { Contest, type Choice } from './contest.ts';
import { doesNotFit, overloaded, targetNotMet, tooLate } from './reasons.ts';
import { ReplicaSearch } from './replica-search.ts';
import { largestReplica, searchedAccelerators, type Chosen, type Search } from './search.ts';
import { Ways } from './ways.ts';

export function chooseReplicas(search: Search): Chosen {
  const { resolved, scenario, target } = search;
  const { deployments, roomiest } = deploymentsOf(search);
  if (deployments.length === 0) return { ok: false, reason: doesNotFit(roomiest, scenario) };
  const only = theOnly(search, deployments);
  if (only) return { ok: true, value: only };
  const contest = new Contest<Choice>();
  const ways = new Ways(search, deployments, contest);
  new ReplicaSearch(ways).run();
  const best = contest.best();
  if (best) return { ok: true, value: best };
  const { load } = search;
  const has = scenario.accelerators ?? maxAccelerators;
  if (load.kind === 'open' && ways.carries() < load.peak)
    return { ok: false, reason: overloaded(resolved, load.peak, has, neededBy(search), ways.carries()) };
  if (load.kind === 'batch') return { ok: false, reason: tooLate(resolved, load.requests, load.seconds, has, neededBy(search)) };
  return { ok: false, reason: targetNotMet(resolved, target ?? {}, contest.nearest()) };
}

/** Accelerators that what is asked needs with their count free, its target kept; null where no number of them is enough. */
function neededBy(search: Search): number | null {
  if (search.scenario.accelerators === null) return null;
  const free = chooseReplicas({ ...search, scenario: { ...search.scenario, accelerators: null } });
  return free.ok ? free.value.accelerators : null;
}

/**
 * A rate or a deadline takes as many accelerators as it needs, and experts are worth spreading over more of them than hold the model: replicas
 * of up to 64 are looked at, however few would hold it.
 */
const wideReplica = (load: Load): number => (load.kind === 'open' || load.kind === 'batch' ? 64 : 0);

/** Where nothing is left open and no limit is set, there is nothing to compare: the answer itself will ask what it delivers. */
function theOnly({ scenario, load, target, anchoring }: Search, deployments: readonly Deployment[]): Choice | null {
  const [deployment] = deployments;
  if (!deployment || scenario.parallel === null || target !== null || (load.kind !== 'closed' && load.kind !== 'queued')) return null;
  if (scenario.accelerators === null && scenario.spareReplicas > 0) return null;
  const accelerators = scenario.accelerators ?? replicaSize(scenario.parallel);
  const candidate = new ReplicaCandidate(scenario, deployment, replicasOn(accelerators, scenario.parallel) - scenario.spareReplicas, anchoring);
  const ask: Ask = { concurrency: load.kind === 'closed' ? load.concurrency : 'max' };
  return { candidate, ask, accelerators, idle: accelerators - candidate.accelerators };
}

/** Those that hold the model and one request, smallest replica first. */
function deploymentsOf({ resolved, scenario, load, operators, serving }: Search): {
  readonly deployments: readonly Deployment[];
  readonly roomiest: Deployment;
} {
  const { parallel, accelerators } = scenario;
  const list = parallel ? [parallel] : arrangements(resolved.model, resolved.chip, Math.min(accelerators ?? largestReplica, largestReplica));
  const deployed = (each: Parallel): Deployment => deploy(resolved, each, operators, serving);
  const roomiest = (): Deployment => deployed(list.at(-1) ?? { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 });
  const fitting: Deployment[] = [];
  if (parallel !== null || accelerators !== null) {
    for (const each of list) {
      const deployment = deployed(each);
      if (fits(deployment, scenario)) fitting.push(deployment);
    }
    return { deployments: fitting, roomiest: roomiest() };
  }
  // A free count starves no engine of a mixture where it can be helped.
  const roomy: Deployment[] = [];
  let most = Infinity;
  for (const each of list) {
    const size = replicaSize(each);
    if (size > most) break;
    const deployment = deployed(each);
    if (fits(deployment, scenario)) fitting.push(deployment);
    if (!fitsAll(deployment, scenario)) continue;
    if (roomy.length === 0) most = Math.max(searchedAccelerators(resolved, size), wideReplica(load));
    roomy.push(deployment);
  }
  const [fewest] = fitting;
  if (roomy.length > 0 || !fewest) return { deployments: roomy, roomiest: roomiest() };
  const within = searchedAccelerators(resolved, replicaSize(fewest.parallel));
  return { deployments: fitting.filter((deployment) => replicaSize(deployment.parallel) <= within), roomiest: roomiest() };
}
