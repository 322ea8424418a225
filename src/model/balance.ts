/**
 * The balance of a closed loop: how many requests decode at a moment such that the prompts they bring, the queue those
 * wait in and the steps in between add up. It asks only for the seconds of passes, so that they may come from the
 * operators or from curves of them; one object serves many loads without allocating.
 */
import { fixedPoint, type Iterated } from './fixed-point.ts';
import type { Batching, Load, Passes } from './batching.ts';

/** Times in seconds; all of them belong to the last load that was settled. */
export class Balance implements Iterated {
  /** Requests that hold memory and run. */
  running = 0;
  /** Of those, the ones that decode at a given moment. */
  decoding = 0;
  decodeStep = 0;
  promptSeconds = 0;
  timePerOutputToken = 0;
  /** Without waiting for admission. */
  timeToFirstToken = 0;
  queueSeconds = 0;
  ownPrefill = 0;
  /** Of one rank. */
  requestsPerSecond = 0;
  /** Mean wait for memory when more are in flight than are admitted. */
  admissionWait = 0;
  /** Of a prompt's seconds, those of attention to the cached prefix. */
  prefixSeconds = 0;

  private outputTokens = 1;
  private steps = 0;
  private context = 0;
  private prefix = 0;
  private fresh = 0;

  constructor(private readonly passes: Passes, private readonly batching: Batching) {}

  settle({ concurrency, admitted, inputTokens, outputTokens, prefixHitRate }: Load): void {
    this.settleAt(concurrency, admitted, inputTokens, outputTokens, prefixHitRate);
  }

  settleAt(concurrency: number, admitted: number, inputTokens: number, outputTokens: number, prefixHitRate: number): void {
    this.outputTokens = outputTokens;
    this.steps = Math.max(outputTokens - 1, 0);
    this.context = inputTokens + outputTokens / 2;
    this.prefix = Math.floor(inputTokens * prefixHitRate);
    // The last token of a prompt is always computed: its logits give the first output token.
    this.fresh = Math.max(inputTokens - this.prefix, 1);
    this.running = Math.min(concurrency, admitted);
    this.decoding = fixedPoint(this, this.running);
    const cycle = this.timeToFirstToken + this.steps * this.timePerOutputToken;
    this.requestsPerSecond = this.running / cycle;
    this.admissionWait = concurrency > this.running && Number.isFinite(concurrency) ? concurrency / this.requestsPerSecond - cycle : 0;
    this.prefixSeconds = this.prefix > 0 ? Math.max(this.promptSeconds - promptSeconds(this.passes, this.batching, this.decoding, this.context, this.fresh, 0), 0) : 0;
  }

  /**
   * Seconds that `arriving` prompts per step add to it. Up to one pass a step each prompt adds what its passes take
   * longer; past that, prompts share passes as full as the budget allows, and every pass moves all sequences on. A
   * pipeline stage is held for its own part only.
   */
  private addedSeconds(decoding: number, arriving: number, prompt: number): number {
    const { passes, batching: { tokenBudget, mixesPrefill, overheads }, fresh, context, prefix } = this;
    const chunks = promptChunks(fresh, tokenBudget, decoding);
    if (!mixesPrefill || decoding <= 0 || arriving * chunks <= 1) return (arriving * prompt) / passes.pipeline;
    const base = passes.decode(decoding, context, 1);
    // Pieces of a cut prompt fill their passes already: each pass past the first a step carries the decode work again.
    if (chunks > 1) return (arriving * prompt + overheads.prompt * (arriving * chunks - 1) * base) / passes.pipeline;
    const room = Math.max(tokenBudget - decoding, 1);
    const tokens = arriving * fresh;
    const pass = passes.mixed(decoding, context, Math.min(tokens, room), prefix);
    return ((Math.max(tokens / room, 1) * pass - base) * overheads.prompt + arriving * overheads.perPrompt) / passes.pipeline;
  }

