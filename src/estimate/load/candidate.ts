/**
 * One way to serve a scenario: whole replicas of one arrangement, or a pair of pools. Everything a search asks of it is
 * the answer that the estimate would give: engines mixed, the user's own points applied.
 */
import type { AnchoringSet } from '../../calibration/anchoring.ts';
import type { EngineFacts } from '../../catalogue/engines.ts';
import { replicaSize, replicasOn } from '../../scenario/parallel.ts';
import type { Parallel, Scenario, TargetPercentile } from '../../scenario/scenario.ts';
import { admittedPerRank } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import type { OfPools } from '../estimate.ts';
import { anchorFactors, type AnchorFactors } from './anchor.ts';
import { anchoredTimes } from './anchored-times.ts';
import { firstTokenPercentile } from './first-token.ts';
import { mix, mixedRate, mixedValue } from './mixture.ts';
import { openSettlement, saturation } from './open-arrivals.ts';
import { settlement, settleRank, type Delivery, type OperatingPoint, type Settlement } from './operating-point.ts';
import { openPoolPoint, poolPoint, type PoolPair } from './pools.ts';

/** What is asked: requests in flight over all that serve, all queued at once, or arrivals at a rate. */
export type Ask = { readonly concurrency: number | 'max' } | { readonly rate: number };

/** Replicas of one arrangement, or of one in each pool. */
export interface Layout {
  readonly replicas: number | OfPools<number>;
  readonly parallel: Parallel | OfPools<Parallel>;
}

/** Times and rates over the engines, anchors applied. Seconds, requests/s. */
export interface Served {
  readonly timePerOutputToken: number;
  readonly requestsPerSecond: number;
  /** Percentile of the time to first token; infinite where all are queued at once. */
  firstToken(percentile: TargetPercentile): number;
}

export interface Candidate {
  /** Accelerators that serve. */
  readonly accelerators: number;
  /** Of the replicas, or of the decode pool. */
  readonly deployment: Deployment;
  readonly layout: Layout;
  /** Requests/s that it serves at most, under the slowest of the engines; 0 when no request fits. */
  readonly capacity: number;
  /** Requests that run at once, under the engine that admits fewest. */
  readonly admits: number;
  /** Null when not one request fits, or a rate is not carried. */
  at(ask: Ask): Served | null;
  points(ask: Ask): readonly OperatingPoint[];
  /** The same accelerators asked under another scenario: a session in place of steady state. */
  of(scenario: Scenario): Candidate;
  /** @param concurrency requests in flight at which the corrections are wanted; null where the scenario has no points of the user's own */
  anchors(concurrency: number): AnchorFactors | null;
}

/** What an engine came to at a load that was asked before: a search asks for many of them again, and so does its answer. */
interface Asked {
  readonly engine: EngineFacts;
  readonly load: number | 'max';
  readonly open: boolean;
  readonly settlement: Settlement | null;
}

abstract class EngineCandidate implements Candidate {
  abstract readonly accelerators: number;
  abstract readonly layout: Layout;
  #capacity: number | undefined;

  constructor(
    protected readonly scenario: Scenario,
    readonly deployment: Deployment,
    protected readonly anchoring: AnchoringSet,
    protected readonly engines: readonly EngineFacts[] = deployment.resolved.engines,
    /** So few that they are looked through. */
    protected readonly asked: Asked[] = [],
  ) {}

  abstract get admits(): number;
  abstract of(scenario: Scenario): Candidate;
  protected abstract settle(engine: EngineFacts, ask: Ask): Settlement | null;

  get capacity(): number {
    if (this.#capacity === undefined) {
      const full = this.settlements({ concurrency: 'max' });
      this.#capacity = full.length === 0 ? 0 : Math.min(...full.map(({ delivery }) => delivery.requestsPerSecond));
    }
    return this.#capacity;
  }

  points(ask: Ask): readonly OperatingPoint[] {
    return this.settlements(ask).map((each) => each.point());
  }

  private settlements(ask: Ask): readonly Settlement[] {
    const open = 'rate' in ask;
    const load = open ? ask.rate : ask.concurrency;
    const list: Settlement[] = [];
    for (const engine of this.engines) {
      let known = this.asked.find((each) => each.load === load && each.open === open && each.engine === engine);
      if (!known) this.asked.push((known = { engine, load, open, settlement: this.settle(engine, ask) }));
      if (known.settlement) list.push(known.settlement);
    }
    return list;
  }

  anchors(concurrency: number): AnchorFactors | null {
    if (this.scenario.anchor.length === 0) return null;
    return anchorFactors(this.scenario, this.anchoring, concurrency, (requests) => this.points({ concurrency: requests }));
  }

  carries(rate: number): boolean {
    return rate <= saturation * this.capacity;
  }

  at(ask: Ask): Served | null {
    if ('rate' in ask && !this.carries(ask.rate)) return null;
    if (this.scenario.anchor.length > 0) return this.anchored(ask);
    return this.served(this.settlements(ask).map(deliveryOf), 'rate' in ask);
  }

