/**
 * What an engine's scheduler decides at each pass: who is admitted, whose prompt is computed, who waits. In numbers,
 * so that one server plays every engine; which engine has which is the caller's knowledge.
 */
import type { LetIn } from '../letting-in.ts';

export interface BatchingRules {
  /** Most tokens of one pass, decoding sequences included where prompts ride along; a prompt longer than what is left is cut. */
  readonly tokenBudget: number;
  /** True: prompts share a pass with decoding. False: while a prompt can be admitted, passes carry prompts alone. */
  readonly mixesPrefill: boolean;
  readonly maxSequences: number;
  /** What must be free before a request is admitted, beside its prompt. */
  readonly reserve: {
    /** Share of its own output … */
    readonly own: number;
    /** … of which at most this many tokens count. */
    readonly ownLimit: number;
    /** Share of what the running sequences have yet to write; the least, where it is learned. */
    readonly running: number;
    readonly learned?: {
      /** The share at the start, and how much it falls with each decode step. */
      readonly start: number;
      readonly fall: number;
      /** After a preemption it is the share of their outputs that those who run have written, and so many tokens each. */
      readonly margin: number;
    };
  };
  /** Tokens that a running sequence puts through the layers in a decode step, and tokens that it gains: 1 and 1 without a draft. */
  readonly draft: { readonly width: number; readonly progress: number };
  /** Passes that are scheduled before the one under way has ended. */
  readonly ahead: number;
  readonly letIn: LetIn;
  /** Seconds from sending to the scheduler. */
  readonly frontEnd: number;
}

/** Memory of one accelerator for the cache, and what a sequence takes of it. */
export interface CacheRoom {
  readonly bytes: number;
  readonly perToken: number;
  /** Bytes of a sequence however long it is. */
  readonly perSequence: number;
}

/** What a pass carries. Prompts are counted as pieces of equal length that attend to as many pairs of tokens as the real ones. */
export interface PassShape {
  /** Sequences that decode, and the tokens that each holds on average. */
  decoding: number;
  context: number;
  prompts: number;
  promptTokens: number;
  /** Tokens before each piece, cached or computed in earlier passes. */
  prefix: number;
}

/** Prices of passes. Neither may keep the shape: it is used again for the next pass. */
export interface PassTimes {
  /** Seconds until the next pass can begin. */
  seconds(shape: PassShape): number;
  /** Seconds more until the first tokens of its prompts are there, where they have further pipeline stages to go through. */
  promptLag?(shape: PassShape): number;
}
