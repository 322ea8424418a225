/**
 * The balance of two pools: ranks that compute prompts, and ranks that decode what comes from there and never see a prompt.
 * A request waits for its prompt, computes it, waits for the next decode step, and decodes beside those that are as far.
 */
import { OpenBalance, admissionWait } from './open-balance.ts';
import { microBatch } from './balance.ts';
import type { Batching, Load, Passes } from './batching.ts';
import { fixedPoint, leastFixedPoint } from './fixed-point.ts';
import { PromptPasses } from './prompt-passes.ts';
import { contextAtMidAnswer } from './request.ts';

export interface PoolSide {
  readonly passes: Passes;
  readonly batching: Batching;
  readonly ranks: number;
}

/** Share of a decode step that passes before a request that arrives in it is taken up. */
const untilNextStep = 0.5;
/** A queue this near to what is served has no use: what it says of its wait is not asked. */
const nearFull = 0.999;

export class PoolBalance {
  /** Requests that hold memory in one decode rank. */
  running = 0;
  decodeStep = 0;
  timePerOutputToken = 0;
  /** Of both pools together. */
  requestsPerSecond = 0;
  /** To the first token where nobody waits for memory. */
  timeToFirstToken = 0;
  /** Of which waiting for other prompts, and the prompt's own way. */
  queueSeconds = 0;
  heldSeconds = 0;
  ownPrefill = 0;
  /** Wait in turn of those that are in flight beyond the ones that are at work. */
  admissionWait = 0;
  readonly prefixSeconds = 0;
  readonly promptSeconds = 0;
  readonly pieces = 1;

  private readonly prompts: OpenBalance;
  private readonly promptLoad: Load;
  /** Requests/s of one prefill rank that computes prompts without a pause. */
  private readonly promptRate: number;
  /** Seconds from the moment at which the first stage is done with a prompt to its first token. */
  private readonly lag: number;
  private readonly context: number;
  /** Decode steps of an answer after its first token, and with the one that it waits for. */
  private readonly steps: number;
  private readonly span: number;
  /** Decode steps from the moment at which a request has come over to the one that takes it up. */
  private readonly untilStep: number;
  /** Most requests/s that the prefill pool gives. */
  private readonly prefillMost: number;

  /**
   * @param load on one decode rank; `admitted` is what its memory and engine admit
   * @param promptsAdmitted what those of one prefill rank admit
   * @param transfer seconds that the cache takes to the decode pool
   * @param matched share of what the prefill pool computes without a pause that it gives
   */
  constructor(
    private readonly prefill: PoolSide,
    private readonly decode: PoolSide,
    private readonly load: Omit<Load, 'concurrency'>,
    promptsAdmitted: number,
    private readonly transfer: number,
    matched: number,
  ) {
    const { inputTokens, outputTokens, prefixHitRate, variation } = load;
    const stage = oneStage(prefill);
    const prompt = new PromptPasses(stage.passes, stage.batching);
    prompt.of(inputTokens, 1, prefixHitRate, variation);
    prompt.cut(0);
    this.promptRate = 1 / prompt.aloneSeconds(prompt.most);
    this.prefillMost = matched * this.promptRate * prefill.ranks;
    this.lag = (prefill.passes.pipeline - 1) * prompt.seconds(0, 1);
    this.prompts = new OpenBalance(stage.passes, stage.batching);
    this.promptLoad = {
      concurrency: Infinity,
      admitted: Math.max(promptsAdmitted, 1),
      inputTokens,
      outputTokens: 1,
      prefixHitRate,
      variation: { ...variation, output: 0 },
    };
    this.context = contextAtMidAnswer(inputTokens, outputTokens, variation.output);
    this.steps = Math.max(outputTokens - 1, 0) / decode.batching.draft.progress;
    this.untilStep = untilNextStep + decode.batching.ahead;
    this.span = this.steps + this.untilStep;
  }

  get decoding(): number {
    return (this.running * this.steps) / this.span;
  }

  /** As many requests as both pools can be at work on. */
  settleFull(): void {
    this.work(this.mostRunning());
    this.admissionWait = 0;
  }

  /** @param concurrency requests in flight over both pools */
  settle(concurrency: number): void {
    const most = this.mostRunning();
    const full = this.inFlight(most);
    this.admissionWait = full < concurrency ? (concurrency - full) / this.requestsPerSecond : 0;
    // The more run, the more are on their way to them.
    if (full > concurrency) fixedPoint({ next: (running) => Math.min((running * concurrency) / this.inFlight(running), most) }, most);
    this.start(concurrency);
  }

