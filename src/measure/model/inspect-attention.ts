/** Attention of a timed model, one head of one row at a time: the cache that it read is still on the device. */
import type { Inspection } from '../kernels/instance.ts';
import { softmaxOver } from './reference.ts';
import { keysOf, placesOf, type StepProblem } from './shape.ts';

/** `sinks`: a logit for each head, where the model has them. */
export function inspectAttention(problem: StepProblem, layer: number, sinks: Float64Array | undefined, tolerance: number): Inspection {
  const { shape, batch, tokens, context } = problem;
  const { heads, kvHeads, headDim } = shape;
  const seq = placesOf(problem, layer);
  return {
    of: 'attention',
    buffer: 'attended',
    tolerance,
    look(pick) {
      const row = pick(batch * tokens);
      const head = pick(heads);
      const kvHead = Math.floor((head * kvHeads) / heads);
      const written = seq - tokens + (row % tokens) + 1;
      const seen = Math.min(written, keysOf(shape, layer, context));
      const sequence = Math.floor(row / tokens);
      // By head for decode, by token for a prompt.
      const byHead = tokens === 1;
      const step = byHead ? headDim : kvHeads * headDim;
      const start = (byHead ? (sequence * kvHeads + kvHead) * seq * headDim : sequence * seq * kvHeads * headDim) + (written - seen) * step;
      const offset = byHead ? 0 : kvHead * headDim;
      const vectors = (cache: Float64Array): Float64Array[] =>
        Array.from({ length: seen }, (_, position) => cache.subarray(position * step + offset, position * step + offset + headDim));
      const place = (row * heads + head) * headDim;
      const none = new Float64Array(0);
      return {
        reads: [
          { buffer: 'q', start: place, count: headDim },
          { buffer: `${layer}.k`, start, count: seen * step },
          { buffer: `${layer}.v`, start, count: seen * step },
        ],
        expected: ([q = none, k = none, v = none]) => [{ start: place, values: softmaxOver(q, vectors(k), vectors(v), sinks?.[head]) }],
      };
    },
  };
}
