/**
 * The balance of open arrivals: what requests that come at random, at a rate of their own, get from one rank. A request
 * sees the rank as it is on average (PASTA), with as many others decoding as come while one of them decodes. Prompts
 * wait as in a queue that is served pass by pass; those that came meanwhile go with one's own, and those that are left
 * behind it hold up its tokens.
 */
import { leastFixedPoint, type Iterated } from './fixed-point.ts';
import type { Batching, Load, Passes } from './batching.ts';
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
  ownPrefill = 0;
  requestsPerSecond = 0;
  /** Mean wait for memory or for a place among the sequences. */
  admissionWait = 0;

  private readonly prompts: PromptPasses;
  /** Requests per second of one micro-batch of a pipeline. */
  private rate = 0;
  private steps = 0;
  /** Requests that one micro-batch has room for. */
  private most = 1;
  /** Seconds from first token to last. */
  private decodeSeconds = 0;

  constructor(
    private readonly passes: Passes,
    private readonly batching: Batching,
  ) {
    this.prompts = new PromptPasses(passes, batching);
  }

  get pieces(): number {
    return this.prompts.pieces;
  }

  /**
   * @param rate requests per second of one rank
   * @param full requests per second that the rank serves when all of `admitted` run
   * @returns false when more come than are served: then nothing above has a meaning
   */
  settle(rate: number, full: number, { admitted, inputTokens, outputTokens, prefixHitRate }: Load): boolean {
    const { passes, batching } = this;
    const gaps = Math.max(outputTokens - 1, 0);
    this.prompts.of(inputTokens, outputTokens, prefixHitRate);
    this.steps = gaps / batching.draft.progress;
    this.rate = rate / passes.pipeline;
    this.most = admitted / passes.pipeline;
    const others = leastFixedPoint(this, this.most);
    if (!(others < this.most)) return false;
    this.requestsPerSecond = rate;
    this.timePerOutputToken = gaps > 0 ? this.decodeSeconds / gaps : this.decodeStep;
    this.running = Math.min(rate * (this.timeToFirstToken + this.decodeSeconds), admitted);
    this.prefixSeconds = Math.min(this.prompts.prefixSeconds(), this.promptSeconds);
    this.admissionWait = admissionWait(rate, full, this.running, admitted);
    return true;
  }

  /** Others that decode beside a request when so many do. */
  next(others: number): number {
    const { batching, prompts, rate, steps, passes } = this;
    const {
      overheads,
      mixesPrefill,
      draft: { width },
    } = batching;
    prompts.cut(mixesPrefill ? others * width : 0);
    const { pieces, context } = prompts;
    const decoding = 1 + others;
    /** Of the time, with somebody decoding. */
    const anybody = 1 - Math.exp(-others);
    const step = passes.decode(decoding, context, width) + overheads.perPass + overheads.perRequest * decoding * passes.pipeline;
    const host = mixesPrefill ? overheads.perPass * anybody + overheads.perRequest * others * passes.pipeline : 0;
    const beside = mixesPrefill && others > 0 ? others / anybody : 0;
    const room = pieces > 1 ? 1 : prompts.most;
    // A pass takes `start` seconds and `each` more for every prompt in it; pieces of a cut prompt follow each other.
    const alone = pieces * (prompts.seconds(beside, 1, anybody) + host);
    const fullPass = room > 1 ? prompts.seconds(beside, room, anybody) + host : alone;
    const each = room > 1 ? (fullPass - alone) / (room - 1) : alone;
    const start = alone - each;
    const load = (rate * fullPass) / room;
    if (load >= 1) return Infinity;
    // Mean length of the pass that an arrival meets, and the prompts that go with its own.
    let met = 0;
    let company = 1;
    let together = 1;
    let share = load;
    for (let round = 0; round < passRounds; round++) {
      company = 1 + Math.min(rate * met, room - 1);
      together = Math.min(rate * met > 1e-9 ? (rate * met) / -Math.expm1(-rate * met) : 1, room);
      share = Math.min(rate * (start / together + each), 1);
      met = share * (start + each * company) + (1 - share) * anybody * step;
    }
    const own = start + each * company;
    const wait = met / 2 + ((met / 2) * load ** room) / (1 - load) / room;
    const behind = rate * (own + wait / room);
    const carrying = start + each * together;
    // Others' prompts that hold its tokens up, and by how much each: those left behind it, those that come meanwhile, and
    // those that come while these are computed.
    let holding: number;
    let held: number;
    if (mixesPrefill) {
      held = Math.max(carrying / pieces - step, 0) * (pieces / together);
      const mean = Math.min(step / Math.max(1 - rate * held, 1e-9), carrying / pieces);
      const busy = Math.min((pieces / together) * rate * mean, 1);
      const passesBehind = (behind * pieces) / Math.max(together - rate * carrying, 1e-9);
      const seconds = steps * (mean - step) + passesBehind * -Math.expm1(-steps / passesBehind) * (1 - busy) * Math.max(carrying / pieces - step, 0);
      holding = held > 0 ? seconds / held : 0;
    } else {
      held = share / rate;
      holding = Math.max(rate * steps * step + behind - rate * step, 0) / Math.max(1 - share, 1e-9);
    }
    const decodes = (steps * step) / (steps * step + behind * held);
    const places = Math.max(this.most - 1, 0) * (0.7 + 0.3 * decodes);
    const sharpness = 1 + 2 * decodes ** 2;
    if (holding > 0) holding = places > 0 ? holding * (1 + (holding / places) ** sharpness) ** (-1 / sharpness) : 0;
    const seconds = steps * step + holding * held;
    this.decoding = decoding * passes.pipeline;
    this.decodeStep = step;
    this.ownPrefill = own;
    this.queueSeconds = wait;
    this.timeToFirstToken = overheads.frontEnd + own + wait;
    // Beside decoding a prompt is counted by what it adds, never by less than one more prompt adds to a pass.
    this.promptSeconds = mixesPrefill ? Math.max(share / rate - (pieces / together) * anybody * step, Math.min(each, alone) / 2) : share / rate;
    this.decodeSeconds = seconds;
    return rate * seconds;
  }
}

/**
 * Mean wait for a place when `running` of `admitted` run on average and `full` a second are served when all do. The number
 * that would run is near normal around its mean, with the variance of a birth-and-death process whose rate of service grows
 * to `full` (Halfin and Whitt 1981); past `admitted` the queue is one of requests that are alike.
 */
function admissionWait(rate: number, full: number, running: number, admitted: number): number {
  const spare = full - rate;
  if (!(spare > 0) || !Number.isFinite(admitted)) return 0;
  const free = Math.max(admitted - running, 0);
  const variance = (rate * Math.max(free, 1)) / spare;
  const beta = free / Math.sqrt(variance);
  const ratio = rate / full;
  const waits = 1 / (ratio + (1 - ratio) * Math.sqrt(variance) * inverseMills(beta));
  return (alike * Math.min(waits, 1)) / spare;
}

/** Requests of one length wait half as long as those of random ones (Pollaczek–Khinchine). */
const alike = 0.5;

/** Φ(x)/φ(x), the inverse Mills ratio upside down, for x ≥ 0. */
function inverseMills(x: number): number {
  // Φ by Abramowitz and Stegun 26.2.17, true to 7.5e-8.
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const t = 1 / (1 + 0.2316419 * x);
  const tail = density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (1 - tail) / density;
}
