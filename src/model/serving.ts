/**
 * Continuous batching in steady state, in closed form. Requests arrive with a prompt, decode together, and bring the
 * prompts of their successors with them; what one replica delivers follows from the time of its passes and Little's law.
 */
import { decodePass, mixedPass, passSeconds, prefillPass, type PassTerms, type Stage } from './step.ts';

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

/** Rounds of the fixed point over the number decoding; it contracts by more than half a round in every case tried. */
const rounds = 12;

/**
 * Time of one step of `batch` sequences, without prompts: seconds until every one of them has moved on. Pipeline stages
 * run micro-batches in turn, so a step is one pass of all layers over a micro-batch, repeated by none of them.
 */
export function decodeStep(stage: Stage, batch: number, context: number, { overheads, draft: { width } }: Batching): { seconds: number; terms: PassTerms } {
  const terms = decodePass(stage, Math.max(batch / stage.parallel.pipeline, 1), context, width);
  return { seconds: passSeconds(terms) + overheads.perPass + overheads.perRequest * batch, terms };
}

/** What one prompt of `tokens` behind `prefix` cached tokens adds, beside `batch` decoding sequences. */
export function promptCost(stage: Stage, batching: Batching, batch: number, context: number, tokens: number, prefix: number): { seconds: number; collectives: number } {
  if (tokens <= 0) return { seconds: 0, collectives: 0 };
  const room = Math.max(batching.tokenBudget - batch, 1);
  const chunks = Math.ceil(tokens / room);
  const chunk = tokens / chunks;
  let seconds = 0;
  let collectives = 0;
  const alone = batching.mixesPrefill && batch > 0 ? decodePass(stage, batch, context) : null;
  const base = alone ? passSeconds(alone) : 0;
  for (let index = 0; index < chunks; index++) {
    const behind = prefix + index * chunk;
    const pass = alone ? mixedPass(stage, batch, context, chunk, behind) : prefillPass(stage, 1, chunk, behind);
    seconds += (passSeconds(pass) - base) * batching.overheads.prompt + batching.overheads.perPrompt;
    collectives += pass.collectives - (alone?.collectives ?? 0);
  }
  return { seconds, collectives };
}

export function steadyState(stage: Stage, batching: Batching, load: Load): SteadyState {
  const { inputTokens, outputTokens, prefixHitRate } = load;
  const { overheads } = batching;
  const prefix = Math.floor(inputTokens * prefixHitRate);
  // The last token of a prompt is always computed: its logits give the first output token.
  const fresh = Math.max(inputTokens - prefix, 1);
  const context = inputTokens + outputTokens / 2;
  const running = Math.min(load.concurrency, load.admitted);
  const steps = Math.max(outputTokens - 1, 0);

  let decoding = running;
  let tpot = 0;
  let ttft = 0;
  let queue = 0;
  let own = 0;
  let step = decodeStep(stage, Math.max(decoding, 1), context, batching);
  let prompt = promptCost(stage, batching, decoding, context, fresh, prefix);
  for (let round = 0; round < rounds; round++) {
    step = decodeStep(stage, Math.max(decoding, 1), context, batching);
    prompt = promptCost(stage, batching, decoding, context, fresh, prefix);
    // Each output token of a sequence shares its time with the prompts that the others bring: decoding/outputTokens of one,
    // which holds each of the pipeline's stages for its own part only.
    const others = Math.max(decoding - (steps === 0 ? 0 : decoding / Math.max(running, 1)), 0);
    tpot = step.seconds / batching.draft.progress + (others / outputTokens) * (prompt.seconds / stage.parallel.pipeline) * overheads.interference;
    own = prompt.seconds + (batching.mixesPrefill ? step.seconds : 0);
    queue = queueing(batching.arrivals, running, prompt.seconds, step.seconds, steps, outputTokens);
    ttft = queue + own + step.seconds / 2 + overheads.frontEnd;
    const cycle = ttft + steps * tpot;
    const next = running * (cycle > 0 ? (steps * tpot) / cycle : 0);
    if (Math.abs(next - decoding) < 1e-6 * running) break;
    decoding = (decoding + next) / 2;
  }
  const cycle = ttft + steps * tpot;
  const prefixSeconds = prefix > 0 ? Math.max(prompt.seconds - promptCost(stage, batching, decoding, context, fresh, 0).seconds, 0) : 0;
  const requestsPerSecond = running / cycle;
  const admissionWait = load.concurrency > running && Number.isFinite(load.concurrency) ? load.concurrency / requestsPerSecond - cycle : 0;
  return {
    running, decoding, timePerOutputToken: tpot, timeToFirstToken: ttft, admissionWait, requestsPerSecond,
    decode: step.terms, decodeStep: step.seconds, promptSeconds: prompt.seconds, promptCollectives: prompt.collectives, prefixSeconds,
    queueSeconds: queue, ownPrefill: own,
  };
}

/**
 * Mean wait behind other prompts in a closed loop. Requests that finish together return together, so arrivals come in
 * groups; between none (independent) and all (in step) of the others ahead, half of a group that grows with the load.
 */
function queueing({ startShare, grouping }: Arrivals, running: number, prompt: number, step: number, steps: number, outputTokens: number): number {
  if (running <= 1 || prompt <= 0) return 0;
  const busy = (running * prompt) / (running * prompt + Math.max(steps, 1) * step);
  // Prompts ahead: those that arrive during one service, plus the start of a session where all arrive at once.
  const ahead = (running - 1) * (busy * grouping + (outputTokens > 1 ? startShare / 2 : 0));
  return ahead * prompt;
}
