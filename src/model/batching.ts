/**
 * What a steady state is made of: the seconds of passes, the engine's way of batching with its overheads, and the load
 * on one attention-data rank. Types and one formula; `balance.ts` settles them.
 */
import type { LetIn } from './letting-in.ts';
import type { Variation } from './variation.ts';

/** Seconds of whole passes of one stage on the accelerator. */
export interface Passes {
  /** Pipeline stages; each runs a part of the batch at a time. */
  readonly pipeline: number;
  /** Kernels of a pass that carries prompts, which the host launches one by one. */
  readonly launches: number;
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
  /** The least that the host takes to launch one kernel of such a pass: the pass lasts at least as long as its launches. */
  readonly eagerLaunch: number;
  /** From the request's arrival to the scheduler, and from the first token back: tokenisation, queueing in the front end. */
  readonly frontEnd: number;
  /** Time of a prompt's pass over that of its operators: gaps, padding and copies that decoding does not have. */
  readonly prompt: number;
}

export interface Batching {
  readonly tokenBudget: number;
  readonly mixesPrefill: boolean;
  readonly overheads: EngineOverheads;
  /** Passes that are scheduled before the one under way has ended: a request that comes meanwhile waits for them. */
  readonly ahead: number;
  /** Whether the host launches the kernels of passes with prompts one by one. */
  readonly eager: boolean;
  /** @param users in flight on one rank */
  readonly letIn: (users: number) => LetIn;
  /** Share of a closed loop's requests that arrive at once, at the start of a session. */
  readonly startShare: number;
  /** Tokens verified per sequence and step, and tokens gained; 1 and 1 without a draft. */
  readonly draft: { readonly width: number; readonly progress: number };
}

/** The least seconds of a pass that carries prompts: the host's, which launches its kernels. */
export const launching = ({ eager, overheads }: Batching, launches: number): number => (eager ? launches * overheads.eagerLaunch : 0);

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
  readonly variation: Variation;
}
