/**
 * The timed model, stage by stage: after a step, each stage of its last layer and of its head must have made of its input what
 * float64 makes of it. Both are read back, so that a check costs a few rows of weights and not the model; what the stages
 * share, that they are the right ones in the right order, is what the small model shows.
 */
import { fillValues } from '../kernels/wgsl/fill-values.ts';
import { tolerances, type BufferPlan, type ExpectedRange, type Inspection } from '../kernels/instance.ts';
import { dot, withBias } from '../kernels/linear.ts';
import { added, normed } from '../kernels/layer/norm.ts';
import { cachePlace, roped, type RopeShape } from '../kernels/layer/rope.ts';
import { combined, routed } from '../kernels/layer/route.ts';
import { noise } from '../kernels/layer/sample.ts';
import { gated } from '../kernels/layer/swiglu.ts';
import { unitOf } from './parts.ts';
import { inspectAttention } from './inspect-attention.ts';
import { weightSource } from './reference.ts';
import { placesOf, productExtents, type ModelShape, type ProductName, type StepProblem } from './shape.ts';
import { drawSeed, normGain, reachOf, ropeShape } from './steps.ts';

type Buffers = Readonly<Record<string, BufferPlan>>;
type Pick = (bound: number) => number;

/** Entries of a product that are compared. */
const sampledEntries = 16;

export function inspections(problem: StepProblem, buffers: Buffers): Inspection[] {
  const { shape, activations, batch, tokens, layersHeld, context } = problem;
  const { hidden, heads, kvHeads, headDim, inter, vocab, biases, clampedGate } = shape;
  const layer = shape.layers - 1;
  const own = `${layer % layersHeld}`;
  const rows = batch * tokens;
  const tolerance = tolerances[activations];
  const extents = productExtents(shape);
  const weightsOf = (name: string, length: number, row = 0): Float64Array =>
    fillValues(planOf(buffers, name).fill, activations, row * length, length);
  /** Rows with the bias that a kernel reads as `owner`.bias: a row of it for each expert, or one. */
  const biased = (has: boolean, values: Float64Array, owner: string, length: number, scale = 1, expert = 0): Float64Array =>
    has
      ? withBias(
          values,
          weightsOf(`${owner}.bias`, length, expert).map((value) => scale * value),
        )
      : values;

  /** Some entries of one row; `sharing` rows read the same input, each with the weights of the expert it chose. */
  const product = (of: ProductName, owner: string, from: string, to: string, count = rows, sharing?: number): Inspection => ({
    of,
    buffer: to,
    tolerance,
    look(pick) {
      const { n, k } = extents[of];
      const row = pick(count);
      const source = weightSource(problem, buffers, owner, extents[of]);
      const weightRow = new Float64Array(k);
      const input = { buffer: from, start: Math.floor(row / (sharing ?? 1)) * k, count: k };
      return {
        reads: sharing === undefined ? [input] : [input, { buffer: 'chosen', start: row, count: 1 }],
        expected: ([vector = weightRow, [expert = 0] = []]) =>
          Array.from({ length: sampledEntries }, () => {
            const column = pick(n);
            source(expert * n + column, weightRow);
            return { start: row * n + column, values: Float64Array.of(dot(weightRow, vector)) };
          }),
      };
    },
  });
  /** One whole row of an output from rows of its inputs, each as long as it says. */
  const rowwise = (
    of: string,
    to: string,
    width: number,
    from: readonly (readonly [string, number])[],
    make: (inputs: readonly Float64Array[], row: number) => Float64Array,
    count = rows,
  ): Inspection => ({
    of,
    buffer: to,
    tolerance: planOf(buffers, to).element === 'f32' ? tolerances.f32 : tolerance,
    look(pick) {
      const row = pick(count);
      return {
        reads: from.map(([buffer, length]) => ({ buffer, start: row * length, count: length })),
        expected: (inputs) => [{ start: row * width, values: make(inputs, row) }],
      };
    },
  });
  const none = new Float64Array(0);
  const first = ([input = none]: readonly Float64Array[]): Float64Array => input;
  const norm = (of: string, owner: string, from: string, to: string, count = rows): Inspection =>
    rowwise(of, to, hidden, [[from, hidden]], (inputs) => normed(first(inputs), weightsOf(`${owner}.g`, hidden), normGain(problem, hidden)), count);
  const sum = (of: string, from: string, branch: string, to: string, scale: number, owner: string): Inspection =>
    rowwise(
      of,
      to,
      hidden,
      [
        [from, hidden],
        [branch, hidden],
      ],
      ([x = none, d = none]) => biased(biases.output, added(x, d, scale), owner, hidden),
    );

  const scored = (inputs: readonly Float64Array[], { count }: NonNullable<ModelShape['experts']>): Float64Array =>
    biased(biases.experts, first(inputs), `${own}.route`, count);
  const ofExperts = ({ count, chosen }: NonNullable<ModelShape['experts']>): Inspection[] => [
    product('router', `${own}.router`, 'n2', 'scores'),
    {
      ...rowwise('choice of experts', 'chosen', chosen, [['scores', count]], (inputs) => routed(scored(inputs, { count, chosen }), chosen).chosen),
      tolerance: 0,
    },
    rowwise('shares of experts', 'shares', chosen, [['scores', count]], (inputs) => routed(scored(inputs, { count, chosen }), chosen).shares),
    product('gate·up', `${own}.up`, 'n2', 'gate·up', rows * chosen, chosen),
    rowwise(
      'gate',
      'gated',
      inter,
      [
        ['gate·up', 2 * inter],
        ['chosen', 1],
      ],
      ([x = none, [expert = 0] = []]) => gated(biased(biases.experts, x, `${own}.gate`, 2 * inter, 1, expert), inter, clampedGate),
      rows * chosen,
    ),
    product('down', `${own}.down`, 'gated', 'by expert', rows * chosen, 1),
    rowwise(
      'combine',
      'down',
      hidden,
      [
        ['by expert', chosen * hidden],
        ['shares', chosen],
        ['chosen', chosen],
      ],
      ([made = none, shares = none, picked = none]) => {
        const scale = 1 / unitOf(problem, inter);
        const results = Array.from(picked, (expert, slot) =>
          biased(biases.experts, made.subarray(slot * hidden, (slot + 1) * hidden), `${own}.combine`, hidden, scale, expert),
        );
        return combined(Float64Array.from(results.flatMap((result) => [...result])), shares, hidden, chosen);
      },
    ),
  ];
  const fused = (heads + 2 * kvHeads) * headDim;
  const one = { batch: 1, tokens: 1, first: 0, seq: 1, heads, kvHeads, headDim, qkNorm: shape.qkNorm, layout: 'token' } as const;
  const projected = (inputs: readonly Float64Array[]): Float64Array => biased(biases.qkv, first(inputs), `${own}.rope`, fused);
  const ropeShapeOf = (row: number): Omit<RopeShape, 'biased'> => ({ ...one, position: context - tokens + (row % tokens) });
  const wide = ropeShape(problem, placesOf(problem, layer), tokens === 1 ? 'head' : 'token');
  /** What a row left in the cache. */
  const cached = (which: 'k' | 'v'): Inspection => ({
    of: which === 'k' ? 'keys in the cache' : 'values in the cache',
    buffer: `${layer}.${which}`,
    tolerance,
    look(pick) {
      const row = pick(rows);
      return {
        reads: [{ buffer: 'qkv', start: row * fused, count: fused }],
        expected: (inputs) => {
          const made = roped(ropeShapeOf(row), projected(inputs), weightsOf(`${own}.rope.gains`, 2 * headDim))[which];
          return Array.from({ length: kvHeads }, (_, head) => ({
            start: cachePlace(wide, (row * kvHeads + head) * headDim),
            values: made.subarray(head * headDim, (head + 1) * headDim),
          }));
        },
      };
    },
  });
  return [
    norm('norm', `${own}.norm`, 'x0', 'n1'),
    product('q·k·v', `${own}.qkv`, 'n1', 'qkv'),
    rowwise(
      'rope',
      'q',
      heads * headDim,
      [['qkv', fused]],
      (inputs, row) => roped(ropeShapeOf(row), projected(inputs), weightsOf(`${own}.rope.gains`, 2 * headDim)).q,
    ),
    cached('k'),
    cached('v'),
    inspectAttention(problem, layer, shape.sinks ? weightsOf(`${own}.${reachOf(problem, layer)}.sinks`, heads) : undefined, 3 * tolerance),
    product('output projection', `${own}.output`, 'attended', 'projected'),
    sum('residual stream', 'x0', 'projected', 'x1', unitOf(problem, heads * headDim), `${own}.ffn norm`),
    norm('feed-forward norm', `${own}.ffn norm`, 'x1', 'n2'),
    ...(shape.experts === null
      ? [
          product('gate·up', `${own}.up`, 'n2', 'gate·up'),
          rowwise('gate', 'gated', inter, [['gate·up', 2 * inter]], (inputs) => gated(first(inputs), inter, clampedGate)),
          product('down', `${own}.down`, 'gated', 'down'),
        ]
      : ofExperts(shape.experts)),
    norm('final norm', 'final norm', 'x2', 'n3', batch),
    product('output head', 'head', 'n3', 'logits', batch),
    draw(problem, vocab),
  ];
}

