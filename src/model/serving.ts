/**
 * Continuous batching in steady state, in closed form. Requests arrive with a prompt, decode together, and bring the
 * prompts of their successors with them; what one replica delivers follows from the time of its passes and Little's law.
 */
import { launching, type Batching, type Load } from './batching.ts';
import { Balance, microBatch } from './balance.ts';
import { longerBefore } from './prompt-passes.ts';
import { contextAtMidAnswer } from './request.ts';
import type { RememberedPasses } from './remembered-passes.ts';
import { collectiveSeconds, type PassTerms, type Stage } from './step.ts';

export interface SteadyState {
  /** Requests that hold memory and run. */
  readonly running: number;
  /** Of those, the ones that decode at a given moment. */
  readonly decoding: number;
  readonly timePerOutputToken: number;
  /** Without waiting for admission. */
  readonly timeToFirstToken: number;
  /** Mean wait for memory when more are in flight than are admitted. */
  readonly admissionWait: number;
  /** Requests per second of one rank. */
  readonly requestsPerSecond: number;
  readonly decode: PassTerms;
  readonly decodeStep: number;
  /** Seconds that one prompt adds to the passes that carry it. */
  readonly promptSeconds: number;
  /** Of which collectives. */
  readonly promptCollectives: number;
  /** Of which attention to the cached prefix. */
  readonly prefixSeconds: number;
  readonly queueSeconds: number;
  /** Of which until the scheduler lets a request in, whoever else waits. */
  readonly heldSeconds: number;
  readonly ownPrefill: number;
}

/**
 * One prompt of `tokens` behind `prefix` on accelerators that only compute prompts.
 * @param variation of prompts, of which these are the means
 */
export function promptCost(
  passes: RememberedPasses,
  batching: Batching,
  tokens: number,
  prefix: number,
  variation: number,
): { seconds: number; collectives: number } {
  const { tokenBudget, overheads } = batching;
  const pieces = Math.ceil(tokens / tokenBudget);
  const piece = tokens / pieces;
  let seconds = 0;
  const least = launching(batching, passes.launches);
  const before = prefix + longerBefore(tokens, prefix, variation);
  for (let index = 0; index < pieces; index++)
    seconds += Math.max(passes.prefill(1, piece, before + index * piece) * overheads.prompt, least) + overheads.perPrompt;
  return { seconds, collectives: pieces * collectiveSeconds(passes.stage, piece) };
}

/** Collectives among the seconds of a prompt of `tokens` beside `batch` decoding sequences; below zero where more tokens hide more of them. */
function promptCollectives(stage: Stage, { mixesPrefill }: Batching, batch: number, tokens: number, pieces: number): number {
  const own = mixesPrefill
    ? collectiveSeconds(stage, batch + tokens / pieces) - collectiveSeconds(stage, batch)
    : collectiveSeconds(stage, tokens / pieces);
  return pieces * own;
}

export function settled(passes: RememberedPasses, batching: Batching, load: Load): Balance {
  const balance = new Balance(passes, batching);
  balance.settle(load);
  return balance;
}

/** What `Balance` and `OpenBalance` leave of a load that they settled. */
export type Settled = Omit<SteadyState, 'decode' | 'promptCollectives'> & { readonly pieces: number };

/** Of a load that was settled: the balance, and what of its passes goes where. */
export function steadyState(balance: Settled, passes: RememberedPasses, batching: Batching, load: Load): SteadyState {
  const {
    running,
    decoding,
    timePerOutputToken,
    timeToFirstToken,
    admissionWait,
    requestsPerSecond,
    prefixSeconds,
    queueSeconds,
    heldSeconds,
    ownPrefill,
    decodeStep,
    promptSeconds,
  } = balance;
  const { stage } = passes;
  const context = contextAtMidAnswer(load.inputTokens, load.outputTokens, load.variation.output);
  const fresh = Math.max(load.inputTokens - Math.floor(load.inputTokens * load.prefixHitRate), 1);
  return {
    running,
    decoding,
    timePerOutputToken,
    timeToFirstToken,
    admissionWait,
    requestsPerSecond,
    prefixSeconds,
    queueSeconds,
    heldSeconds,
    ownPrefill,
    decodeStep,
    promptSeconds,
    decode: passes.decodeTerms(microBatch(Math.max(decoding, 1), passes.pipeline), context, batching.draft.width),
    promptCollectives: Math.min(Math.max(promptCollectives(stage, batching, decoding, fresh, balance.pieces), 0), ownPrefill),
  };
}