  /** Requests that decode on average when `decoding` of them lengthen every step and prompt. */
  next(decoding: number): number {
    const { batching, running, steps, outputTokens } = this;
    const { overheads } = batching;
    const step = stepSeconds(this.passes, batching, Math.max(decoding, 1), this.context);
    const prompt = promptSeconds(this.passes, batching, decoding, this.context, this.fresh, this.prefix);
    const others = Math.max(decoding - (steps === 0 ? 0 : decoding / Math.max(running, 1)), 0);
    const tpot = step / batching.draft.progress + seenShare(overheads) * this.addedSeconds(decoding, others / outputTokens, prompt);
    const own = prompt;
    const queue = queueing(batching, running, prompt, step, this.fresh, outputTokens);
    const ttft = queue + own + overheads.frontEnd;
    this.decodeStep = step;
    this.promptSeconds = prompt;
    this.timePerOutputToken = tpot;
    this.timeToFirstToken = ttft;
    this.queueSeconds = queue;
    this.ownPrefill = own;
    const cycle = ttft + steps * tpot;
    return cycle > 0 ? running * ((steps * tpot) / cycle) : 0;
  }
}

/** Share of others' prompt time that a decoding request sees. Above 1 a faster decode step would make a token slower. */
const seenShare = ({ interference, prompt }: Batching['overheads']): number => Math.min(interference, 1 / prompt);

/** Sequences that share one pass: pipeline stages run micro-batches in turn. */
export const microBatch = (batch: number, pipeline: number): number => Math.max(batch / pipeline, 1);

/**
 * Time of one step of `batch` sequences, without prompts: seconds until every one of them has moved on. A step is one
 * pass of all layers over a micro-batch, repeated by none of the stages.
 */
function stepSeconds(passes: Passes, { overheads, draft: { width } }: Batching, batch: number, context: number): number {
  return passes.decode(microBatch(batch, passes.pipeline), context, width) + overheads.perPass + overheads.perRequest * batch;
}

/** Passes that a prompt of `tokens` is cut into beside `batch` decoding sequences. */
export const promptChunks = (tokens: number, tokenBudget: number, batch: number): number => Math.ceil(tokens / Math.max(tokenBudget - batch, 1));

/** What one prompt of `tokens` behind `prefix` cached tokens adds, beside `batch` decoding sequences. */
export function promptSeconds(passes: Passes, { tokenBudget, mixesPrefill, overheads }: Batching, batch: number, context: number, tokens: number, prefix: number): number {
  if (tokens <= 0) return 0;
  const chunks = promptChunks(tokens, tokenBudget, batch);
  const chunk = tokens / chunks;
  const mixes = mixesPrefill && batch > 0;
  const base = mixes ? passes.decode(batch, context, 1) : 0;
  let seconds = 0;
  for (let index = 0; index < chunks; index++) {
    const behind = prefix + index * chunk;
    const pass = mixes ? passes.mixed(batch, context, chunk, behind) : passes.prefill(chunk, behind);
    seconds += (pass - base) * overheads.prompt + overheads.perPrompt;
  }
  return seconds;
}

/**
 * Mean wait of a closed-loop session behind other prompts, `tokens` of each computed. A share of the requests arrive all at once at the start and
 * wait for half of the others; the rest return as their predecessors finish. Both forms were fitted to the request-by-
 * request simulation (`simulation/`) of sessions with lengths spread by a fifth: 2 to 3 % off over 580 runs below 0.9
 * of the token budget.
 */
function queueing({ arrivals: { startShare, grouping }, tokenBudget, mixesPrefill }: Batching, running: number, prompt: number, step: number, tokens: number, outputTokens: number): number {
  if (prompt <= 0) return 0;
  const together = Math.max(Math.min(tokenBudget / tokens, running), 1);
  const arriving = running / outputTokens;
  const visible = mixesPrefill ? step : 0;
  const atStart = Math.max((running - together) / 2, 0) * (prompt + visible / together) + (together - 1) * prompt;
  const load = Math.min(arriving / Math.max(tokenBudget / tokens, 1), largestLoad);
  const later = mixesPrefill
    ? step + grouping * mixedWait * (Math.min(arriving, together - 1) * prompt + (load / (2 * (1 - load))) * (together * prompt + step))
    : grouping * aloneWait * arriving * prompt * (1 - 1 / (2 * together));
  return startShare * atStart + (1 - startShare) * later;
}

/** Past this share of the token budget the wait is that of a queue without end; a closed loop has at most its own length. */
const largestLoad = 0.9;
/** How much longer returning requests wait than independent ones would: they come in groups. */
const mixedWait = 1.3;
const aloneWait = 2.4;