/** The drawn word is the best, or so near that rounding decides; a word outside the vocabulary never is. */
function draw({ batch, tokens, seed }: StepProblem, vocab: number): Inspection {
  const near = 2e-3;
  return {
    of: 'draw',
    buffer: 'tokens',
    tolerance: 0,
    look(pick: Pick) {
      const row = pick(batch);
      const place = row * tokens;
      return {
        reads: [
          { buffer: 'logits', start: row * vocab, count: vocab },
          { buffer: 'steps', start: row, count: 1 },
          { buffer: 'tokens', start: place, count: 1 },
        ],
        expected: ([logits = new Float64Array(0), [steps = 0] = [], [drawn = NaN] = []]): ExpectedRange[] => {
          const scores = logits.map((logit, word) => logit + noise(drawSeed(seed), steps - 1, row, word));
          const best = scores.reduce((winner, score, word) => (score > (scores[winner] as number) ? word : winner), 0);
          const fair = (scores[drawn] ?? -Infinity) >= (scores[best] ?? Infinity) - near;
          return [{ start: place, values: Float64Array.of(fair ? drawn : best) }];
        },
      };
    },
  };
}

function planOf(buffers: Buffers, name: string): BufferPlan {
  const plan = buffers[name];
  if (plan === undefined) throw new Error(`the chain has no buffer "${name}"`);
  return plan;
}
