/**
 * Passes that carry prompts: how a prompt is cut, and what the pieces take alone or beside decoding. Shared by the
 * balances of closed loops and of open arrivals; one object serves many loads without allocating.
 */
import { contextAtMidAnswer } from './request.ts';
import type { Variation } from './variation.ts';
import { launching, type Batching, type Passes } from './batching.ts';

/** Share of a pass's tokens that is left to prompts however many decode. */
const leastRoom = 1 / 8;

export class PromptPasses {
  /** Tokens of a prompt that lie in the prefix cache, and those that are computed. */
  prefix = 0;
  fresh = 1;
  /** Tokens that lie before a piece beyond those of a mean prompt: with them it attends to as many pairs as the mean of all prompts does. */
  private longer = 0;
  /** Of prompts. */
  variation = 0;
  /** Mean tokens that a decoding sequence holds. */
  context = 0;
  /** Tokens that a pass has room for, and passes that a prompt is cut into. */
  room = 1;
  pieces = 1;

  constructor(
    private readonly passes: Passes,
    private readonly batching: Batching,
  ) {}

  /** A load's lengths. */
  of(inputTokens: number, outputTokens: number, prefixHitRate: number, { input, output }: Variation): void {
    this.context = contextAtMidAnswer(inputTokens, outputTokens, output);
    this.prefix = Math.floor(inputTokens * prefixHitRate);
    // The last token of a prompt is always computed: its logits give the first output token.
    this.fresh = Math.max(inputTokens - this.prefix, 1);
    this.variation = input;
    this.longer = longerBefore(this.fresh, this.prefix, input);
  }

  /** Cuts prompts to what `decoding` tokens leave of a pass. */
  cut(decoding: number): void {
    const { tokenBudget } = this.batching;
    this.room = Math.max(tokenBudget - decoding, leastRoom * tokenBudget);
    this.pieces = Math.ceil(this.fresh / this.room);
  }

  /** Whole prompts that a pass has room for; one piece where they are cut. */
  get most(): number {
    return Math.max(this.room / this.fresh, 1);
  }

  /**
   * Mean seconds of a pass that carries a piece each of `prompts` prompts beside `batch` decoding sequences, host time per
   * pass and request apart. Prompts' own work takes longer inside an engine than its operators do.
   * @param share of such passes in which anybody decodes
   */
  seconds(batch: number, prompts: number, share = 1): number {
    const {
      passes,
      batching: {
        overheads,
        draft: { width },
      },
      context,
      pieces,
      prefix,
      longer,
      fresh,
    } = this;
    const tokens = fresh / pieces;
    const least = launching(this.batching, passes.launches);
    let seconds = 0;
    for (let index = 0; index < pieces; index++) {
      const behind = prefix + longer + index * tokens;
      const alone = passes.prefill(prompts, tokens, behind);
      const beside = batch > 0 ? share * passes.mixed(batch, width, context, prompts, tokens, behind) + (1 - share) * alone : alone;
      seconds += Math.max((overheads.prompt - 1) * alone + beside, least);
    }
    return seconds / pieces + overheads.perPrompt;
  }

  /** Seconds of each of `prompts` whole prompts in a pass of their own; of one, piece by piece, where they are cut. */
  aloneSeconds(prompts: number): number {
    const { pieces } = this;
    return pieces > 1 ? pieces * this.seconds(0, 1) : this.seconds(0, prompts) / prompts;
  }

  /** Of one prompt's seconds, those of attention to the cached prefix. */
  prefixSeconds(): number {
    const {
      passes,
      batching: { overheads },
      pieces,
      prefix,
      fresh,
      longer,
      variation,
    } = this;
    if (prefix === 0) return 0;
    const tokens = fresh / pieces;
    const without = longerBefore(fresh, 0, variation);
    let seconds = 0;
    for (let index = 0; index < pieces; index++)
      seconds += passes.prefill(1, tokens, prefix + longer + index * tokens) - passes.prefill(1, tokens, without + index * tokens);
    return Math.max(seconds, 0) * overheads.prompt;
  }
}

/** Pairs of tokens grow with the square of a prompt: of lengths that vary, the mean of squares is more than the square of the mean. */
export const longerBefore = (fresh: number, prefix: number, variation: number): number => variation * (prefix + fresh / 2);
