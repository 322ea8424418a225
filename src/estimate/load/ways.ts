/** What a search over arrangements and numbers of replicas has to choose from, and what each costs. */
import { replicaSize } from '../../scenario/parallel.ts';
import { admittedPerRank } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import { contextAtMidAnswer } from '../../model/request.ts';
import { variationOf } from '../../model/variation.ts';
import { ReplicaCandidate, type Ask, type Served } from './candidate.ts';
import type { Choice, Contest } from './contest.ts';
import { missOf } from './largest-load.ts';
import { saturation } from './open-arrivals.ts';
import { batchingOf } from './operating-point.ts';
import { searchedAccelerators, type Search } from './search.ts';

export interface Offer {
  readonly ask: Ask;
  readonly served: Served;
}

/** Arrangements within this factor of the best under one engine are looked at under all. */
export const nearBest = 1.12;
/** Share of what decoding alone would serve that bounds the rest: a smaller batch steps faster. */
export const certain = 0.8;

export class Ways {
  private readonly candidates = new Map<Deployment, ReplicaCandidate[]>();

  constructor(
    readonly search: Search,
    readonly deployments: readonly Deployment[],
    readonly contest: Contest<Choice>,
  ) {}

  /** Serving replicas on the accelerators given; null where their count is free. */
  given(deployment: Deployment): number | null {
    const { accelerators, spareReplicas } = this.search.scenario;
    return accelerators === null ? null : Math.floor(accelerators / replicaSize(deployment.parallel)) - spareReplicas;
  }

  /** Where replicas are alike in what they deliver, spares cost least beside as many as are searched. */
  alike(deployment: Deployment): number {
    const { resolved, scenario } = this.search;
    if (scenario.spareReplicas === 0) return 1;
    const fewest = replicaSize(this.deployments[0]?.parallel ?? deployment.parallel);
    return Math.max(Math.floor(searchedAccelerators(resolved, fewest) / replicaSize(deployment.parallel)) - scenario.spareReplicas, 1);
  }

  /** The same object for the same replicas, which remembers what it was asked. */
  candidate(deployment: Deployment, replicas: number): ReplicaCandidate {
    const { scenario, anchoring } = this.search;
    let known = this.candidates.get(deployment);
    if (!known) this.candidates.set(deployment, (known = []));
    let candidate = known.find((each) => each.replicas === replicas);
    if (!candidate) known.push((candidate = new ReplicaCandidate(scenario, deployment, replicas, anchoring)));
    return candidate;
  }

  /** Accelerators in all: those that serve, spares and an idle remainder. */
  total(candidate: ReplicaCandidate): number {
    const { accelerators, spareReplicas } = this.search.scenario;
    return accelerators ?? (candidate.replicas + spareReplicas) * replicaSize(candidate.deployment.parallel);
  }

  cost(candidate: ReplicaCandidate, { ask, served }: Offer): number {
    return 'rate' in ask ? this.total(candidate) : this.total(candidate) / served.requestsPerSecond;
  }

  offer(candidate: ReplicaCandidate, found: Offer): void {
    const accelerators = this.total(candidate);
    const choice = { candidate, ask: found.ask, accelerators, idle: accelerators - candidate.accelerators };
    this.contest.offer(choice, this.cost(candidate, found), found.served.timePerOutputToken);
  }

  missed(candidate: ReplicaCandidate): void {
    const { target } = this.search;
    const served = target && candidate.at({ concurrency: 1 });
    if (served) this.contest.miss({ accelerators: this.total(candidate), deployment: candidate.deployment, served, miss: missOf(served, target) });
  }

  /** Most requests/s that the accelerators given carry, without a target; infinite where their count is free. */
  carries(): number {
    let most = 0;
    for (const deployment of this.deployments) {
      const given = this.given(deployment);
      if (given !== null && given > 0) most = Math.max(most, saturation * this.candidate(deployment, given).capacity);
    }
    return this.search.scenario.accelerators === null ? Infinity : most;
  }

  /**
   * Requests/s under the first engine if no prompt came between decode steps; a little less is never passed (`certain`). One pass is
   * priced in place of the eight that a balance takes. Infinite where an answer has no steps.
   * @param concurrency requests in flight over the replicas
   */
  decodingRate({ deployment, replicas }: ReplicaCandidate, concurrency: number): number {
    const [engine] = this.search.resolved.engines;
    const { inputTokens, outputTokens, lengths } = this.search.scenario;
    if (engine === undefined || outputTokens < 2) return Infinity;
    const ranks = replicas * deployment.parallel.attentionData;
    const running = Math.min(concurrency / ranks, admittedPerRank(deployment, engine, this.search.scenario));
    if (running <= 0) return 0;
    const { width, progress } = batchingOf(engine, this.search.scenario, deployment).draft;
    const { passes } = deployment.under(engine);
    const context = contextAtMidAnswer(inputTokens, outputTokens, variationOf(lengths).output);
    const step = passes.decode(Math.max(running / deployment.parallel.pipeline, 1), context, width);
    return (running * ranks * progress) / ((outputTokens - 1) * step);
  }
}
