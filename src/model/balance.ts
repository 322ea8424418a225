/**
 * The balance of a closed loop: what N requests in turn get from one rank that serves their prompts and their tokens.
 * How many passes a request takes, and what they carry, follows from counts alone; only then are those passes priced, so
 * that a chip that is faster at every pass is faster at every load. One object serves many loads without allocating.
 */
import { fixedPoint, type Iterated } from './fixed-point.ts';
import type { Batching, Load, Passes } from './batching.ts';
import { heldPasses, passesApart, type LetIn } from './letting-in.ts';
import { PromptPasses } from './prompt-passes.ts';
import type { Variation } from './variation.ts';

/** Times in seconds; all of them belong to the last load that was settled. */
export class Balance implements Iterated {
  /** Requests that hold memory and run. */
  running = 0;
  /** Of those, the ones that a decode step moves on. */
  decoding = 0;
  decodeStep = 0;
  /** What one prompt takes of the rank beside the decode steps. */
  promptSeconds = 0;
  timePerOutputToken = 0;
  /** Without waiting for admission. */
  timeToFirstToken = 0;
  queueSeconds = 0;
  /** Of which until the scheduler lets a request in. */
  heldSeconds = 0;
  ownPrefill = 0;
  /** Of one rank. */
  requestsPerSecond = 0;
  /** Mean wait for memory when more are in flight than are admitted. */
  admissionWait = 0;
  /** Of a prompt's seconds, those of attention to the cached prefix. */
  prefixSeconds = 0;

  /** Requests that take turns in one micro-batch of a pipeline. */
  private loop = 1;
  /** Decode steps of an answer after its first token. */
  private steps = 0;
  private readonly prompts: PromptPasses;
  /** Passes that a prompt waits for others. */
  private waiting = 0;
  /** Passes before that, in which a request that has come is not let in yet. */
  private held = 0;
  private letIn: LetIn;

  constructor(
    private readonly passes: Passes,
    private readonly batching: Batching,
  ) {
    this.prompts = new PromptPasses(passes, batching);
    this.letIn = batching.letIn(1);
  }

  get pieces(): number {
    return this.prompts.pieces;
  }

  settle({ concurrency, admitted, inputTokens, outputTokens, prefixHitRate, variation }: Load): void {
    this.settleAt(concurrency, admitted, inputTokens, outputTokens, prefixHitRate, variation);
  }

  settleAt(concurrency: number, admitted: number, inputTokens: number, outputTokens: number, prefixHitRate: number, variation: Variation): void {
    const { passes, batching } = this;
    const gaps = Math.max(outputTokens - 1, 0);
    this.steps = gaps / batching.draft.progress;
    this.prompts.of(inputTokens, outputTokens, prefixHitRate, variation);
    this.running = Math.min(concurrency, admitted);
    this.letIn = batching.letIn(this.running);
    this.loop = Math.max(this.running / passes.pipeline, 1);
    if (batching.mixesPrefill) this.mixed(gaps);
    else this.promptsFirst(gaps);
    const cycle = this.timeToFirstToken + gaps * this.timePerOutputToken;
    this.requestsPerSecond = this.running / cycle;
    this.admissionWait = concurrency > this.running && Number.isFinite(concurrency) ? concurrency / this.requestsPerSecond - cycle : 0;
    this.prefixSeconds = Math.min(this.prompts.prefixSeconds(), this.promptSeconds);
  }

  /**
   * Prompts ride along with decoding. A request spends `steps` passes decoding and `pieces + waiting` on its prompt;
   * others' prompts fall into passes as if each had drawn its own.
   */
  private mixed(gaps: number): void {
    const { passes, batching, prompts: carried, loop, steps } = this;
    const {
      overheads,
      draft: { width },
      startShare,
    } = batching;
    const arriving = fixedPoint(this, loop / (steps + 1));
    const { pieces, room, fresh, context } = carried;
    const { waiting } = this;
    const span = steps + pieces + waiting;
    const decoding = steps * arriving;
    const mostPrompts = (room * pieces) / fresh;
    const busy = Math.max(1 - (1 - Math.min(pieces / span, 1)) ** loop, (arriving * pieces) / mostPrompts);
    const prompts = Math.max((arriving * pieces) / busy, 1);
    // A prompt meets the others, not itself, among those that decode.
    const beside = (decoding * (loop - 1)) / loop;
    const alone = busy < 1 ? Math.min((decoding - busy * beside) / (1 - busy), loop) : decoding;
    this.decoding = Math.max(alone, 1) * passes.pipeline;
    const host = overheads.perPass + overheads.perRequest * decoding * passes.pipeline;
    this.decodeStep = passes.decode(Math.max(alone, 1), context, width) + overheads.perPass + overheads.perRequest * this.decoding;
    const carrying = carried.seconds(beside, prompts) + host;
    const pass = (1 - busy) * this.decodeStep + busy * carrying;
    const spent = span * pass;
    const others = (loop - 1) / loop;
    const most = Math.max(mostPrompts, 1);
    // Pieces of cut prompts fill their passes whoever comes.
    const whole = pieces === 1;
    const full = whole && loop > 1 ? carried.seconds(beside, most) + host : carrying;
    this.ownPrefill = whole && loop > 1 ? carried.seconds(beside, Math.min(1 + mixedGroups * arriving * others, most)) + host : pieces * carrying;
    // Where prompts fill nearly every pass, those after one's own are as full as those that it waited for.
    const load = (arriving * fresh) / room;
    const behind = Math.min(waiting, Math.max(span * busy - pieces - load ** 2 * steps, 0));
    const held = underWay * others * this.decodeStep + this.held * pass;
    let queue = waiting * full + held;
    let between = spent - (pieces + behind) * carrying;
    if (startShare > 0) {
      const first = Math.min(loop, most);
      // When all requests start together, on average half of the prompt passes run after this request's own.
      const half = ((loop - first) * pieces) / (2 * most);
      const atStart = (whole ? carried.seconds(0, first) + overheads.perPass : this.ownPrefill) + half * full;
      const after = Math.min(half, steps);
      queue = (1 - startShare) * queue + startShare * Math.max(atStart - this.ownPrefill, 0);
      between = (1 - startShare) * between + startShare * (after * full + (steps - after) * this.decodeStep);
    }
    this.queueSeconds = queue;
    this.heldSeconds = (1 - startShare) * held;
    this.timeToFirstToken = overheads.frontEnd + this.ownPrefill + queue;
    this.timePerOutputToken = gaps > 0 ? between / gaps : this.decodeStep;
    this.promptSeconds = Math.max(spent - steps * this.decodeStep, 0) / loop;
    if (this.promptSeconds < leastShare * this.ownPrefill)
      this.promptSeconds = Math.max(this.promptSeconds, leastShare * carried.aloneSeconds(Math.min(loop, most)));
  }

