/**
 * Decides what a scenario leaves open: arrangement, number of replicas and load together. A free choice costs least per
 * output token, with a rate least a month; on one kind of accelerator that is the fewest accelerators per output token,
 * or the fewest. Ties within 1 % go to fewer accelerators, then to the lower time per token.
 */
import type { AnchoringSet } from '../../calibration/anchoring.ts';
import type { ServingParameters } from '../../calibration/priors/serving.ts';
import type { Load } from '../../scenario/load.ts';
import { maxAccelerators, replicaSize } from '../../scenario/parallel.ts';
import type { Scenario, Target } from '../../scenario/scenario.ts';
import type { EngineOperators } from '../engine/bind-operators.ts';
import { deploy, fits, fitsAll, type Deployment } from '../engine/deployment.ts';
import type { Reason } from '../estimate.ts';
import { arrangements } from '../resolve/arrangements.ts';
import type { Resolved } from '../resolve/resolve.ts';
import { ReplicaCandidate, type Ask, type Served } from './candidate.ts';
import { Contest, tie, type Choice } from './contest.ts';
import { largestLoad, missOf } from './largest-load.ts';
import { saturation } from './open-arrivals.ts';
import { doesNotFit, overloaded, targetNotMet } from './reasons.ts';

export interface Search {
  readonly resolved: Resolved;
  /** Without its session: what is chosen is chosen for steady state. */
  readonly scenario: Scenario;
  readonly load: Load;
  readonly target: Target | null;
  readonly operators: EngineOperators;
  readonly serving: ServingParameters;
  readonly anchoring: AnchoringSet;
}

export type Chosen<Kind extends Choice = Choice> = { readonly ok: true; readonly value: Kind } | { readonly ok: false; readonly reason: Reason };

/** Largest replica that is tried when the count is free. */
export const largestReplica = 256;
/** Accelerators of a server where the catalogue has no larger scale-up domain. */
const acceleratorsPerServer = 8;

export function chooseReplicas(search: Search): Chosen {
  const { resolved, scenario, target } = search;
  const { deployments, roomiest } = deploymentsOf(search);
  if (deployments.length === 0) return { ok: false, reason: doesNotFit(roomiest, scenario) };
  const contest = new Contest<Choice>();
  const asked = new Asked(search, deployments, contest);
  asked.run();
  const best = contest.best();
  if (best) return { ok: true, value: best };
  if (search.load.kind === 'open' && asked.carries < search.load.peak) {
    const free = scenario.accelerators === null ? null : chooseReplicas({ ...search, scenario: { ...scenario, accelerators: null }, target: null });
    const needs = free?.ok ? free.value.accelerators : null;
    return { ok: false, reason: overloaded(resolved, search.load.peak, scenario.accelerators ?? maxAccelerators, needs, asked.carries) };
  }
  return { ok: false, reason: targetNotMet(resolved, target ?? {}, contest.nearest()) };
}

/** Those that hold the model and one request, smallest replica first. */
function deploymentsOf({ resolved, scenario, operators, serving }: Search): {
  readonly deployments: readonly Deployment[];
  readonly roomiest: Deployment;
} {
  const { parallel, accelerators, inputTokens, outputTokens } = scenario;
  const list = parallel ? [parallel] : arrangements(resolved.model, resolved.chip, accelerators ?? largestReplica);
  const all = list.map((each) => deploy(resolved, each, operators, serving));
  const fitting = all.filter((deployment) => fits(deployment, inputTokens, outputTokens));
  const roomiest = all.at(-1) ?? deploy(resolved, { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 }, operators, serving);
  if (parallel !== null || accelerators !== null) return { deployments: fitting, roomiest };
  // A free count starves no engine of a mixture where it can be helped.
  const roomy = fitting.filter((deployment) => fitsAll(deployment, inputTokens, outputTokens));
  const free = roomy.length > 0 ? roomy : fitting;
  const [fewest] = free;
  if (!fewest) return { deployments: [], roomiest };
  const most = searchedAccelerators(resolved, replicaSize(fewest.parallel));
  return { deployments: free.filter((deployment) => replicaSize(deployment.parallel) <= most), roomiest };
}

/** Up to which count a free one is searched: four times the fewest that hold the model, and a scale-up domain. */
export const searchedAccelerators = ({ chip }: Resolved, fewest: number): number =>
  Math.min(Math.max(4 * fewest, chip.scaleUpSize ?? 1, acceleratorsPerServer), largestReplica);

/** One search: puts every way to serve what is asked into the contest. */
class Asked {
  /** Most requests/s that any of them carries on the accelerators given. */
  carries = 0;

  constructor(
    private readonly search: Search,
    private readonly deployments: readonly Deployment[],
    private readonly contest: Contest<Choice>,
  ) {}

