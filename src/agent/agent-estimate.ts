/** The answer to a task; fields of the command line's `agent`. */
import type { Estimate, Reason } from '../estimate/estimate.ts';
import type { Quantity } from '../units/quantity.ts';

/** The deployment that the calls run on, and the load that the tasks make. */
export interface AgentDeployment {
  readonly accelerators: number | null;
  readonly replicas: Estimate['replicas'];
  readonly parallel: Estimate['parallel'];
  /** Of a mean call; both in tokens. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly prefixHitRate: number;
  /** requests/s; found where no tasks an hour are given */
  readonly requestsPerSecond: number | null;
  readonly usdPerHour: Quantity | null;
  /** s of a mean call */
  readonly timeToFirstToken: Quantity | null;
  readonly timePerOutputToken: Quantity | null;
}

export interface AgentEstimate {
  readonly feasible: boolean;
  readonly reason?: Reason;
  /** Of one task: read anew, read from the cache, made, and put into the cache. */
  readonly tokens: { readonly new: Quantity; readonly cached: Quantity; readonly output: Quantity; readonly written: Quantity } | null;
  /** Model calls, repeats among them. */
  readonly calls: Quantity | null;
  /** Tokens of the longest prompt and its answer. */
  readonly longestContext: number;
  /** USD */
  readonly usdPerTask: Quantity | null;
  readonly usdPerSuccess: Quantity | null;
  /** J of the facility */
  readonly joulesPerTask: Quantity | null;
  /** s; what the user takes is left out */
  readonly secondsPerTask: { readonly mean: Quantity; readonly p50: Quantity; readonly p90: Quantity; readonly p99: Quantity } | null;
  readonly shares: {
    /** Sum to 1. */
    readonly usd: { readonly new: number; readonly cached: number; readonly output: number } | null;
    /** `model`, `tool` and `roundTrip` sum to 1; of `model`, `firstToken` and `output` where a scenario tells them apart. */
    readonly seconds: {
      readonly model: number;
      readonly firstToken: number | null;
      readonly output: number | null;
      readonly tool: number;
      readonly roundTrip: number;
    } | null;
  };
  /** What one point (0.01) more changes in a task. */
  readonly worth: {
    /** USD saved by a point more of the input read from the cache */
    readonly cacheHit: Quantity | null;
    /** USD added by a point more of calls that are repeated */
    readonly retry: Quantity | null;
    /** s added by a hundredth of a second more of round trip */
    readonly roundTrip: Quantity | null;
  };
  readonly deployment: AgentDeployment | null;
  readonly assumptions: readonly string[];
  readonly sources: readonly string[];
  /** Field → why it is null. */
  readonly unknown: Readonly<Record<string, string>>;
  readonly modelVersion: string;
}
