/**
 * The search over arrangements and numbers of replicas for one load. Every way to serve is asked what it delivers; the
 * contest keeps the best.
 */
import { hasLinks } from '../../model/chip.ts';
import { maxAccelerators, replicaSize } from '../../scenario/parallel.ts';
import type { Target } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import type { Ask, ReplicaCandidate, Served } from './candidate.ts';
import { largestLoad, missOf } from './largest-load.ts';
import { batchRun, type BatchRun } from './batch-run.ts';
import { RateSearch } from './rate-search.ts';
import { smallest } from './smallest.ts';
import { certain, nearBest, type Offer, type Ways } from './ways.ts';

/** Puts every way to serve what is asked into the contest. */
export class ReplicaSearch {
  /** Least cost under the first engine so far. */
  private quickest = Infinity;
  /** The same of the replica size that is tried. */
  private latest = Infinity;

  constructor(private readonly ways: Ways) {}

  run(): void {
    const { load, target } = this.ways.search;
    switch (load.kind) {
      case 'closed':
        if (target === null) this.closed(load.concurrency);
        else this.closedWithin(load.concurrency, target);
        break;
      case 'queued':
        this.each((candidate) => {
          const served = candidate.at({ concurrency: 'max' });
          return served && { ask: { concurrency: 'max' }, served };
        });
        break;
      case 'batch':
        this.batch(load.requests, load.seconds);
        break;
      case 'found':
        this.found(target);
        break;
      case 'open':
        new RateSearch(this.ways, load.peak, target).run();
        break;
      default:
        load satisfies never;
    }
  }

  /**
   * Serves with each arrangement. Under several engines all are tried under the first of them, and those that come near the
   * best under all: engines differ in times by far more than in how they rank arrangements.
   */
  private each(serve: (candidate: ReplicaCandidate, precise: boolean) => Offer | null, tried: Iterable<ReplicaCandidate> = this.oneEach()): void {
    const { engines } = this.ways.search.resolved;
    const several = engines.length > 1 && this.ways.search.scenario.anchor.length === 0;
    const first = engines.slice(0, 1);
    const quick: { readonly candidate: ReplicaCandidate; readonly cost: number }[] = [];
    for (const candidate of tried) {
      const found = serve(several ? candidate.under(first) : candidate, !several);
      const cost = found ? this.ways.cost(candidate, found) : Number.MAX_VALUE;
      this.quickest = Math.min(this.quickest, cost);
      this.latest = Math.min(this.latest, cost);
      if (several) quick.push({ candidate, cost });
      else if (found) this.ways.offer(candidate, found);
      else this.ways.missed(candidate);
    }
    const near = this.quickest * nearBest;
    for (const { candidate, cost } of quick.sort((a, b) => a.cost - b.cost)) {
      if (cost > near && this.ways.contest.cheapest < Infinity) return;
      const found = serve(candidate, true);
      if (found) this.ways.offer(candidate, found);
      else this.ways.missed(candidate);
    }
  }

  private *oneEach(): Generator<ReplicaCandidate> {
    for (const deployment of this.ways.deployments) {
      const replicas = this.ways.given(deployment) ?? this.ways.alike(deployment);
      if (replicas >= 1) yield this.ways.candidate(deployment, replicas);
    }
  }

  /** A number of requests in flight and no target. */
  private closed(concurrency: number): void {
    const ask: Ask = { concurrency };
    const serve = (candidate: ReplicaCandidate, precise: boolean): Offer | null => {
      if (!precise && this.outOfReach(candidate, concurrency)) return null;
      const served = candidate.at(ask);
      return served && { ask, served };
    };
    this.each(serve, this.ways.search.scenario.accelerators === null ? this.growing(concurrency) : this.oneEach());
  }

  /** True where decoding alone, without a prompt in between, already costs more than the best. */
  private outOfReach(candidate: ReplicaCandidate, concurrency: number): boolean {
    if (this.quickest === Infinity) return false;
    return (certain * this.ways.total(candidate)) / this.ways.decodingRate(candidate, concurrency) > this.quickest * nearBest;
  }

