/**
 * Seconds of passes for many loads of one stage: what depends on the tokens alone is read from curves that are made as
 * they are asked for, attention is computed. Equal to `RememberedPasses` within 1e-11.
 */
import type { Passes } from './batching.ts';
import { PiecewiseCurve } from './piecewise.ts';
import { Recent } from './ring-buffer.ts';
import { decodeAttention, headSeconds, layerTerms, passSeconds, prefillAttention, type Stage } from './step.ts';

/** Chunks of one prompt whose attention is remembered: four cover 32,768 tokens at the usual budget. */
const remembered = 4;

export class PassCurves implements Passes {
  readonly pipeline: number;
  readonly launches: number;
  private readonly layers: PiecewiseCurve;
  private readonly head: PiecewiseCurve;
  /** Layers and head together, for the step that asks for both. */
  private readonly step: PiecewiseCurve;
  private batch = Number.NaN;
  private context = Number.NaN;
  private attention = 0;
  private readonly chunkAt = new Recent(remembered);
  private readonly chunkSeconds = new Float64Array(remembered);

  private readonly draft: PassCurves | null;

  constructor(private readonly stage: Stage) {
    this.pipeline = stage.parallel.pipeline;
    this.launches = stage.launches;
    this.draft = stage.draft && new PassCurves(stage.draft);
    const layers = (tokens: number): number => passSeconds(layerTerms(stage, tokens));
    this.layers = new PiecewiseCurve(layers);
    this.head = new PiecewiseCurve((sampled) => headSeconds(stage, sampled));
    this.step = new PiecewiseCurve((tokens) => layers(tokens) + headSeconds(stage, tokens));
  }

  decode(batch: number, context: number, width: number): number {
    return this.step.at(batch * width) + this.decodeAttention(batch, context) + this.ahead(batch, context, width);
  }

  mixed(batch: number, width: number, context: number, prompts: number, tokens: number, prefix: number): number {
    return (
      this.layers.at(batch * width + prompts * tokens) +
      this.head.at(batch * width + prompts) +
      this.decodeAttention(batch, context) +
      this.prefillAttention(prompts, tokens, prefix) +
      this.ahead(batch, context, width)
    );
  }

  prefill(prompts: number, tokens: number, prefix: number): number {
    return this.layers.at(prompts * tokens) + this.head.at(prompts) + this.prefillAttention(prompts, tokens, prefix);
  }

  /** A pass of the draft for each token that it proposes. */
  private ahead(batch: number, context: number, width: number): number {
    return this.draft && width > 1 && batch > 0 ? (width - 1) * this.draft.decode(batch, context, 1) : 0;
  }

  /** A step and the mixed passes beside it ask for the same attention. */
  private decodeAttention(batch: number, context: number): number {
    if (batch !== this.batch || context !== this.context) {
      this.batch = batch;
      this.context = context;
      this.attention = decodeAttention(this.stage, batch, context);
    }
    return this.attention;
  }

  private prefillAttention(prompts: number, tokens: number, prefix: number): number {
    const known = this.chunkAt.find(prompts, tokens, prefix);
    if (known >= 0) return this.chunkSeconds[known] as number;
    return (this.chunkSeconds[this.chunkAt.place(prompts, tokens, prefix)] = prefillAttention(this.stage, prompts, tokens, prefix));
  }
}
