/**
 * Many operating points of one deployment under one engine, in closed form and without intervals: concurrency, prompt
 * and output lengths vary, everything else is derived once. Equal to `operatingPoint` within 1e-9.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import { Balance } from '../../model/balance.ts';
import { PassCurves } from '../../model/pass-curves.ts';
import type { Stage } from '../../model/step.ts';
import { variationOf, type Variation } from '../../model/variation.ts';
import { replicaSize } from '../../scenario/parallel.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { admittedPerRank } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import { batchingOf } from './operating-point.ts';

/** Loads as columns of equal length; a concurrency of Infinity queues all requests at once. */
export interface Loads {
  readonly concurrency: ArrayLike<number>;
  readonly inputTokens: ArrayLike<number>;
  readonly outputTokens: ArrayLike<number>;
  readonly prefixHitRate: ArrayLike<number>;
}

/** Answers as columns, in seconds and tokens/s of the whole deployment; NaN where not one request fits. */
export interface Answers {
  readonly timePerOutputToken: Float64Array;
  /** Infinite where all requests are queued at once. */
  readonly timeToFirstToken: Float64Array;
  readonly outputTokensPerSecond: Float64Array;
}

export const answersFor = (count: number): Answers => ({
  timePerOutputToken: new Float64Array(count),
  timeToFirstToken: new Float64Array(count),
  outputTokensPerSecond: new Float64Array(count),
});

/** Curves of a deployment, shared by the engines that run the same passes. */
export function passCurves(deployment: Deployment): (engine: EngineFacts) => PassCurves {
  const made = new Map<Stage, PassCurves>();
  return (engine) => {
    const { stage } = deployment.under(engine);
    let curves = made.get(stage);
    if (!curves) made.set(stage, (curves = new PassCurves(stage)));
    return curves;
  };
}

export class OperatingCurve {
  /** Of one rank, for the load that was settled last. */
  readonly balance: Balance;
  /** Attention-data ranks over all replicas. */
  readonly ranks: number;
  /** Output tokens of a sequence that one decode step brings. */
  readonly progress: number;
  private readonly lengths: Scenario['lengths'];
  private readonly variation: Variation;

  constructor(
    private readonly deployment: Deployment,
    private readonly engine: EngineFacts,
    how: Pick<Scenario, 'speculative' | 'host' | 'serving' | 'lengths'>,
    accelerators: number,
    curves: PassCurves = passCurves(deployment)(engine),
    private readonly maxContext: Scenario['maxContext'] = null,
  ) {
    const batching = batchingOf(engine, { ...how, session: null }, deployment);
    this.lengths = how.lengths;
    this.variation = variationOf(how.lengths);
    this.balance = new Balance(curves, batching);
    this.progress = batching.draft.progress;
    this.ranks = Math.floor(accelerators / replicaSize(deployment.parallel)) * deployment.parallel.attentionData;
  }

  /** Settles `balance` on a load; false when not one request fits. */
  settle(concurrency: number, inputTokens: number, outputTokens: number, prefixHitRate: number): boolean {
    const capacity = admittedPerRank(this.deployment, this.engine, { inputTokens, outputTokens, lengths: this.lengths, maxContext: this.maxContext });
    if (capacity < 1) return false;
    const perRank = concurrency === Infinity ? capacity : concurrency / this.ranks;
    this.balance.settleAt(perRank, capacity, inputTokens, outputTokens, prefixHitRate, this.variation);
    return true;
  }

  evaluate(loads: Loads, into: Answers): void {
    const { balance, ranks } = this;
    const { concurrency, inputTokens, outputTokens, prefixHitRate } = loads;
    for (let index = 0; index < concurrency.length; index++) {
      const requests = concurrency[index] as number;
      const outputs = outputTokens[index] as number;
      const fits = this.settle(requests, inputTokens[index] as number, outputs, prefixHitRate[index] as number);
      into.timePerOutputToken[index] = fits ? balance.timePerOutputToken : Number.NaN;
      into.timeToFirstToken[index] = !fits ? Number.NaN : requests === Infinity ? Infinity : balance.timeToFirstToken + balance.admissionWait;
      into.outputTokensPerSecond[index] = fits ? balance.requestsPerSecond * ranks * outputs : Number.NaN;
    }
  }
}