  run(): void {
    const { load, target } = this.search;
    switch (load.kind) {
      case 'closed':
        return target === null ? this.closed(load.concurrency) : this.closedWithin(load.concurrency, target);
      case 'queued':
        return this.eachSize((candidate) => ({ ask: { concurrency: 'max' }, served: candidate.at({ concurrency: 'max' }) }));
      case 'found':
        return this.found(target);
      case 'open':
        return this.open(load.peak, target);
      default:
        return load satisfies never;
    }
  }

  /** Serving replicas on the accelerators given; null where their count is free. */
  private given(deployment: Deployment): number | null {
    const { accelerators, spareReplicas } = this.search.scenario;
    return accelerators === null ? null : Math.floor(accelerators / replicaSize(deployment.parallel)) - spareReplicas;
  }

  /** Where replicas are alike in what they deliver, spares cost least beside as many as are searched. */
  private alike(deployment: Deployment): number {
    const { resolved, scenario } = this.search;
    if (scenario.spareReplicas === 0) return 1;
    const fewest = replicaSize(this.deployments[0]?.parallel ?? deployment.parallel);
    return Math.max(Math.floor(searchedAccelerators(resolved, fewest) / replicaSize(deployment.parallel)) - scenario.spareReplicas, 1);
  }

  private candidate(deployment: Deployment, replicas: number): ReplicaCandidate {
    return new ReplicaCandidate(this.search.scenario, deployment, replicas, this.search.anchoring);
  }

  private total(candidate: ReplicaCandidate): number {
    const { accelerators, spareReplicas } = this.search.scenario;
    return accelerators ?? (candidate.replicas + spareReplicas) * replicaSize(candidate.deployment.parallel);
  }

  private offer(candidate: ReplicaCandidate, ask: Ask, served: Served): void {
    const accelerators = this.total(candidate);
    const cost = 'rate' in ask ? accelerators : accelerators / served.requestsPerSecond;
    this.contest.offer({ candidate, ask, accelerators, idle: accelerators - candidate.accelerators }, cost, served.timePerOutputToken);
  }

  private eachSize(serve: (candidate: ReplicaCandidate) => { readonly ask: Ask; readonly served: Served | null }): void {
    for (const deployment of this.deployments) {
      const replicas = this.given(deployment) ?? this.alike(deployment);
      if (replicas < 1) continue;
      const candidate = this.candidate(deployment, replicas);
      const { ask, served } = serve(candidate);
      if (served) this.offer(candidate, ask, served);
    }
  }

  /**
   * A number of requests in flight and no target. Once a size admits all of them, every further accelerator shares the same
   * work out: larger sizes are left when two in a row cost more.
   */
  private closed(concurrency: number): void {
    const { accelerators, spareReplicas } = this.search.scenario;
    const ask: Ask = { concurrency };
    if (accelerators !== null) return this.eachSize((candidate) => ({ ask, served: candidate.at(ask) }));
    let dearer = 0;
    for (const group of bySize(this.deployments)) {
      const before = this.contest.cheapest;
      let admits = false;
      for (const deployment of group) {
        // Only beside spares may more replicas cost less than one.
        for (let replicas = 1; replicas <= 1 + 7 * Math.min(spareReplicas, 1); replicas++) {
          const candidate = this.candidate(deployment, replicas);
          const served = candidate.at(ask);
          if (served) this.offer(candidate, ask, served);
          admits ||= candidate.admits >= concurrency;
        }
      }
      dearer = admits && this.contest.cheapest >= before ? dearer + 1 : 0;
      if (dearer >= sizesToLeave) return;
    }
  }

  private closedWithin(concurrency: number, target: Target): void {
    const ask: Ask = { concurrency };
    for (const deployment of this.deployments) {
      const given = this.given(deployment);
      const serve = (replicas: number): { readonly candidate: ReplicaCandidate; readonly served: Served | null; readonly kept: boolean } => {
        const candidate = this.candidate(deployment, replicas);
        const served = candidate.at(ask);
        const kept = served !== null && missOf(served, target) <= 1;
        if (served && !kept) this.contest.miss({ accelerators: this.total(candidate), deployment, served, miss: missOf(served, target) });
        return { candidate, served, kept };
      };
      const size = replicaSize(deployment.parallel);
      const most = Math.min(concurrency, Math.floor(maxAccelerators / size) - this.search.scenario.spareReplicas);
      const replicas = given ?? smallest(1, most, (count) => serve(count).kept);
      if (replicas === null || replicas < 1) continue;
      const { candidate, served, kept } = serve(replicas);
      if (served && kept) this.offer(candidate, ask, served);
    }
  }

