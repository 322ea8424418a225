/**
 * Continuous batching in steady state, in closed form. Requests arrive with a prompt, decode together, and bring the
 * prompts of their successors with them; what one replica delivers follows from the time of its passes and Little's law.
 */
import type { Batching, Load } from './batching.ts';
import { Balance, microBatch, promptChunks, promptSeconds } from './balance.ts';
import { collectiveSeconds, decodePass, passesOf, passSeconds, type PassTerms, type Stage } from './step.ts';

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
  readonly ownPrefill: number;
}

/**
 * Time of one step of `batch` sequences, without prompts: seconds until every one of them has moved on, and the terms of
 * the pass in it.
 */
export function decodeStep(stage: Stage, batch: number, context: number, { overheads, draft: { width } }: Batching): { seconds: number; terms: PassTerms } {
  const terms = decodePass(stage, microBatch(batch, stage.parallel.pipeline), context, width);
  return { seconds: passSeconds(terms) + overheads.perPass + overheads.perRequest * batch, terms };
}

/** What one prompt of `tokens` behind `prefix` cached tokens adds, beside `batch` decoding sequences. */
export function promptCost(stage: Stage, batching: Batching, batch: number, context: number, tokens: number, prefix: number): { seconds: number; collectives: number } {
  return { seconds: promptSeconds(passesOf(stage), batching, batch, context, tokens, prefix), collectives: promptCollectives(stage, batching, batch, tokens) };
}

/** Collectives among those seconds. */
function promptCollectives(stage: Stage, { tokenBudget, mixesPrefill }: Batching, batch: number, tokens: number): number {
  if (tokens <= 0) return 0;
  const chunks = promptChunks(tokens, tokenBudget, batch);
  const mixes = mixesPrefill && batch > 0;
  const own = mixes ? collectiveSeconds(stage, batch + tokens / chunks) - collectiveSeconds(stage, batch) : collectiveSeconds(stage, tokens / chunks);
  return chunks * own;
}

export function steadyState(stage: Stage, batching: Batching, load: Load): SteadyState {
  const balance = new Balance(passesOf(stage), batching);
  balance.settle(load);
  const { running, decoding, timePerOutputToken, timeToFirstToken, admissionWait, requestsPerSecond, prefixSeconds, queueSeconds, ownPrefill } = balance;
  const context = load.inputTokens + load.outputTokens / 2;
  const fresh = Math.max(load.inputTokens - Math.floor(load.inputTokens * load.prefixHitRate), 1);
  return {
    running, decoding, timePerOutputToken, timeToFirstToken, admissionWait, requestsPerSecond, prefixSeconds, queueSeconds, ownPrefill,
    decodeStep: balance.decodeStep,
    promptSeconds: balance.promptSeconds,
    decode: decodeStep(stage, Math.max(decoding, 1), context, batching).terms,
    promptCollectives: promptCollectives(stage, batching, decoding, fresh),
  };
}
