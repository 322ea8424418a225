/**
 * Arrivals at a rate: the fewest replicas of each arrangement that carry it, and keep the target. All arrangements are
 * counted out under the first engine, and those that come near the fewest under all.
 */
import { maxAccelerators, replicaSize } from '../../scenario/parallel.ts';
import type { Target } from '../../scenario/scenario.ts';
import type { Deployment } from '../engine/deployment.ts';
import type { ReplicaCandidate, Served } from './candidate.ts';
import { tie } from './contest.ts';
import { missOf } from './largest-load.ts';
import { saturation } from './open-arrivals.ts';
import { smallest } from './smallest.ts';
import { certain, type Ways } from './ways.ts';

/** Arrangements within this factor of the fewest are looked at under all engines: near a limit, they differ by whole replicas. */
const nearFewest = 1.5;
/** Times the fewest replicas that carry a rate, up to which a missed target is told. */
const mostMissed = 4;

interface Carrying {
  readonly candidate: ReplicaCandidate;
  /** What it delivers under the engines that were asked. */
  served(): Served | null;
}

export class RateSearch {
  constructor(
    private readonly ways: Ways,
    private readonly rate: number,
    private readonly target: Target | null,
  ) {}

  run(): void {
    const { search, deployments, contest } = this.ways;
    const { engines } = search.resolved;
    if (engines.length === 1 || search.scenario.anchor.length > 0) {
      for (const deployment of deployments) this.offer(deployment);
      return;
    }
    const first = engines.slice(0, 1);
    const counted: { readonly deployment: Deployment; readonly measure: number }[] = [];
    let least = Infinity;
    for (const deployment of deployments) {
      const found = this.fewest(deployment, (candidate) => candidate.under(first), least * nearFewest);
      if (!found) continue;
      // On a count that is given, all that carry the rate cost the same: the faster is better.
      const measure = search.scenario.accelerators === null ? this.ways.total(found.candidate) : found.served()?.timePerOutputToken;
      if (measure === undefined) continue;
      least = Math.min(least, measure);
      counted.push({ deployment, measure });
    }
    const offered = new Set<Deployment>();
    for (const { deployment, measure } of counted.sort((a, b) => a.measure - b.measure)) {
      if (measure > least * nearFewest && contest.cheapest < Infinity) break;
      this.offer(deployment);
      offered.add(deployment);
    }
    // What the first engine carries with ease the others may starve in: where all together take far more, its shortlist is not theirs.
    const misled = search.scenario.accelerators === null ? contest.cheapest > least * nearFewest : contest.cheapest === Infinity;
    if (misled) for (const deployment of deployments) if (!offered.has(deployment)) this.offer(deployment);
  }

  private offer(deployment: Deployment): void {
    const { ways, rate } = this;
    const found = this.fewest(deployment, (candidate) => candidate, ways.contest.cheapest * tie);
    const served = found?.served();
    if (found && served) ways.offer(found.candidate, { ask: { rate }, served });
  }

  /**
   * The fewest replicas of an arrangement that carry the rate and keep the target, or those on the accelerators given.
   * @param under the engines that are asked @param most accelerators that are worth finding
   */
  private fewest(deployment: Deployment, under: (candidate: ReplicaCandidate) => ReplicaCandidate, most: number): Carrying | null {
    const { ways, rate, target } = this;
    const { accelerators, spareReplicas } = ways.search.scenario;
    const size = replicaSize(deployment.parallel);
    if (accelerators === null && (size > most || this.outOfReach(deployment, most))) return null;
    const asked = (replicas: number): ReplicaCandidate => under(ways.candidate(deployment, replicas));
    const { capacity } = asked(1);
    const fewest = capacity > 0 ? Math.ceil(rate / (saturation * capacity)) : Infinity;
    const given = ways.given(deployment);
    if (given !== null && fewest > given) return null;
    const kept = (replicas: number): boolean => {
      const candidate = asked(replicas);
      if (target === null && ways.search.scenario.anchor.length === 0) return candidate.carries(rate);
      const served = candidate.at({ rate });
      const miss = served ? missOf(served, target) : Infinity;
      // Far past what the rate needs it is the arrangement that is slow, not the count.
      if (served && miss > 1 && replicas <= fewest * mostMissed) ways.contest.miss({ accelerators: ways.total(candidate), deployment, served, miss });
      return miss <= 1;
    };
    const affordable = accelerators ?? Math.min(maxAccelerators, most);
    const replicas = given ?? smallest(fewest, Math.floor(affordable / size) - spareReplicas, kept);
    if (replicas === null || (given !== null && !kept(given))) return null;
    return { candidate: ways.candidate(deployment, replicas), served: () => asked(replicas).at({ rate }) };
  }

  /** True where decoding alone already takes more accelerators than are worth finding. */
  private outOfReach(deployment: Deployment, most: number): boolean {
    const { ways, rate } = this;
    if (most === Infinity) return false;
    const atMost = ways.decodingRate(ways.candidate(deployment, 1), Infinity) / certain;
    const replicas = Math.ceil(rate / (saturation * atMost)) + ways.search.scenario.spareReplicas;
    return replicas * replicaSize(deployment.parallel) > most;
  }
}
