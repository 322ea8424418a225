/**
 * Seconds of passes of one stage, computed from its operators. A load asks for the same parts again and again: a prompt
 * alone and beside decoding, engines that batch alike, the search for an arrangement and then its answer. Remembering the
 * last few halves the work of a row. Parts are summed in the order of `passSeconds`, so that answers stay the same to the bit.
 */
import type { Passes } from './batching.ts';
import { Recent } from './ring-buffer.ts';
import { decodeAttention, headSeconds, layerTerms, prefillAttention, withDraft, type PassTerms, type Stage } from './step.ts';

/** A load under three engines asks for at most about this many different passes. */
const slots = 16;

export class RememberedPasses implements Passes {
  readonly pipeline: number;
  readonly launches: number;
  private readonly layersAt = new Recent(slots);
  private readonly layers: PassTerms[] = [];
  private readonly headAt = new Recent(slots);
  private readonly head: number[] = [];
  private readonly decodeAt = new Recent(slots);
  private readonly decodeSeconds: number[] = [];
  private readonly prefillAt = new Recent(slots);
  private readonly prefillSeconds: number[] = [];
  private readonly draft: RememberedPasses | null;

  constructor(readonly stage: Stage) {
    this.pipeline = stage.parallel.pipeline;
    this.launches = stage.launches;
    this.draft = stage.draft && new RememberedPasses(stage.draft);
  }

  decode(batch: number, context: number, width: number): number {
    return this.sum(batch * width, batch * width, this.decodeAttention(batch, context)) + this.ahead(batch, context, width);
  }

  mixed(batch: number, width: number, context: number, prompts: number, tokens: number, prefix: number): number {
    const attention = this.decodeAttention(batch, context) + this.prefillAttention(prompts, tokens, prefix);
    return this.sum(batch * width + prompts * tokens, batch * width + prompts, attention) + this.ahead(batch, context, width);
  }

  prefill(prompts: number, tokens: number, prefix: number): number {
    return this.sum(prompts * tokens, prompts, this.prefillAttention(prompts, tokens, prefix));
  }

  /** What `decode` sums. */
  decodeTerms(batch: number, context: number, width: number): PassTerms {
    const terms = this.layerTerms(batch * width);
    const own = { ...terms, linear: terms.linear + this.headSeconds(batch * width), attention: this.decodeAttention(batch, context) };
    return withDraft(own, this.stage, batch, context, width);
  }

  /** A pass of the draft for each token that it proposes. */
  private ahead(batch: number, context: number, width: number): number {
    return this.draft && width > 1 && batch > 0 ? (width - 1) * this.draft.decode(batch, context, 1) : 0;
  }

  private sum(tokens: number, sampled: number, attention: number): number {
    const { linear, experts, elementwise, collectives } = this.layerTerms(tokens);
    return linear + this.headSeconds(sampled) + experts + attention + elementwise + collectives;
  }

  private layerTerms(tokens: number): Readonly<PassTerms> {
    const known = this.layersAt.find(tokens, 0, 0);
    if (known >= 0) return this.layers[known] as PassTerms;
    return (this.layers[this.layersAt.place(tokens, 0, 0)] = layerTerms(this.stage, tokens));
  }

  private headSeconds(sampled: number): number {
    const known = this.headAt.find(sampled, 0, 0);
    if (known >= 0) return this.head[known] as number;
    return (this.head[this.headAt.place(sampled, 0, 0)] = headSeconds(this.stage, sampled));
  }

  private decodeAttention(batch: number, context: number): number {
    const known = this.decodeAt.find(batch, context, 0);
    if (known >= 0) return this.decodeSeconds[known] as number;
    return (this.decodeSeconds[this.decodeAt.place(batch, context, 0)] = decodeAttention(this.stage, batch, context));
  }

  private prefillAttention(prompts: number, tokens: number, prefix: number): number {
    const known = this.prefillAt.find(prompts, tokens, prefix);
    if (known >= 0) return this.prefillSeconds[known] as number;
    return (this.prefillSeconds[this.prefillAt.place(prompts, tokens, prefix)] = prefillAttention(this.stage, prompts, tokens, prefix));
  }
}