  /**
   * Larger and larger replicas, and beside spares more of them. Once a size admits all that are in flight, every further
   * accelerator shares the same work out: larger ones are left when two sizes in a row cost more, or one much more.
   */
  private *growing(concurrency: number): Generator<ReplicaCandidate> {
    const most = this.ways.search.scenario.spareReplicas > 0 ? replicasBesideSpares : 1;
    const linked = hasLinks(this.ways.search.resolved.chip);
    let dearer = 0;
    for (const group of bySize(this.ways.deployments)) {
      const before = this.quickest;
      this.latest = Infinity;
      let admits = false;
      for (const deployment of group) {
        // Stages make room for requests, and save collectives: over a bus always, between linked accelerators only from large batches on.
        if (linked && admits && concurrency < batchForStages * deployment.parallel.pipeline && deployment.parallel.pipeline > 1) continue;
        for (let replicas = 1; replicas <= most; replicas++) {
          const candidate = this.ways.candidate(deployment, replicas);
          admits ||= candidate.admits >= concurrency;
          yield candidate;
        }
      }
      dearer = admits && this.quickest >= before ? dearer + 1 : 0;
      if (dearer >= sizesToLeave || (dearer > 0 && this.latest > muchDearer * before)) return;
    }
  }

  private closedWithin(concurrency: number, target: Target): void {
    const ask: Ask = { concurrency };
    for (const deployment of this.ways.deployments) {
      const given = this.ways.given(deployment);
      const serve = (replicas: number): { readonly candidate: ReplicaCandidate; readonly served: Served | null; readonly kept: boolean } => {
        const candidate = this.ways.candidate(deployment, replicas);
        const served = candidate.at(ask);
        const kept = served !== null && missOf(served, target) <= 1;
        if (served && !kept) this.ways.contest.miss({ accelerators: this.ways.total(candidate), deployment, served, miss: missOf(served, target) });
        return { candidate, served, kept };
      };
      const size = replicaSize(deployment.parallel);
      const most = Math.min(concurrency, Math.floor(maxAccelerators / size) - this.ways.search.scenario.spareReplicas);
      const replicas = given ?? smallest(1, most, (count) => serve(count).kept);
      if (replicas === null || replicas < 1) continue;
      const { candidate, served, kept } = serve(replicas);
      if (served && kept) this.ways.offer(candidate, { ask, served });
    }
  }

  /** The fewest replicas of each arrangement that end a batch in time, compared by the accelerator-seconds that it takes. */
  private batch(requests: number, seconds: number): void {
    for (const deployment of this.ways.deployments) {
      const run = (replicas: number): BatchRun | null => batchRun(this.ways.candidate(deployment, replicas), requests);
      const most = Math.floor(maxAccelerators / replicaSize(deployment.parallel)) - this.ways.search.scenario.spareReplicas;
      const replicas = this.ways.given(deployment) ?? smallest(1, most, (count) => (run(count)?.seconds ?? Infinity) <= seconds) ?? 0;
      const found = replicas > 0 ? run(replicas) : null;
      if (!found || found.seconds > seconds) continue;
      const candidate = this.ways.candidate(deployment, replicas);
      const accelerators = this.ways.total(candidate);
      const choice = { candidate, ask: found.ask, accelerators, idle: accelerators - candidate.accelerators };
      this.ways.contest.offer(choice, accelerators * found.seconds, found.served.timePerOutputToken);
    }
  }

  /** The load that costs least within the target. */
  private found(target: Target | null): void {
    let best = { perAccelerator: 0, rate: 0 };
    this.each((candidate, precise) => {
      if (!precise && this.hopeless(candidate, target, best)) return null;
      const load = largestLoad(candidate, target, precise ? 0 : quickPrecision);
      if (!load) return null;
      const rate = load.served.requestsPerSecond / candidate.accelerators;
      if (rate > best.rate) best = { perAccelerator: load.concurrency / candidate.accelerators, rate };
      return { ask: { concurrency: load.concurrency }, served: load.served };
    });
  }

  /**
   * True where a look at one load shows that no other can come near the best: at as many requests an accelerator as the best
   * has, this arrangement misses the target or is full, and serves less. Fewer requests serve less still.
   */
  private hopeless(candidate: ReplicaCandidate, target: Target | null, best: { readonly perAccelerator: number; readonly rate: number }): boolean {
    if (best.rate === 0) return false;
    const asked = Math.max(Math.round(best.perAccelerator * candidate.accelerators), 1);
    const concurrency = Math.min(asked, candidate.admits);
    const served = concurrency < 1 ? null : candidate.at({ concurrency });
    if (served === null) return true;
    const atMost = served.requestsPerSecond / candidate.accelerators;
    return atMost * nearBest < best.rate && (concurrency < asked || missOf(served, target) > 1);
  }
}

/** Requests a stage below which reading its weights for each micro-batch costs more than the collectives that it saves. */
const batchForStages = 32;
/** Sizes in a row that cost more before larger ones are left. */
const sizesToLeave = 2;
const muchDearer = 1.15;
/** Under one engine a load is found to this share. */
const quickPrecision = 0.02;
/** Replicas that are tried beside spares for a number of requests in flight: each further one shares the spares' cost less. */
const replicasBesideSpares = 8;

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
