/**
 * The same step in float64, written straight down the layers: it knows the model and what the chain calls its weights, and
 * nothing of its dispatches, so that a forgotten, swapped or miswired one shows. Weights are made again from their seeds, row
 * by row; small problems only.
 */
import { fillInto, fillValues } from '../kernels/wgsl/fill-values.ts';
import type { FloatType } from '../kernels/gemm/gemm.ts';
import type { BufferPlan } from '../kernels/instance.ts';
import { dot, withBias, type RowSource } from '../kernels/linear.ts';
import { added, normed } from '../kernels/layer/norm.ts';
import { weightRow } from '../kernels/quantised.ts';
import { roped } from '../kernels/layer/rope.ts';
import { combined, ranked, sharesOf } from '../kernels/layer/route.ts';
import { gated } from '../kernels/layer/swiglu.ts';
import { unitOf } from './parts.ts';
import { keysOf, placesOf, productExtents, type ModelShape, type ProductName, type StepProblem } from './shape.ts';
import { normGain, reachOf } from './steps.ts';

type Buffers = Readonly<Record<string, BufferPlan>>;

/**
 * The logits of the last new token of each sequence, batch x vocab. Where two experts' scores are so near that rounding may choose
 * either, the logits under the other choice follow, one choice turned over at a time.
 */
export function referenceLogits(problem: StepProblem, buffers: Buffers): Float64Array[] {
  const router = new Router(problem.activations, null);
  const first = logitsUnder(problem, buffers, router);
  return [first, ...router.close.map((turned) => logitsUnder(problem, buffers, new Router(problem.activations, turned)))];
}

function logitsUnder(problem: StepProblem, buffers: Buffers, router: Router): Float64Array {
  const { shape, activations, batch, tokens, layersHeld } = problem;
  const { hidden, heads, headDim, inter, experts, vocab, biases, clampedGate } = shape;
  const extents = productExtents(shape);
  const values = (name: string): Float64Array => planned(buffers, name, activations);
  const normOf = (rows: Rows, name: string): Rows => rows.map((row) => normed(row, values(`${name}.g`), normGain(problem, hidden)));
  const times = (rows: Rows, name: ProductName, owner: string, expert = 0): Rows => product(problem, buffers, owner, extents[name], rows, expert);
  /** Rows with the bias that a kernel reads as `owner`.bias, a row of it for each expert. */
  const biased = (rows: Rows, has: boolean, owner: string, scale = 1, expert = 0): Rows => {
    if (!has) return rows;
    const all = values(`${owner}.bias`);
    return rows.map((row) =>
      withBias(
        row,
        all.subarray(expert * row.length, (expert + 1) * row.length).map((value) => scale * value),
      ),
    );
  };
  const withBranch = (stream: Rows, branch: Rows, k: number): Rows => stream.map((row, at) => added(row, branch[at] ?? row, unitOf(problem, k)));

  const table = buffers['embedding.e'];
  if (table === undefined) throw new Error('the chain has no embedding');
  let stream: Rows = [...planned(buffers, 'tokens', 'u32')].map((token) =>
    fillValues(table.fill, activations, (token % (table.length / hidden)) * hidden, hidden),
  );
  for (let layer = 0; layer < shape.layers; layer++) {
    const own = `${layer % layersHeld}`;
    const fused = biased(times(normOf(stream, `${own}.norm`), 'q·k·v', `${own}.qkv`), biases.qkv, `${own}.rope`);
    const attended = attend(problem, layer, fused, values);
    stream = biased(withBranch(stream, times(attended, 'output projection', `${own}.output`), heads * headDim), biases.output, `${own}.ffn norm`);
    const normedRows = normOf(stream, `${own}.ffn norm`);
    const block = (rows: Rows, expert = 0): Rows => {
      const bias = experts !== null && biases.experts;
      const up = biased(times(rows, 'gate·up', `${own}.up`, expert), bias, `${own}.gate`, 1, expert);
      const gates = up.map((row) => gated(row, inter, clampedGate));
      return biased(times(gates, 'down', `${own}.down`, expert), bias, `${own}.combine`, 1 / unitOf(problem, inter), expert);
    };
    const scoresOf = (rows: Rows): Rows => biased(times(rows, 'router', `${own}.router`), biases.experts, `${own}.route`);
    const down = experts === null ? block(normedRows) : byExperts(experts, scoresOf(normedRows), normedRows, block, router, tokens);
    stream = withBranch(stream, down, inter);
  }
  const last = Array.from({ length: batch }, (_, sequence) => stream[sequence * tokens + tokens - 1] ?? new Float64Array(hidden));
  return joinRows(product(problem, buffers, 'head', { n: vocab, k: hidden }, normOf(last, 'final norm')));
}

/** Each row through the experts that it chooses, each expert's rows together; the rows of `tokens` belong to one sequence. */
function byExperts(
  { count, chosen }: NonNullable<ModelShape['experts']>,
  scores: Rows,
  rows: Rows,
  block: (rows: Rows, expert: number) => Rows,
  router: Router,
  tokens: number,
): Rows {
  const choices = scores.map((own, row) => router.choose(own, chosen, row % tokens === tokens - 1));
  const made = rows.map((): Float64Array[] => []);
  for (let expert = 0; expert < count; expert++) {
    const whose = [...choices.keys()].filter((row) => choices[row]?.includes(expert));
    if (whose.length === 0) continue;
    block(
      whose.map((row) => rows[row] as Float64Array),
      expert,
    ).forEach((result, at) => {
      const row = whose[at] as number;
      (made[row] as Float64Array[])[(choices[row] as number[]).indexOf(expert)] = result;
    });
  }
  return made.map((results, row) =>
    combined(joinRows(results), sharesOf(scores[row] as Float64Array, choices[row] as number[]), (results[0] as Float64Array).length, chosen),
  );
}

