/**
 * The search over arrangements and numbers of replicas for one load. Every way to serve is asked what it delivers; the
 * contest keeps the best.
 */
import { hasLinks } from '../../model/chip.ts';
import { contextAtMidAnswer } from '../../model/request.ts';
import { maxAccelerators, replicaSize } from '../../scenario/parallel.ts';
import type { Target } from '../../scenario/scenario.ts';
import { admittedPerRank, type Deployment } from '../engine/deployment.ts';
import { ReplicaCandidate, type Ask, type Served } from './candidate.ts';
import { searchedAccelerators, type Search } from './search.ts';
import { tie, type Choice, type Contest } from './contest.ts';
import { largestLoad, missOf } from './largest-load.ts';
import { saturation } from './open-arrivals.ts';
import { batchingOf } from './operating-point.ts';
import { batchRun, type BatchRun } from './batch-run.ts';

interface Offer {
  readonly ask: Ask;
  readonly served: Served;
}

/** Puts every way to serve what is asked into the contest. */
export class ReplicaSearch {
  /** Least cost under the first engine so far. */
  private quickest = Infinity;
  /** The same of the replica size that is tried. */
  private latest = Infinity;

  constructor(
    private readonly search: Search,
    private readonly deployments: readonly Deployment[],
    private readonly contest: Contest<Choice>,
  ) {}

