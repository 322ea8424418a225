/**
 * Seconds of a pass as the serving model prices it: a decode step as in the closed form, and on top what the prompts add.
 * Tabulated once per deployment and engine. Pieces of several prompts share the layers and each have their own attention.
 */
import { launching, type Batching } from '../batching.ts';
import { decodePass, mixedPass, passSeconds, prefillPass, type PassTerms, type Stage } from '../step.ts';
import type { PassShape, PassTimes } from './rules.ts';
import { tabulated, type Axis } from './table.ts';

/** Nodes lie 7 % apart for batches and 10 % for tokens: interpolated passes are within 2 % of priced ones (test). */
const batchAxis: Axis = { exact: 16, ratio: 1.07 };
const tokenAxis: Axis = { exact: 1, ratio: 1.1 };

/** Everything but attention, which depends on how the tokens fall into prompts. */
const layersOf = (terms: PassTerms): number => passSeconds(terms) - terms.attention;

export function stagePassTimes(stage: Stage, batching: Batching): PassTimes {
  const { overheads, draft } = batching;
  const { pipeline } = stage.parallel;
  const decode = tabulated(
    // Pipeline stages run micro-batches in turn: a step is one pass of all layers over one of them.
    (batch, context) => (batch > 0 ? passSeconds(decodePass(stage, Math.max(batch / pipeline, 1), context, draft.width)) : 0),
    batchAxis,
    tokenAxis,
  );
  const host = (batch: number): number => overheads.perPass + overheads.perRequest * batch;
  const least = launching(batching, stage.launches);
  const layers = tabulated(
    (batch, tokens) => {
      if (tokens <= 0) return 0;
      return batch > 0
        ? layersOf(mixedPass(stage, batch, 1, 1, 1, tokens, 0)) - layersOf(decodePass(stage, batch, 1))
        : layersOf(prefillPass(stage, 1, tokens, 0));
    },
    batchAxis,
    tokenAxis,
  );
  const attention = tabulated((tokens, prefix) => (tokens > 0 ? prefillPass(stage, 1, tokens, prefix).attention : 0), tokenAxis, tokenAxis);
  // What the least attention costs is its launch, which all prompts of a pass share.
  const launch = attention(1, 0);
  /** What prompts add to a pass in which others decode. */
  const promptSeconds = ({ decoding, context, prompts, promptTokens, prefix }: PassShape): number => {
    const own = attention(promptTokens / prompts, prefix) - launch;
    const alone = layers(0, promptTokens) + launch + prompts * own;
    const beside = decoding > 0 ? layers(decoding, promptTokens) + launch + prompts * own : alone;
    const decodes = decoding > 0 ? decode(decoding, context) : 0;
    return Math.max(beside + (overheads.prompt - 1) * alone, least - decodes) + overheads.perPrompt;
  };
  return {
    // A prompt holds each of the pipeline's stages for its own part only …
    seconds: (shape) =>
      (shape.decoding > 0 ? decode(shape.decoding, shape.context) + host(shape.decoding) : 0) +
      (shape.prompts > 0 ? promptSeconds(shape) / pipeline : 0),
    // … and goes through all of them.
    promptLag: (shape) => (pipeline > 1 ? promptSeconds(shape) * (1 - 1 / pipeline) : 0),
  };
}