  /** Prompts go before decoding: every step moves on all that run, and a cycle of the loop holds every prompt once. */
  private promptsFirst(gaps: number): void {
    const { passes, batching, prompts: carried, loop, steps } = this;
    const {
      overheads,
      draft: { width },
      startShare,
    } = batching;
    carried.cut(0);
    const { pieces, context } = carried;
    const apart = passesApart(this.letIn);
    const arriving = (apart * loop) / Math.max(steps, 1);
    const mostPrompts = Math.max(Math.min(carried.most, loop), 1);
    const busy = 1 - (1 - Math.min(apart / Math.max(steps, 1), 1)) ** loop;
    const prompts = pieces > 1 ? 1 : Math.min(Math.max(arriving / busy, 1), mostPrompts);
    const prompt = (pieces * carried.seconds(0, prompts)) / prompts;
    this.decoding = loop * passes.pipeline;
    this.decodeStep = passes.decode(loop, context, width) + overheads.perPass + overheads.perRequest * this.decoding;
    const others = (loop - 1) / loop;
    const behind = Math.min(aloneGroups * arriving * others, loop - 1) * prompt;
    const held = (underWay * others + this.heldFor(arriving / apart)) * this.decodeStep;
    let queue = behind + held;
    let between = steps * this.decodeStep + (loop - 1) * prompt - behind;
    if (startShare > 0) {
      const packed = carried.aloneSeconds(mostPrompts);
      queue = (1 - startShare) * queue + startShare * Math.max(((loop + mostPrompts) / 2) * packed - prompt, 0);
      between = (1 - startShare) * between + startShare * (steps * this.decodeStep + ((loop - mostPrompts) / 2) * packed);
    }
    this.promptSeconds = prompt;
    this.ownPrefill = prompt;
    this.queueSeconds = queue;
    this.heldSeconds = (1 - startShare) * held;
    this.timeToFirstToken = overheads.frontEnd + prompt + queue;
    this.timePerOutputToken = gaps > 0 ? between / gaps : this.decodeStep;
  }

  /**
   * Prompts that come per pass when so many come now: those who decode take room from them, and a full budget makes them
   * wait. The wait is that of a queue that is served once a pass (M/D/1), longer because answers of like length return
   * in groups.
   */
  next(arriving: number): number {
    const { prompts, loop, steps } = this;
    prompts.cut(steps * arriving * this.batching.draft.width);
    const { pieces, fresh, room } = prompts;
    const load = (arriving * fresh) / room;
    if (load >= 1) return 0;
    this.waiting = (((loop - 1) / loop) * mixedGroups * (pieces + prompts.variation * (fresh / room)) * load) / (2 * (1 - load));
    this.held = this.heldFor(arriving);
    return loop / (steps + pieces + this.waiting + this.held);
  }

  /** Passes for which a request that has come is not let in yet: where nobody else is on its rank, nothing runs that it would wait for. */
  private heldFor(arriving: number): number {
    return Math.min(this.loop - 1, 1) * (this.batching.ahead + heldPasses(this.letIn, arriving));
  }
}

/**
 * How many more prompts a returning request meets than an independent one would, because answers of like length come back
 * in groups, and the share of a decode step that is still under way when it returns. Fitted to the request-by-request
 * simulation (`simulation/`) of 500 sessions with lengths spread by a fifth.
 */
const mixedGroups = 1.15;
const aloneGroups = 1.5;
const underWay = 0.2;
/**
 * Of what a prompt takes in a pass of prompts alone, the least that it is counted as beside decoding, with which it shares
 * the reading of the weights: over 600 drawn loads never less than 0.6 was left.
 */
const leastShare = 0.5;

/** Sequences that share one pass: pipeline stages run micro-batches in turn. */
export const microBatch = (batch: number, pipeline: number): number => Math.max(batch / pipeline, 1);