  /**
   * The load that costs least within the target. Every arrangement is tried under one engine; those that come near the best
   * of them under all.
   */
  private found(target: Target | null): void {
    const { resolved, scenario, operators, serving, anchoring } = this.search;
    const [engine] = resolved.engines;
    const several = resolved.engines.length > 1 && scenario.anchor.length === 0 && engine !== undefined;
    const alone = several ? { ...resolved, engines: [engine] } : null;
    const quick = this.deployments.map((deployment) => {
      const replicas = this.given(deployment) ?? this.alike(deployment);
      if (replicas < 1) return { deployment, replicas, cost: Infinity };
      if (!alone) return { deployment, replicas, cost: 0 };
      const candidate = new ReplicaCandidate(scenario, deploy(alone, deployment.parallel, operators, serving), replicas, anchoring);
      const load = largestLoad(candidate, target, quickPrecision);
      // One that misses under this engine may keep the target in the mean: it is looked at when no other does.
      return { deployment, replicas, cost: load ? this.total(candidate) / load.served.requestsPerSecond : Number.MAX_VALUE };
    });
    const near = Math.min(...quick.map(({ cost }) => cost)) * nearBest;
    quick.sort((a, b) => a.cost - b.cost);
    for (const { deployment, replicas, cost } of quick) {
      if (replicas < 1 || (cost > near && this.contest.cheapest < Infinity)) continue;
      const candidate = this.candidate(deployment, replicas);
      const load = largestLoad(candidate, target);
      if (load) this.offer(candidate, { concurrency: load.concurrency }, load.served);
      else {
        const served = candidate.at({ concurrency: 1 });
        if (served) this.contest.miss({ accelerators: this.total(candidate), deployment, served, miss: missOf(served, target) });
      }
    }
  }

  /** Arrivals at a rate: the fewest replicas that carry it, and keep the target. */
  private open(rate: number, target: Target | null): void {
    const { accelerators, spareReplicas } = this.search.scenario;
    const ask: Ask = { rate };
    const needed = this.deployments.flatMap((deployment) => {
      const { capacity } = this.candidate(deployment, 1);
      if (capacity <= 0) return [];
      const size = replicaSize(deployment.parallel);
      const given = this.given(deployment);
      if (given !== null) this.carries = Math.max(this.carries, saturation * capacity * Math.max(given, 0));
      const replicas = Math.ceil(rate / (saturation * capacity));
      return given !== null && replicas > given ? [] : [{ deployment, size, replicas: given ?? replicas }];
    });
    if (accelerators === null)
      this.carries = needed.some(({ size, replicas }) => size * (replicas + spareReplicas) <= maxAccelerators) ? Infinity : 0;
    needed.sort((a, b) => a.size * a.replicas - b.size * b.replicas);
    for (const { deployment, size, replicas: fewest } of needed) {
      const affordable = Math.floor(Math.min(maxAccelerators, accelerators ?? this.contest.cheapest * tie) / size) - spareReplicas;
      const kept = (count: number): boolean => {
        const candidate = this.candidate(deployment, count);
        const served = candidate.at(ask);
        if (served && missOf(served, target) > 1)
          this.contest.miss({ accelerators: this.total(candidate), deployment, served, miss: missOf(served, target) });
        return served !== null && missOf(served, target) <= 1;
      };
      const replicas = accelerators === null ? smallest(fewest, affordable, kept) : kept(fewest) ? fewest : null;
      if (replicas === null) continue;
      const candidate = this.candidate(deployment, replicas);
      const served = candidate.at(ask);
      if (served) this.offer(candidate, ask, served);
    }
  }
}

/** Sizes in a row that cost more before larger ones are left. */
const sizesToLeave = 2;
/** Under one engine a load is found to this share. */
const quickPrecision = 0.02;
/** Arrangements within this factor of the best under one engine are looked at under all: engines differ by less in how they rank them. */
const nearBest = 1.15;

/** The smallest whole number from `from` to `most` for which a condition holds that, once it holds, goes on to; null where none does. */
function smallest(from: number, most: number, holds: (count: number) => boolean): number | null {
  if (from > most) return null;
  if (holds(from)) return from;
  let low = from;
  let high = from;
  do {
    if (high >= most) return null;
    low = high;
    high = Math.min(2 * high, most);
  } while (!holds(high));
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Neighbours of one replica size; the list is ordered by it. */
function bySize(deployments: readonly Deployment[]): readonly (readonly Deployment[])[] {
  const groups: Deployment[][] = [];
  let size = -1;
  for (const deployment of deployments) {
    if (replicaSize(deployment.parallel) !== size) groups.push([]);
    size = replicaSize(deployment.parallel);
    groups.at(-1)?.push(deployment);
  }
  return groups;
}