  run(): void {
    const { load, target } = this.search;
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
        this.open(load.peak, target);
        break;
      default:
        load satisfies never;
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

  private cost(candidate: ReplicaCandidate, { ask, served }: Offer): number {
    return 'rate' in ask ? this.total(candidate) : this.total(candidate) / served.requestsPerSecond;
  }

  private offer(candidate: ReplicaCandidate, found: Offer): void {
    const accelerators = this.total(candidate);
    const choice = { candidate, ask: found.ask, accelerators, idle: accelerators - candidate.accelerators };
    this.contest.offer(choice, this.cost(candidate, found), found.served.timePerOutputToken);
  }

  /**
   * Serves with each arrangement. Under several engines all are tried under the first of them, and those that come near the
   * best under all: engines differ in times by far more than in how they rank arrangements.
   */
  private each(serve: (candidate: ReplicaCandidate, precise: boolean) => Offer | null, tried: Iterable<ReplicaCandidate> = this.oneEach()): void {
    const { engines } = this.search.resolved;
    const several = engines.length > 1 && this.search.scenario.anchor.length === 0;
    const first = engines.slice(0, 1);
    const quick: { readonly candidate: ReplicaCandidate; readonly cost: number }[] = [];
    for (const candidate of tried) {
      const found = serve(several ? candidate.under(first) : candidate, !several);
      const cost = found ? this.cost(candidate, found) : Number.MAX_VALUE;
      this.quickest = Math.min(this.quickest, cost);
      this.latest = Math.min(this.latest, cost);
      if (several) quick.push({ candidate, cost });
      else if (found) this.offer(candidate, found);
      else this.missed(candidate);
    }
    const near = this.quickest * nearBest;
    for (const { candidate, cost } of quick.sort((a, b) => a.cost - b.cost)) {
      if (cost > near && this.contest.cheapest < Infinity) return;
      const found = serve(candidate, true);
      if (found) this.offer(candidate, found);
      else this.missed(candidate);
    }
  }

  private *oneEach(): Generator<ReplicaCandidate> {
    for (const deployment of this.deployments) {
      const replicas = this.given(deployment) ?? this.alike(deployment);
      if (replicas >= 1) yield this.candidate(deployment, replicas);
    }
  }

  private missed(candidate: ReplicaCandidate): void {
    const { target } = this.search;
    const served = target && candidate.at({ concurrency: 1 });
    if (served) this.contest.miss({ accelerators: this.total(candidate), deployment: candidate.deployment, served, miss: missOf(served, target) });
  }

  /** A number of requests in flight and no target. */
  private closed(concurrency: number): void {
    const ask: Ask = { concurrency };
    const serve = (candidate: ReplicaCandidate, precise: boolean): Offer | null => {
      if (!precise && this.outOfReach(candidate, concurrency)) return null;
      const served = candidate.at(ask);
      return served && { ask, served };
    };
    this.each(serve, this.search.scenario.accelerators === null ? this.growing(concurrency) : this.oneEach());
  }

  /**
   * True where decoding alone, without a prompt in between, already costs more than the best: one pass is priced in place of
   * the eight that a balance takes.
   */
  private outOfReach(candidate: ReplicaCandidate, concurrency: number): boolean {
    const { deployment, replicas } = candidate;
    const [engine] = this.search.resolved.engines;
    const { inputTokens, outputTokens } = this.search.scenario;
    if (this.quickest === Infinity || engine === undefined || outputTokens < 2) return false;
    const ranks = replicas * deployment.parallel.attentionData;
    const running = Math.min(concurrency / ranks, admittedPerRank(deployment, engine, inputTokens, outputTokens));
    if (running <= 0) return true;
    const { width, progress } = batchingOf(engine, this.search.scenario, deployment).draft;
    const { passes } = deployment.under(engine);
    const step = passes.decode(Math.max(running / deployment.parallel.pipeline, 1), contextAtMidAnswer(inputTokens, outputTokens), width);
    const mostRate = (running * ranks * progress) / ((outputTokens - 1) * step);
    return (certain * this.total(candidate)) / mostRate > this.quickest * nearBest;
  }

  /**
   * Larger and larger replicas, and beside spares more of them. Once a size admits all that are in flight, every further
   * accelerator shares the same work out: larger ones are left when two sizes in a row cost more, or one much more.
   */
  private *growing(concurrency: number): Generator<ReplicaCandidate> {
    const most = this.search.scenario.spareReplicas > 0 ? replicasBesideSpares : 1;
    const linked = hasLinks(this.search.resolved.chip);
    let dearer = 0;
    for (const group of bySize(this.deployments)) {
      const before = this.quickest;
      this.latest = Infinity;
      let admits = false;
      for (const deployment of group) {
        // Stages make room for requests, and save collectives: over a bus always, between linked accelerators only from large batches on.
        if (linked && admits && concurrency < batchForStages * deployment.parallel.pipeline && deployment.parallel.pipeline > 1) continue;
        for (let replicas = 1; replicas <= most; replicas++) {
          const candidate = this.candidate(deployment, replicas);
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
      if (served && kept) this.offer(candidate, { ask, served });
    }
  }

  /** The fewest replicas of each arrangement that end a batch in time, compared by the accelerator-seconds that it takes. */
  private batch(requests: number, seconds: number): void {
    for (const deployment of this.deployments) {
      const run = (replicas: number): BatchRun | null => batchRun(this.candidate(deployment, replicas), requests);
      const most = Math.floor(maxAccelerators / replicaSize(deployment.parallel)) - this.search.scenario.spareReplicas;
      const replicas = this.given(deployment) ?? smallest(1, most, (count) => (run(count)?.seconds ?? Infinity) <= seconds) ?? 0;
      const found = replicas > 0 ? run(replicas) : null;
      if (!found || found.seconds > seconds) continue;
      const candidate = this.candidate(deployment, replicas);
      const accelerators = this.total(candidate);
      const choice = { candidate, ask: found.ask, accelerators, idle: accelerators - candidate.accelerators };
      this.contest.offer(choice, accelerators * found.seconds, found.served.timePerOutputToken);
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

  /**
   * Arrivals at a rate: the fewest replicas that carry it, and keep the target. All arrangements are counted out under the
   * first engine, and those that come near the fewest under all.
   */
  private open(rate: number, target: Target | null): void {
    const { engines } = this.search.resolved;
    const several = engines.length > 1 && this.search.scenario.anchor.length === 0;
    const first = engines.slice(0, 1);
    if (!several) {
      for (const deployment of this.deployments) this.offerRate(deployment, rate, target);
      return;
    }
    const counted: { readonly deployment: Deployment; readonly measure: number }[] = [];
    let least = Infinity;
    for (const deployment of this.deployments) {
      const found = this.carrying(deployment, rate, target, (candidate) => candidate.under(first), least * nearFewest);
      if (!found) continue;
      // On a count that is given, all that carry the rate cost the same: the faster is better.
      const measure = this.search.scenario.accelerators === null ? this.total(found.candidate) : found.served.timePerOutputToken;
      least = Math.min(least, measure);
      counted.push({ deployment, measure });
    }
    for (const { deployment, measure } of counted.sort((a, b) => a.measure - b.measure)) {
      if (measure > least * nearFewest && this.contest.cheapest < Infinity) return;
      this.offerRate(deployment, rate, target);
    }
    // Where none does under the first engine one may under all: its mean is not theirs.
    if (this.contest.cheapest === Infinity) for (const deployment of this.deployments) this.offerRate(deployment, rate, target);
  }

  private offerRate(deployment: Deployment, rate: number, target: Target | null): void {
    const found = this.carrying(deployment, rate, target, (candidate) => candidate, this.contest.cheapest * tie);
    if (found) this.offer(found.candidate, { ask: { rate }, served: found.served });
  }

  /**
   * The fewest replicas of an arrangement that carry a rate and keep the target, or those on the accelerators given.
   * @param under the engines that are asked @param most accelerators that are worth finding
   */
  private carrying(
    deployment: Deployment,
    rate: number,
    target: Target | null,
    under: (candidate: ReplicaCandidate) => ReplicaCandidate,
    most: number,
  ): { readonly candidate: ReplicaCandidate; readonly served: Served } | null {
    const { accelerators, spareReplicas } = this.search.scenario;
    const size = replicaSize(deployment.parallel);
    if (accelerators === null && size > most) return null;
    const { capacity } = under(this.candidate(deployment, 1));
    const fewest = capacity > 0 ? Math.ceil(rate / (saturation * capacity)) : Infinity;
    const given = this.given(deployment);
    if (given !== null && fewest > given) return null;
    const served = (replicas: number): Served | null => under(this.candidate(deployment, replicas)).at({ rate });
    const kept = (replicas: number): boolean => {
      const found = served(replicas);
      const miss = found ? missOf(found, target) : Infinity;
      const candidate = this.candidate(deployment, replicas);
      // Far past what the rate needs it is the arrangement that is slow, not the count.
      if (found && miss > 1 && replicas <= fewest * mostMissed)
        this.contest.miss({ accelerators: this.total(candidate), deployment, served: found, miss });
      return miss <= 1;
    };
    const affordable = accelerators ?? Math.min(maxAccelerators, most);
    const replicas = given ?? smallest(fewest, Math.floor(affordable / size) - spareReplicas, kept);
    if (replicas === null || (given !== null && !kept(given))) return null;
    const found = served(replicas);
    return found && { candidate: this.candidate(deployment, replicas), served: found };
  }

  /** Most requests/s that the accelerators given carry, without a target. */
  carries(): number {
    let most = 0;
    for (const deployment of this.deployments) {
      const given = this.given(deployment);
      if (given !== null && given > 0) most = Math.max(most, saturation * this.candidate(deployment, given).capacity);
    }
    return this.search.scenario.accelerators === null ? Infinity : most;
  }
}

/** Share of that bound that holds however many of those in flight are still at their prompts: a smaller batch steps faster. */
const certain = 0.8;
/** Requests a stage below which reading its weights for each micro-batch costs more than the collectives that it saves. */
const batchForStages = 32;
/** Sizes in a row that cost more before larger ones are left. */
const sizesToLeave = 2;
const muchDearer = 1.15;
/** Under one engine a load is found to this share. */
const quickPrecision = 0.02;
/** Arrangements within this factor of the best under one engine are looked at under all. */
const nearBest = 1.12;
/** The same for the fewest that keep a target at a rate: near a limit, engines differ by whole replicas. */
const nearFewest = 1.5;
/** Times the fewest replicas that carry a rate, up to which a missed target is told. */
const mostMissed = 4;
/** Replicas that are tried beside spares for a number of requests in flight: each further one shares the spares' cost less. */
const replicasBesideSpares = 8;

/** The smallest whole number from `from` to `most` for which a condition holds that, once it holds, goes on to; null where none does. */
function smallest(from: number, most: number, holds: (count: number) => boolean): number | null {
  if (from > most) return null;
  if (holds(from)) return from;
  // What the most does not do, no number does.
  if (!holds(most)) return null;
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
