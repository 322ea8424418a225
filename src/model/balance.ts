/**
 * The balance of a closed loop: how many requests decode at a moment such that the prompts they bring, the queue those
 * wait in and the steps in between add up. It asks only for the seconds of passes, so that they may come from the
 * operators or from curves of them; one object serves many loads without allocating.
 */
import { fixedPoint, type Iterated } from './fixed-point.ts';
import type { Arrivals, Batching, Load, Passes } from './batching.ts';

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

  /** Requests that decode on average when `decoding` of them lengthen every step and prompt. */
  next(decoding: number): number {
    const { batching, running, steps, outputTokens } = this;
    const { overheads } = batching;
    const step = stepSeconds(this.passes, batching, Math.max(decoding, 1), this.context);
    const prompt = promptSeconds(this.passes, batching, decoding, this.context, this.fresh, this.prefix);
    // Each output token of a sequence shares its time with the prompts that the others bring: decoding/outputTokens of one,
    // which holds each of the pipeline's stages for its own part only.
    const others = Math.max(decoding - (steps === 0 ? 0 : decoding / Math.max(running, 1)), 0);
    const tpot = step / batching.draft.progress + (others / outputTokens) * (prompt / this.passes.pipeline) * overheads.interference;
    const own = prompt + (batching.mixesPrefill ? step : 0);
    const queue = queueing(batching.arrivals, running, prompt, step, steps, outputTokens);
    const ttft = queue + own + step / 2 + overheads.frontEnd;
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
