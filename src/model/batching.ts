/**
 * What a steady state is made of: the seconds of passes, the engine's way of batching with its overheads, and the load
 * on one attention-data rank. Types and one formula; `balance.ts` settles them.
 */

/** Seconds of whole passes of one stage on the accelerator. */
export interface Passes {
  /** Pipeline stages; each runs a part of the batch at a time. */
  readonly pipeline: number;
  /** One step of `batch` sequences with `context` tokens each, `width` tokens of each. */
  decode(batch: number, context: number, width: number): number;
  /** The same step with a prefill of `prompts` prompts, each with `tokens` new tokens after `prefix` cached ones. */
  mixed(batch: number, width: number, context: number, prompts: number, tokens: number, prefix: number): number;
  /** Prefill of `prompts` prompts, each with `tokens` new tokens after `prefix` cached ones. */
  prefill(prompts: number, tokens: number, prefix: number): number;
}

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
}

export interface Batching {
  readonly tokenBudget: number;
  readonly mixesPrefill: boolean;
  readonly overheads: EngineOverheads;
  /** Share of a closed loop's requests that arrive at once, at the start of a session. */
  readonly startShare: number;
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
