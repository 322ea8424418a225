/**
 * Continuous batching in steady state, in closed form. Requests arrive with a prompt, decode together, and bring the
 * prompts of their successors with them; what one replica delivers follows from the time of its passes and Little's law.
 */
import { Balance, microBatch, promptChunks, promptSeconds } from './balance.ts';
import { collectiveSeconds, decodePass, passesOf, passSeconds, type PassTerms, type Stage } from './step.ts';

/** Overheads of the serving software, in seconds. */
export interface EngineOverheads {
  /** Host time per pass that the GPU waits for. */
  readonly perPass: number;
  /** Host and sampling time per running request and pass. */
  readonly perRequest: number;
  /** Extra of a pass that carries a prompt: no captured graph, new metadata. */
  readonly perPrompt: number;
  /** From the request's arrival to the scheduler, and from the first token back: tokenisation, queueing in the front end. */
  readonly frontEnd: number;
  /** Time of a prompt's pass over that of its operators: gaps, padding and copies that decoding does not have. */
  readonly prompt: number;
  /** Share of others' prompts that a decoding request sees: below 1 where requests that start together finish together. */
  readonly interference: number;
}

/** How requests of a closed loop arrive. */
export interface Arrivals {
  /** Share that arrive at once, at the start of a session. */
  readonly startShare: number;
  /** 0 independent, 1 all in step. */
  readonly grouping: number;
}

export interface Batching {
  readonly tokenBudget: number;
  readonly mixesPrefill: boolean;
  readonly overheads: EngineOverheads;
  readonly arrivals: Arrivals;
  /** Tokens verified per sequence and step, and tokens gained; 1 and 1 without a draft. */
  readonly draft: { readonly width: number; readonly progress: number };
}

/**
 * Progress per step when each of `draftTokens` is accepted with probability `acceptance` and the first miss ends it:
 * 1 + Σ αⁱ (Leviathan et al. 2023, eq. 1).
 */
export function draft(draftTokens: number, acceptance: number): Batching['draft'] {
  let progress = 1;
  for (let i = 1; i <= draftTokens; i++) progress += acceptance ** i;
  return { width: draftTokens + 1, progress };
}

export interface Load {
  /** Requests in flight on one attention-data rank of one replica. */
  readonly concurrency: number;
  /** Most that memory and engine admit on that rank. */
  readonly admitted: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly prefixHitRate: number;
}

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