type Rows = readonly Float64Array[];
type Extents = { readonly n: number; readonly k: number };

const nearInF32 = 1e-5;

/**
 * Chooses experts by score, and remembers the choices that were close. A token before the last leads to the logits through attention
 * alone, as one value of many: what half precision turns over there the tolerance allows for.
 */
class Router {
  readonly close: number[] = [];
  readonly #near: number;
  readonly #turned: number | null;
  #choices = 0;

  constructor(activations: FloatType, turned: number | null) {
    // Scores are of unit size; half precision has lost three digits by the time they are made.
    this.#near = activations === 'f16' ? 1e-2 : nearInF32;
    this.#turned = turned;
  }

  /** The best `count` experts; in the choice that is turned over, the next best instead of the last. */
  choose(scores: Float64Array, count: number, leads: boolean): number[] {
    const order = ranked(scores);
    const [last = 0, next = 0] = order.slice(count - 1);
    const choice = this.#choices++;
    const near = leads ? this.#near : nearInF32;
    if ((scores[last] as number) - (scores[next] as number) < near) this.close.push(choice);
    return choice === this.#turned ? [...order.slice(0, count - 1), next] : order.slice(0, count);
  }
}

function joinRows(rows: Rows): Float64Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float64Array(rows.length * width);
  rows.forEach((row, at) => all.set(row, at * width));
  return all;
}

/** Each row times a matrix of n rows of k weights; every weight is made once. `expert`: of a matrix for each expert, that one. */
function product(problem: StepProblem, buffers: Buffers, owner: string, extents: Extents, rows: Rows, expert = 0): Rows {
  const { n, k } = extents;
  const byColumns = buffers[`${owner}.b`];
  const results = rows.map(() => new Float64Array(n));
  if (byColumns === undefined) {
    const source = weightSource(problem, buffers, owner, extents);
    const weightsRow = new Float64Array(k);
    for (let index = 0; index < n; index++) {
      source(expert * n + index, weightsRow);
      rows.forEach((row, at) => ((results[at] as Float64Array)[index] = dot(row, weightsRow)));
    }
    return results;
  }
  const line = new Float64Array(n);
  for (let depth = 0; depth < k; depth++) {
    fillInto(line, byColumns.fill, byColumns.element, depth * n);
    rows.forEach((row, at) => {
      const result = results[at] as Float64Array;
      const factor = row[depth] as number;
      for (let index = 0; index < n; index++) result[index] = (result[index] as number) + factor * (line[index] as number);
    });
  }
  return results;
}

/** Attention of each new row, over what its sequence's cache held before and over the new rows up to itself. */
function attend(problem: StepProblem, layer: number, fused: Rows, values: (name: string) => Float64Array): Rows {
  const { shape, tokens, context, layersHeld } = problem;
  const { heads, kvHeads, headDim, qkNorm, sinks } = shape;
  const seq = placesOf(problem, layer);
  const before = seq - tokens;
  const owner = `${layer % layersHeld}.${reachOf(problem, layer)}`;
  const logits = sinks ? values(`${owner}.sinks`) : undefined;
  /** The newest of the keys, or of the values, that this layer sees. */
  const seen = (all: Rows): Rows => all.slice(-keysOf(shape, layer, context));
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
      const [keys, summed] = [seen([...cached(cachedKeys), ...fresh('k')]), seen([...cached(cachedValues), ...fresh('v')])];
      result.set(softmaxOver(query, keys, summed, logits?.[head]), head * headDim);
    }
    return result;
  });
}

/** softmax(q K^T / sqrt(D)) V for one query, its head's sink beside the keys where there is one, in float64. */
export function softmaxOver(query: Float64Array, keys: readonly Float64Array[], values: readonly Float64Array[], sink = -Infinity): Float64Array {
  const scores = keys.map((key) => dot(query, key) / Math.sqrt(query.length));
  const highest = Math.max(sink, ...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, Math.exp(sink - highest));
  const result = new Float64Array(query.length);
  values.forEach((value, at) => value.forEach((entry, d) => (result[d] = (result[d] as number) + ((weights[at] as number) / total) * entry)));
  return result;
}

/** The rows of a weight matrix as the chain holds it: integers with scales, or reals by rows or by columns. */
export function weightSource({ weights, activations }: StepProblem, buffers: Buffers, owner: string, { n, k }: Extents): RowSource {
  const byColumns = buffers[`${owner}.b`];
  if (byColumns !== undefined) {
    const one = new Float64Array(1);
    return (index, row) => {
      for (let depth = 0; depth < k; depth++) {
        fillInto(one, byColumns.fill, byColumns.element, depth * n + index);
        row[depth] = one[0] as number;
      }
    };
  }
  const [words, scales] = [buffers[`${owner}.w`], buffers[`${owner}.scales`]];
  if (words === undefined) throw new Error(`the chain has no weights "${owner}"`);
  const { fill } = words;
  if (weights === 'f32' || weights === 'f16') return (index, row) => fillInto(row, fill, weights, index * k);
  if (fill.kind !== 'words' || scales === undefined) throw new Error(`the weights "${owner}" are no ${weights}`);
  return (index, row) => weightRow(weights, { words: fill, scales: scales.fill }, activations, index, row);
}

function planned(buffers: Buffers, name: string, element: FloatType | 'u32'): Float64Array {
  const plan = buffers[name];
  if (plan === undefined) throw new Error(`the chain has no buffer "${name}"`);
  return fillValues(plan.fill, element, 0, plan.length);
}
