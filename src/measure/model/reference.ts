/**
 * The same step in float64, written straight down the layers: it knows the model and what the chain calls its weights, and
 * nothing of its dispatches, so that a forgotten, swapped or miswired one shows. Weights are made again from their seeds, row
 * by row; small problems only.
 */
import type { ModelWeights } from '../../run/model-step.ts';
import { fillInto, fillValues } from '../kernels/fill-values.ts';
import type { FloatType } from '../kernels/gemm.ts';
import type { BufferPlan } from '../kernels/instance.ts';
import { dot, type RowSource } from '../kernels/linear.ts';
import { added, normed } from '../kernels/norm.ts';
import { weightRow } from '../kernels/quantised.ts';
import { roped } from '../kernels/rope.ts';
import { gated } from '../kernels/swiglu.ts';
import { keysOf, type StepProblem } from './shape.ts';
import { weightSpread } from './products.ts';

type Buffers = Readonly<Record<string, BufferPlan>>;

/** The logits of the last new token of each sequence, batch x vocab. */
export function referenceLogits(problem: StepProblem, buffers: Buffers): Float64Array {
  const { shape, weights, activations, batch, tokens, layersHeld } = problem;
  const { hidden, heads, kvHeads, headDim, inter, vocab } = shape;
  const values = (name: string): Float64Array => planned(buffers, name, activations);
  const unit = (k: number): number => 1 / (Math.sqrt(k) * weightSpread[weights]);
  const normOf = (rows: Float64Array[], name: string): Float64Array[] =>
    rows.map((row) => normed(row, values(`${name}.g`), Math.sqrt(3) * unit(hidden)));

  const table = buffers['embedding.e'];
  if (table === undefined) throw new Error('the chain has no embedding');
  let stream = [...planned(buffers, 'tokens', 'u32')].map((token) =>
    fillValues(table.fill, activations, (token % (table.length / hidden)) * hidden, hidden),
  );
  for (let layer = 0; layer < shape.layers; layer++) {
    const own = `${layer % layersHeld}`;
    const times = (rows: Float64Array[], name: string, n: number, k: number): Float64Array[] =>
      rows.map((row) => matrixTimes(weightSource(buffers, `${own}.${name}`, weights, activations, k), n, row));
    const fused = times(normOf(stream, `${own}.norm`), 'qkv', (heads + 2 * kvHeads) * headDim, hidden);
    const attended = attend(problem, layer, fused, values);
    stream = stream.map((row, at) => added(row, times([attended[at] ?? row], 'output', hidden, heads * headDim)[0] ?? row, unit(heads * headDim)));
    const up = times(normOf(stream, `${own}.ffn norm`), 'up', 2 * inter, hidden);
    const down = times(
      up.map((row) => gated(row, inter)),
      'down',
      hidden,
      inter,
    );
    stream = stream.map((row, at) => added(row, down[at] ?? row, unit(inter)));
  }
  const last = Array.from({ length: batch }, (_, sequence) => stream[sequence * tokens + tokens - 1] ?? new Float64Array(hidden));
  const head = weightSource(buffers, 'head', weights, activations, hidden);
  const logits = new Float64Array(batch * vocab);
  normOf(last, 'final norm').forEach((row, sequence) => logits.set(matrixTimes(head, vocab, row), sequence * vocab));
  return logits;
}

/** Attention of each new row, over what its sequence's cache held before and over the new rows up to itself. */
function attend(problem: StepProblem, layer: number, fused: readonly Float64Array[], values: (name: string) => Float64Array): Float64Array[] {
  const { shape, tokens, context, layersHeld } = problem;
  const { heads, kvHeads, headDim, qkNorm } = shape;
  const seq = keysOf(shape, layer, context);
  const before = seq - tokens;
  const gains = values(`${layer % layersHeld}.rope.gains`);
  const rope = { batch: 1, tokens: 1, first: 0, seq: 1, heads, kvHeads, headDim, qkNorm, layout: 'token' } as const;
  const rows = fused.map((row, at) => roped({ ...rope, position: context - tokens + (at % tokens) }, row, gains));
  const [cachedKeys, cachedValues] = before > 0 ? [values(`${layer}.k`), values(`${layer}.v`)] : [new Float64Array(0), new Float64Array(0)];
  return rows.map(({ q }, at) => {
    const sequence = Math.floor(at / tokens);
    const result = new Float64Array(heads * headDim);
    for (let head = 0; head < heads; head++) {
      const kvHead = Math.floor((head * kvHeads) / heads);
      const cached = (cache: Float64Array): Float64Array[] =>
        Array.from({ length: before }, (_, position) => {
          const start = ((sequence * kvHeads + kvHead) * seq + position) * headDim;
          return cache.subarray(start, start + headDim);
        });
      const fresh = (which: 'k' | 'v'): Float64Array[] =>
        rows.slice(sequence * tokens, at + 1).map((row) => row[which].subarray(kvHead * headDim, (kvHead + 1) * headDim));
      const query = q.subarray(head * headDim, (head + 1) * headDim);
      result.set(softmaxOver(query, [...cached(cachedKeys), ...fresh('k')], [...cached(cachedValues), ...fresh('v')]), head * headDim);
    }
    return result;
  });
}

/** softmax(q K^T / sqrt(D)) V for one query, in float64. */
export function softmaxOver(query: Float64Array, keys: readonly Float64Array[], values: readonly Float64Array[]): Float64Array {
  const scores = keys.map((key) => dot(query, key) / Math.sqrt(query.length));
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const result = new Float64Array(query.length);
  values.forEach((value, at) => value.forEach((entry, d) => (result[d] = (result[d] as number) + ((weights[at] as number) / total) * entry)));
  return result;
}

/** The rows of a weight matrix as the chain holds it. */
export function weightSource(buffers: Buffers, owner: string, weights: ModelWeights, activations: FloatType, k: number): RowSource {
  const [words, scales] = [buffers[`${owner}.w`], buffers[`${owner}.scales`]];
  if (words === undefined) throw new Error(`the chain has no weights "${owner}"`);
  if (weights === 'f32' || weights === 'f16') return (index, row) => fillInto(row, words.fill, weights, index * k);
  const { fill } = words;
  if (fill.kind !== 'words' || scales === undefined) throw new Error(`the weights "${owner}" are no ${weights}`);
  return (index, row) => weightRow(weights, { words: fill, scales: scales.fill }, activations, index, row);
}

function matrixTimes(source: RowSource, n: number, vector: Float64Array): Float64Array {
  const row = new Float64Array(vector.length);
  return new Float64Array(n).map((_, index) => {
    source(index, row);
    return dot(row, vector);
  });
}

function planned(buffers: Buffers, name: string, element: FloatType | 'u32'): Float64Array {
  const plan = buffers[name];
  if (plan === undefined) throw new Error(`the chain has no buffer "${name}"`);
  return fillValues(plan.fill, element, 0, plan.length);
}
