/** Reads what a run says about a whole model; bounds as in `schema.ts`. */
import * as v from 'valibot';
import type { ModelWeights } from './model-step.ts';

/** More than any model has, and more kinds of kernel than any step. */
const limits = { layers: 1000, operators: 64, word: 200 } as const;

const word = v.pipe(v.string(), v.maxLength(limits.word));
const natural = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(natural, v.integer());
const layers = v.pipe(count, v.minValue(1), v.maxValue(limits.layers));
const formats = ['f32', 'f16', 'q8', 'q4'] as const satisfies readonly ModelWeights[];

export const modelStepSchema = v.pipe(
  v.object({
    phase: v.picklist(['decode', 'prefill']),
    model: word,
    name: word,
    weights: v.picklist(formats),
    batch: v.pipe(count, v.minValue(1)),
    tokens: v.pipe(count, v.minValue(1)),
    context: v.pipe(count, v.minValue(1)),
    layers,
    layersRun: layers,
    layersHeld: layers,
    vocab: count,
    vocabRun: count,
    weightBytes: natural,
    weightBytesHeld: natural,
    dispatches: count,
    operators: v.pipe(
      v.array(
        v.object({
          kernel: word,
          name: word,
          dtype: v.picklist(['f32', 'f16', 'i8', 'i4']),
          count,
          dispatches: count,
          flops: natural,
          bytes: natural,
        }),
      ),
      v.maxLength(limits.operators),
    ),
  }),
  v.check(({ layersHeld, layersRun, layers: all }) => layersHeld <= layersRun && layersRun <= all, 'expected layersHeld <= layersRun <= layers'),
);