  private served(deliveries: readonly Delivery[], open: boolean): Served | null {
    if (deliveries.length === 0) return null;
    const first = (percentile: TargetPercentile) => (each: Delivery) =>
      each.timeToFirstToken === null
        ? Infinity
        : firstTokenPercentile(each.timeToFirstToken, each.queueSeconds, each.heldSeconds, percentile, each.varied);
    const timePerOutputToken = mixedValue(deliveries, (each) => each.timePerOutputToken);
    const mean = deliveries.some((each) => each.timeToFirstToken === null) ? null : mixedValue(deliveries, (each) => each.timeToFirstToken ?? 0);
    return {
      timePerOutputToken,
      requestsPerSecond: open
        ? mixedValue(deliveries, (each) => each.requestsPerSecond)
        : mixedRate(deliveries, this.scenario.outputTokens, timePerOutputToken, mean),
      firstToken: (percentile) => mixedValue(deliveries, first(percentile)),
    };
  }

  private anchored(ask: Ask): Served | null {
    const points = this.points(ask);
    if (points.length === 0 || points.some((point) => point.saturated)) return null;
    const open = 'rate' in ask;
    const plain = this.served(this.settlements(ask).map(deliveryOf), open);
    const at = 'concurrency' in ask && ask.concurrency !== 'max' ? ask.concurrency : mix(points, (point) => point.admitted).value;
    const times = anchoredTimes(this.scenario, points, this.anchors(at), open);
    if (!plain) return null;
    const mean = mix(points, (point) => point.timeToFirstToken ?? Infinity).value;
    const factor = times.timeToFirstToken ? times.timeToFirstToken.value / mean : 1;
    return {
      timePerOutputToken: times.timePerOutputToken.value,
      requestsPerSecond: times.outputTokensPerSecond.value / this.scenario.outputTokens,
      firstToken: (percentile) => plain.firstToken(percentile) * factor,
    };
  }
}

const deliveryOf = ({ delivery }: Settlement): Delivery => delivery;

/** Whole replicas of one arrangement. */
export class ReplicaCandidate extends EngineCandidate {
  readonly accelerators: number;

  constructor(
    scenario: Scenario,
    deployment: Deployment,
    readonly replicas: number,
    anchoring: AnchoringSet,
    engines?: readonly EngineFacts[],
    asked?: Asked[],
  ) {
    super(scenario, deployment, anchoring, engines, asked);
    this.accelerators = replicas * replicaSize(deployment.parallel);
  }

  of(scenario: Scenario): Candidate {
    return new ReplicaCandidate(scenario, this.deployment, this.replicas, this.anchoring);
  }

  get layout(): Layout {
    return { replicas: this.replicas, parallel: this.deployment.parallel };
  }

  get admits(): number {
    return admitted(this.deployment, this.engines, this.replicas, this.scenario);
  }

  /** The same under some of its engines. */
  under(engines: readonly EngineFacts[]): ReplicaCandidate {
    return new ReplicaCandidate(this.scenario, this.deployment, this.replicas, this.anchoring, engines, this.asked);
  }

  protected settle(engine: EngineFacts, ask: Ask): Settlement | null {
    const { scenario, deployment, accelerators } = this;
    if ('rate' in ask) {
      const full = settleRank(deployment, engine, scenario, 'max');
      return full && openSettlement(deployment, engine, scenario, accelerators, ask.rate, full);
    }
    const { concurrency } = ask;
    const perRank = concurrency === 'max' ? concurrency : concurrency / (this.replicas * deployment.parallel.attentionData);
    const rank = settleRank(deployment, engine, scenario, perRank);
    return rank && settlement(deployment, engine, scenario, accelerators, concurrency, rank);
  }
}

/** Two pools; its deployment is that of the decode pool. */
export class PoolCandidate extends EngineCandidate {
  readonly accelerators: number;

  constructor(
    scenario: Scenario,
    readonly pair: PoolPair,
    anchoring: AnchoringSet,
  ) {
    super(scenario, pair.decode.deployment, anchoring);
    this.accelerators = pair.prefill.accelerators + pair.decode.accelerators;
  }

  of(scenario: Scenario): Candidate {
    return new PoolCandidate(scenario, this.pair, this.anchoring);
  }

  get layout(): Layout {
    const { prefill, decode } = this.pair;
    return {
      replicas: {
        prefill: replicasOn(prefill.accelerators, prefill.deployment.parallel),
        decode: replicasOn(decode.accelerators, decode.deployment.parallel),
      },
      parallel: { prefill: prefill.deployment.parallel, decode: decode.deployment.parallel },
    };
  }

  get admits(): number {
    const { deployment, accelerators } = this.pair.decode;
    return admitted(deployment, this.engines, replicasOn(accelerators, deployment.parallel), this.scenario);
  }

  protected settle(engine: EngineFacts, ask: Ask): Settlement | null {
    const point =
      'rate' in ask
        ? openPoolPoint(this.pair, engine, this.scenario, ask.rate, saturation)
        : poolPoint(this.pair, engine, this.scenario, ask.concurrency);
    return point && { delivery: { ...point, queueSeconds: point.steady.queueSeconds, heldSeconds: point.steady.heldSeconds }, point: () => point };
  }
}

/** Under the engine that admits fewest of those under which a request fits at all. */
function admitted(deployment: Deployment, engines: readonly EngineFacts[], replicas: number, scenario: Scenario): number {
  let fewest = Infinity;
  for (const engine of engines) {
    const perRank = Math.floor(admittedPerRank(deployment, engine, scenario));
    if (perRank >= 1) fewest = Math.min(fewest, perRank);
  }
  return fewest === Infinity ? 0 : fewest * replicas * deployment.parallel.attentionData;
}
