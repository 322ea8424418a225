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
import { openPoint, saturation } from './open-arrivals.ts';
import { deliver, operatingPoint, type Delivery, type OperatingPoint } from './operating-point.ts';
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

const present = <T>(list: readonly (T | null)[]): readonly T[] => list.filter((each): each is T => each !== null);

abstract class EngineCandidate implements Candidate {
  abstract readonly accelerators: number;
  abstract readonly layout: Layout;
  #capacity: number | undefined;

  constructor(
    protected readonly scenario: Scenario,
    readonly deployment: Deployment,
    protected readonly anchoring: AnchoringSet,
    protected readonly engines: readonly EngineFacts[] = deployment.resolved.engines,
  ) {}

  abstract get admits(): number;
  abstract of(scenario: Scenario): Candidate;
  protected abstract point(engine: EngineFacts, ask: Ask): OperatingPoint | null;
  /** The same as `point` without what only an answer needs. */
  protected abstract delivery(engine: EngineFacts, concurrency: number | 'max'): Delivery | null;

  get capacity(): number {
    if (this.#capacity === undefined) {
      const full = present(this.engines.map((engine) => this.delivery(engine, 'max')));
      this.#capacity = full.length === 0 ? 0 : Math.min(...full.map((point) => point.requestsPerSecond));
    }
    return this.#capacity;
  }

  points(ask: Ask): readonly OperatingPoint[] {
    return present(this.engines.map((engine) => this.point(engine, ask)));
  }

  anchors(concurrency: number): AnchorFactors | null {
    if (this.scenario.anchor.length === 0) return null;
    return anchorFactors(this.scenario, this.anchoring, concurrency, (requests) => this.points({ concurrency: requests }));
  }

  at(ask: Ask): Served | null {
    if ('rate' in ask && ask.rate > saturation * this.capacity) return null;
    if (this.scenario.anchor.length > 0) return this.anchored(ask);
    if ('rate' in ask) return this.served(this.points(ask).map(asDelivery), true);
    return this.served(present(this.engines.map((engine) => this.delivery(engine, ask.concurrency))), false);
  }

  private served(deliveries: readonly Delivery[], open: boolean): Served | null {
    if (deliveries.length === 0) return null;
    const first = (percentile: TargetPercentile) => (each: Delivery) =>
      each.timeToFirstToken === null ? Infinity : firstTokenPercentile(each.timeToFirstToken, each.queueSeconds, percentile);
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
    const plain = this.served(points.map(asDelivery), open);
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

const asDelivery = (point: OperatingPoint): Delivery => ({ ...point, queueSeconds: point.steady.queueSeconds });

/** Whole replicas of one arrangement. */
export class ReplicaCandidate extends EngineCandidate {
  readonly accelerators: number;

  constructor(
    scenario: Scenario,
    deployment: Deployment,
    readonly replicas: number,
    anchoring: AnchoringSet,
    engines?: readonly EngineFacts[],
  ) {
    super(scenario, deployment, anchoring, engines);
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
    return new ReplicaCandidate(this.scenario, this.deployment, this.replicas, this.anchoring, engines);
  }

  protected point(engine: EngineFacts, ask: Ask): OperatingPoint | null {
    return 'rate' in ask
      ? openPoint(this.deployment, engine, this.scenario, this.accelerators, ask.rate)
      : operatingPoint(this.deployment, engine, this.scenario, this.accelerators, ask.concurrency);
  }

  protected delivery(engine: EngineFacts, concurrency: number | 'max'): Delivery | null {
    return deliver(this.deployment, engine, this.scenario, this.accelerators, concurrency);
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

  protected point(engine: EngineFacts, ask: Ask): OperatingPoint | null {
    return 'rate' in ask
      ? openPoolPoint(this.pair, engine, this.scenario, ask.rate, saturation)
      : poolPoint(this.pair, engine, this.scenario, ask.concurrency);
  }

  protected delivery(engine: EngineFacts, concurrency: number | 'max'): Delivery | null {
    const point = poolPoint(this.pair, engine, this.scenario, concurrency);
    return point && asDelivery(point);
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
