/** One job of an agent as it is asked: model calls, tools, checks and retries. `null` means "choose for me". */

/** Seconds that vary from one time to the next: lognormal through both; the same twice is fixed. */
export interface Duration {
  readonly p50: number;
  readonly p90: number;
}

interface Node {
  readonly id: string;
  /** Ids of the nodes that have to end first. */
  readonly after: readonly string[];
}

/** A model call; its prompt holds all that came out of the nodes before it. */
export interface ModelNode extends Node {
  readonly kind: 'model';
  /** Tokens of its own instructions. */
  readonly newTokens: number;
  readonly outputTokens: number;
}

export interface ToolNode extends Node {
  readonly kind: 'tool';
  readonly seconds: Duration;
  /** Tokens that later prompts hold. */
  readonly resultTokens: number;
}

/** Passes with probability `pass`; else all from `retryTo` up to here runs again. */
export interface CheckNode extends Node {
  readonly kind: 'check';
  readonly pass: number;
  readonly retryTo: string;
}

export type TaskNode = ModelNode | ToolNode | CheckNode;

export interface TaskGraph {
  readonly nodes: readonly TaskNode[];
}

/** One step of a list; what is null is the task's own. */
export interface TaskStep {
  /** Tokens that come in before the call. */
  readonly newTokens: number | null;
  readonly outputTokens: number | null;
  /** The tool after the call. */
  readonly toolSeconds: Duration | null;
  readonly fanOut: number | null;
}

export interface UserPause extends Duration {
  /** Steps until the user is answered, and answers. */
  readonly everySteps: number;
}

export interface Task {
  /** Id of the catalogue whose values stand where nothing is given. */
  readonly preset: string | null;
  /** How many alike, a list, or one graph; an element of a list may be a graph. */
  readonly steps: number | readonly (TaskStep | TaskGraph)[] | TaskGraph;
  /** System prompt and descriptions of tools, at the head of every prompt. */
  readonly systemTokens: number;
  /** Share of these that is in the cache before the task begins, because other tasks have the same. */
  readonly systemCached: number;
  /** The task's own text; null: as many as come in at every step, and none before a graph. */
  readonly taskTokens: number | null;
  /** Tool results and messages; null where every step of a list says its own. */
  readonly newTokensPerStep: number | null;
  readonly outputTokensPerStep: number | null;
  /** Null: no tools. */
  readonly toolSeconds: Duration | null;
  /** Calls on the same prompt, side by side. */
  readonly fanOut: number;
  /** Probability that a call is repeated. */
  readonly retryRate: number;
  /** Share of tasks that succeed; null: not known. */
  readonly success: number | null;
  /** A longer pause makes the whole prompt new; 0: nothing is kept. */
  readonly cacheLifeSeconds: number;
  /** Probability that a prompt is gone from the cache though its life is not over. */
  readonly evictionRate: number;
  /** What the user takes; it ends cached prompts and is no time of the task. Null: never. */
  readonly userPause: UserPause | null;
  /** Seconds of a call as they were seen, where no scenario says how long one takes. */
  readonly callSeconds: Duration | null;
}

/** Dollars per million tokens. */
export interface TaskPrices {
  readonly input: number;
  /** In place of `input` where it is given: every new token is written once. */
  readonly cacheWrite: number | null;
  /** Null: as `input`. */
  readonly cached: number | null;
  readonly output: number;
}

export const isGraph = (steps: Task['steps'] | TaskStep): steps is TaskGraph => typeof steps === 'object' && 'nodes' in steps;

/** Calls of one task, side by side or one after the other. */
export const mostPlanNodes = 20_000;