  /** Those who begin a session together wait for half of each other's prompts. */
  private start(concurrency: number): void {
    const { startShare } = this.prefill.batching;
    if (startShare === 0) return;
    const behind = concurrency / (2 * this.prefill.ranks * this.promptRate);
    this.heldSeconds = (1 - startShare) * this.heldSeconds;
    this.queueSeconds = (1 - startShare) * this.queueSeconds + startShare * Math.max(behind - this.ownPrefill, 0);
    this.timeToFirstToken = this.prefill.batching.overheads.frontEnd + this.queueSeconds + this.ownPrefill;
  }

  /**
   * @param rate requests/s over both pools
   * @param saturation share of what the pools serve from which on a wait has no meaning
   * @returns false when more come
   */
  settleOpen(rate: number, saturation: number): boolean {
    const { admitted, variation } = this.load;
    const full = Math.min(this.served(admitted), this.prefillMost);
    if (rate >= saturation * full) return false;
    const perRank = rate / this.decode.ranks;
    // A request decodes beside itself and as many others as there are on average.
    const others = leastFixedPoint({ next: (beside) => perRank * this.span * this.step(1 + beside) }, admitted);
    if (!(others < admitted)) return false;
    this.work(1 + others);
    this.requestsPerSecond = rate;
    this.running = others;
    this.wait(rate);
    this.admissionWait = admissionWait(perRank, this.served(admitted) / this.decode.ranks, others, admitted, variation.output);
    return true;
  }

  private inFlight(running: number): number {
    this.work(running);
    return this.requestsPerSecond * (this.timeToFirstToken + this.steps * this.decodeStep);
  }

  /** The most that run in a decode rank: what it admits, or what the prefill pool keeps at work. */
  private mostRunning(): number {
    const { admitted } = this.load;
    if (this.served(admitted) <= this.prefillMost) return admitted;
    return fixedPoint({ next: (running) => Math.min((this.prefillMost * this.span * this.step(running)) / this.decode.ranks, admitted) }, admitted);
  }

  /** Requests/s when so many run in every decode rank. */
  private served(running: number): number {
    return (running * this.decode.ranks) / (this.span * this.step(running));
  }

  /** Seconds of a decode step. */
  private step(running: number): number {
    const { passes, batching } = this.decode;
    const { overheads, draft } = batching;
    const batch = microBatch(Math.max(running, 1), passes.pipeline);
    return passes.decode(batch, this.context, draft.width) + overheads.perPass + overheads.perRequest * batch * passes.pipeline;
  }

  private work(running: number): void {
    this.running = running;
    this.decodeStep = this.step(running);
    const { progress } = this.decode.batching.draft;
    this.timePerOutputToken = this.decodeStep / progress;
    this.requestsPerSecond = Math.min((running * this.decode.ranks) / (this.span * this.decodeStep), this.prefillMost);
    this.wait(this.requestsPerSecond);
  }

  /** What comes before the first token at a rate over both pools. */
  private wait(rate: number): void {
    const { prompts, transfer } = this;
    const { frontEnd } = this.prefill.batching.overheads;
    const perRank = Math.min(rate / this.prefill.ranks, nearFull * this.promptRate);
    prompts.settle(perRank, this.promptRate, this.promptLoad);
    this.queueSeconds = prompts.queueSeconds + prompts.admissionWait;
    this.heldSeconds = prompts.heldSeconds;
    this.ownPrefill = prompts.ownPrefill + this.lag + transfer + this.untilStep * this.decodeStep;
    this.timeToFirstToken = frontEnd + this.queueSeconds + this.ownPrefill;
  }
}

/** The first stage of a pipeline that carries prompts alone: the next prompt enters it when it is done with this one. */
function oneStage({ passes, batching }: PoolSide): Pick<PoolSide, 'passes' | 'batching'> {
  const { pipeline } = passes;
  if (pipeline === 1) return { passes, batching };
  const { overheads } = batching;
  return {
    passes: {
      pipeline: 1,
      launches: passes.launches / pipeline,
      decode: (batch, context, width) => passes.decode(batch, context, width),
      mixed: (batch, width, context, prompts, tokens, prefix) => passes.mixed(batch, width, context, prompts, tokens, prefix) / pipeline,
      prefill: (prompts, tokens, prefix) => passes.prefill(prompts, tokens, prefix) / pipeline,
    },
    batching: { ...batching, overheads: { ...overheads, perPrompt: overheads.perPrompt / pipeline } },
  };
}
