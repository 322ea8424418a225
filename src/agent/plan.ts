/** A task as it is played: nodes in an order in which each comes after those that it waits for. Plain numbers only. */
import type { Duration } from '../scenario/task.ts';

/** What of a prompt an earlier call has put into the cache. */
export interface Prefix {
  readonly tokens: number;
  /** Calls that hold it; its life runs from the end of the last. */
  readonly from: readonly number[];
}

interface PlanNodeBase {
  /** Positions of the nodes that have to end first. */
  readonly after: readonly number[];
  /** Times that it runs on average, of which all but the first are repeats of a check. */
  readonly runs: number;
}

export interface CallNode extends PlanNodeBase {
  readonly kind: 'call';
  /** Tokens. */
  readonly prompt: number;
  readonly output: number;
  /** Longest first. */
  readonly prefixes: readonly Prefix[];
  /**
   * Positions of the tools, or of the user, between the longest prefix and this call: side by side, the longest of them is the pause. Null
   * where it is not that simple and only playing the task tells.
   */
  readonly pause: readonly number[] | null;
}

export interface ToolNode extends PlanNodeBase {
  readonly kind: 'tool';
  readonly seconds: Duration;
}

/** The user reads and writes: no time of the task. */
export interface UserNode extends PlanNodeBase {
  readonly kind: 'user';
  readonly seconds: Duration;
}

/** Waits for all; takes no time. */
export interface JoinNode extends PlanNodeBase {
  readonly kind: 'join';
}

export interface CheckNode extends PlanNodeBase {
  readonly kind: 'check';
  readonly pass: number;
  /** Positions of what runs again where it fails, in order; the last is the check itself. */
  readonly loop: readonly number[];
}

export type PlanNode = CallNode | ToolNode | UserNode | JoinNode | CheckNode;

export interface Plan {
  readonly nodes: readonly PlanNode[];
  /** Tokens at the head of every prompt that are in the cache whatever the task did before. */
  readonly sharedTokens: number;
  readonly retryRate: number;
  readonly evictionRate: number;
  /** Seconds; 0: nothing is kept. */
  readonly cacheLife: number;
  /** Nothing runs beside anything else. */
  readonly serial: boolean;
}

/** Runs of all nodes of one task, on average. */
export const runsOf = ({ nodes }: Plan): number => nodes.reduce((sum, { runs }) => sum + runs, 0);
