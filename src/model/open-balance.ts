/**
 * The balance of open arrivals: what requests that come at random, at a rate of their own, get from one rank. A request
 * sees the rank as it is on average (PASTA), with as many others decoding as come while one of them decodes. Prompts
 * wait as in a queue that is served pass by pass; those that came meanwhile go with one's own, and those that are left
 * behind it hold up its tokens.
 */
import { leastFixedPoint, type Iterated } from './fixed-point.ts';
import type { Batching, Load, Passes } from './batching.ts';
import { heldPasses } from './letting-in.ts';
import { PromptPasses } from './prompt-passes.ts';

/** Rounds in which the length of passes and what comes during one settle: each a few products. */
const passRounds = 6;

/** Times in seconds; all of them belong to the last load that was settled. */
export class OpenBalance implements Iterated {
  /** Requests that run, on average. */
  running = 0;
  /** Sequences of the steps that a request decodes in. */
  decoding = 1;
  decodeStep = 0;
  /** What one prompt takes of the rank beside the decode steps. */
  promptSeconds = 0;
  prefixSeconds = 0;
  timePerOutputToken = 0;
  /** Without waiting for admission. */
  timeToFirstToken = 0;
  queueSeconds = 0;
  heldSeconds = 0;
  ownPrefill = 0;
  requestsPerSecond = 0;
  /** Mean wait for memory or for a place among the sequences. */
  admissionWait = 0;

  private readonly prompts: PromptPasses;
  /** Requests per second of one micro-batch of a pipeline, and how many of them it has room for. */
  private rate = 0;
  private most = 1;
  /** Of prompts. */
  private variation = 0;
  /** Decode steps of an answer after its first token. */
  private steps = 0;
  /** Seconds from first token to last. */
  private decodeSeconds = 0;

  /** Of the time, with somebody decoding. */
  private anybody = 0;
  /** A pass takes `start` seconds and `each` more for every prompt in it, of which it has room for `room`. */
  private start = 0;
  private each = 0;
  private room = 1;
  /** Prompts in the pass of one's own, and in a pass as passes go. */
  private company = 1;
  private together = 1;
  /** Of the time, with a pass under way that carries prompts. */
  private share = 0;

  constructor(
    private readonly passes: Passes,
    private readonly batching: Batching,
  ) {
    this.prompts = new PromptPasses(passes, batching);
  }

  /** Passes that a prompt is cut into. */
  get pieces(): number {
    return this.prompts.pieces;
  }

  /**
   * @param rate requests per second of one rank
   * @param full requests per second that the rank serves when all of `admitted` run
   * @returns false when more come than are served: then nothing above has a meaning
   */
  settle(rate: number, full: number, { admitted, inputTokens, outputTokens, prefixHitRate, variation }: Load): boolean {
    const { passes, batching } = this;
    const gaps = Math.max(outputTokens - 1, 0);
    this.prompts.of(inputTokens, outputTokens, prefixHitRate, variation);
    this.variation = variation.input;
    this.steps = gaps / batching.draft.progress;
    this.rate = rate / passes.pipeline;
    this.most = admitted / passes.pipeline;
    const others = leastFixedPoint(this, this.most);
    if (!(others < this.most)) return false;
    this.requestsPerSecond = rate;
    this.timePerOutputToken = gaps > 0 ? this.decodeSeconds / gaps : this.decodeStep;
    this.running = Math.min(rate * (this.timeToFirstToken + this.decodeSeconds), admitted);
    this.prefixSeconds = Math.min(this.prompts.prefixSeconds(), this.promptSeconds);
    this.admissionWait = admissionWait(rate, full, this.running, admitted, variation.output);
    return true;
  }

  /** Others that decode beside a request when so many do. */
  next(others: number): number {
    const { prompts, rate, passes, batching } = this;
    this.price(others);
    const { start, each, room, decodeStep: step } = this;
    const load = (rate * (start + each * room)) / room;
    if (load >= 1) return Infinity;
    const met = this.meet(load);
    const own = start + each * this.company;
    // What is left of the pass that it meets, and where a full budget makes prompts wait for further ones: M/D/1 with room for one.
    // Passes that are scheduled already go first, and a request that is held back waits while others decode.
    const before = batching.ahead * met + heldPasses(batching.letIn(1 + others), rate * step) * this.anybody * step;
    const wait = (met / 2) * (1 + load ** room / (1 - load) / room) + before;
    const behind = rate * (own + wait / room);
    const mixed = batching.mixesPrefill;
    const held = mixed ? this.heldBeside() : this.share / rate;
    const holding = mixed ? this.holdingBeside(behind, held) : this.holdingBefore(behind);
    this.ownPrefill = own;
    this.queueSeconds = wait;
    this.heldSeconds = before;
    this.timeToFirstToken = batching.overheads.frontEnd + own + wait;
    this.decodeSeconds = this.steps * step + this.withinPlaces(holding, behind * held) * held;
    // Beside decoding a prompt is counted by what it adds, never by less than half of what one more adds to a pass.
    this.promptSeconds = mixed
      ? Math.max(this.share / rate - (prompts.pieces / this.together) * this.anybody * step, Math.min(each, start + each) / 2)
      : this.share / rate;
    this.decoding = (1 + others) * passes.pipeline;
    return rate * this.decodeSeconds;
  }

