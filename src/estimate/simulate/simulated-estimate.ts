/** What simulating a scenario says, in the public form: distributions with intervals, and how full the deployment was. */
import type { EngineId, Parallel } from '../../scenario/scenario.ts';
import type { Percentile } from '../../model/simulation/distribution.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { OfPools, Reason } from '../estimate.ts';

/** Mean and percentiles over requests, each with its 80 % interval. */
export type Percentiles = Readonly<Record<'mean' | Percentile, Quantity>>;

/** One engine's simulation, of one attention-data rank of one replica; of two pools the means of a rank that decodes. */
export interface EngineRun {
  readonly engine: EngineId;
  readonly saturated: boolean;
  /** Open arrivals: their rate over what the engine serves when the queue never empties. */
  readonly load: number | null;
  /** Means over time: requests that hold memory, and those that wait. */
  readonly running: number;
  readonly waiting: number;
  /** Of the cache that hold tokens; of the time with requests waiting for memory or a place; of the time with a pass under way. */
  readonly cacheShare: number;
  readonly fullShare: number;
  readonly busyShare: number;
  readonly preemptions: number;
  /** Requests too long for the memory, at any time. */
  readonly refused: number;
  readonly answered: number;
  readonly counted: number;
  /** Seconds that the clock of the simulation went on. */
  readonly simulatedSeconds: number;
}

/** What of a trace was played. */
export interface TracePlayed {
  /** Whose columns it has. */
  readonly format: string | null;
  readonly requests: number;
  /** Left out: requests that nobody answered, and requests longer than the model reads, which an engine refuses. */
  readonly noOutput: number;
  readonly tooLong: number;
  /** Share of all input tokens that lie in the prefix cache, where the trace says it; by hashes, of a cache that forgets nothing. */
  readonly prefixHitRate: number | null;
}

export interface SimulatedEstimate {
  readonly feasible: boolean;
  readonly reason?: Reason;
  readonly arrivals: 'closed' | 'poisson' | 'burst' | 'trace';
  readonly seed: number;
  /** Only with a trace. */
  readonly trace?: TracePlayed;
  readonly accelerators: number | null;
  readonly replicas: number | OfPools<number> | null;
  readonly parallel: Parallel | OfPools<Parallel> | null;
  /** True when under one of the engines more requests come than are served. */
  readonly saturated: boolean;
  /** s */
  readonly timeToFirstToken: Percentiles | null;
  readonly timePerOutputToken: Percentiles | null;
  readonly requestLatency: Percentiles | null;
  /** All accelerators together. */
  readonly requestsPerSecond: Quantity | null;
  readonly outputTokensPerSecond: Quantity | null;
  readonly engines: readonly EngineRun[];
  /** Field → why it is null. */
  readonly unknown: Readonly<Record<string, string>>;
  readonly modelVersion: string;
}