  /** Seconds of a step and of passes that carry prompts, when so many others decode. */
  private price(others: number): void {
    const { batching, prompts, passes } = this;
    const {
      overheads,
      mixesPrefill,
      draft: { width },
    } = batching;
    prompts.cut(mixesPrefill ? others * width : 0);
    const decoding = 1 + others;
    const anybody = 1 - Math.exp(-others);
    const beside = mixesPrefill && others > 0 ? others / anybody : 0;
    const host = mixesPrefill ? overheads.perPass * anybody + overheads.perRequest * others * passes.pipeline : 0;
    // Pieces of a cut prompt follow each other, and count as one pass.
    const alone = prompts.pieces * (prompts.seconds(beside, 1, anybody) + host);
    const room = prompts.pieces > 1 ? 1 : prompts.most;
    this.anybody = anybody;
    this.decodeStep = passes.decode(decoding, prompts.context, width) + overheads.perPass + overheads.perRequest * decoding * passes.pipeline;
    this.room = room;
    this.each = room > 1 ? (prompts.seconds(beside, room, anybody) + host - alone) / (room - 1) : alone;
    this.start = alone - this.each;
  }

  /**
   * Those who come during a pass go together in the next, which is the longer for it, until a pass is full.
   * @returns mean length of the pass that an arrival meets
   */
  private meet(load: number): number {
    const { rate, start, each, room, anybody, decodeStep, variation } = this;
    let met = 0;
    this.share = load;
    for (let round = 0; round < passRounds; round++) {
      const come = rate * met;
      this.company = 1 + Math.min(come, room - 1);
      this.together = Math.min(come > 1e-9 ? come / -Math.expm1(-come) : 1, room);
      this.share = Math.min(rate * (start / this.together + each), 1);
      met = this.share * (start + each * this.company) + (1 - this.share) * anybody * decodeStep;
    }
    // A pass is met as often as it is long: that of a long prompt more often, and more come during it, who go with one's own.
    const longer = (this.share * variation * each ** 2 * this.together) / (start + each * this.together);
    this.company = Math.min(this.company + rate * longer, room);
    return met + longer;
  }

  /** What one of others' prompts adds to the passes that carry it and a request's tokens. */
  private heldBeside(): number {
    const { start, each, together, decodeStep } = this;
    const { pieces } = this.prompts;
    return Math.max((start + each * together) / pieces - decodeStep, 0) * (pieces / together);
  }

  /** Others' prompts that ride along with a request's tokens: first those behind it, pass after pass, then as they come. */
  private holdingBeside(behind: number, held: number): number {
    if (held === 0) return 0;
    const { rate, steps, start, each, together, decodeStep: step } = this;
    const { pieces } = this.prompts;
    const carrying = start + each * together;
    const mean = Math.min(step / Math.max(1 - rate * held, 1e-9), carrying / pieces);
    const busy = Math.min((pieces / together) * rate * mean, 1);
    const passesBehind = (behind * pieces) / Math.max(together - rate * carrying, 1e-9);
    const seconds = steps * (mean - step) + passesBehind * -Math.expm1(-steps / passesBehind) * (1 - busy) * (carrying / pieces - step);
    return seconds / held;
  }

  /** … that go before a request's tokens: the busy period of those behind it and of those that come while it decodes. */
  private holdingBefore(behind: number): number {
    const { rate, steps, decodeStep, share } = this;
    return Math.max(rate * steps * decodeStep + behind - rate * decodeStep, 0) / Math.max(1 - share, 1e-9);
  }

  /**
   * No more prompts hold a request up than there are places for: half of them where prompts are all there is and come
   * back together, all of them where decoding is. The two shares and the sharpness of the bend are fitted to 32
   * simulations of 40,000 answers with 2 to 1,000 places.
   */
  private withinPlaces(holding: number, behindSeconds: number): number {
    const places = Math.max(this.most - 1, 0);
    if (!(holding > 0) || places === 0) return 0;
    const decoding = this.steps * this.decodeStep;
    const decodes = decoding / (decoding + behindSeconds);
    const sharpness = 1 + 2 * decodes ** 2;
    return holding * (1 + (holding / (places * (0.7 + 0.3 * decodes))) ** sharpness) ** (-1 / sharpness);
  }
}

/**
 * Mean wait for a place when `running` of `admitted` run on average and `full` a second are served when all do. The number
 * that would run is near normal around its mean, with the variance of a birth-and-death process whose rate of service grows
 * to `full` (Halfin and Whitt 1981); past `admitted` the queue is one of requests that hold a place for as long as their answers are.
 * @param variation of the output
 */
export function admissionWait(rate: number, full: number, running: number, admitted: number, variation: number): number {
  const spare = full - rate;
  if (!(spare > 0) || !Number.isFinite(admitted)) return 0;
  const free = Math.max(admitted - running, 0);
  const variance = (rate * Math.max(free, 1)) / spare;
  const beta = free / Math.sqrt(variance);
  const ratio = rate / full;
  const waits = 1 / (ratio + (1 - ratio) * Math.sqrt(variance) * inverseMills(beta));
  // Requests of one length wait half as long as those of random ones (Pollaczek–Khinchine).
  return (((1 + variation) / 2) * Math.min(waits, 1)) / spare;
}

/** Φ(x)/φ(x), the inverse Mills ratio upside down, for x ≥ 0. */
function inverseMills(x: number): number {
  // Φ by Abramowitz and Stegun 26.2.17, true to 7.5e-8.
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const t = 1 / (1 + 0.2316419 * x);
  const tail = density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (1 - tail) / density;
}
