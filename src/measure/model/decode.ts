/**
 * One decode step as a chain: a token of each sequence through all layers, against a cache that already holds the tokens
 * before it, to logits and the draw of the next token, which the following step of the chain looks up.
 */
import { attentionDecode, type DecodeConfig } from '../kernels/attention-decode.ts';
import { inputSeed, type Fill, type Instance } from '../kernels/instance.ts';
import { embed } from '../kernels/embed.ts';
import { norm } from '../kernels/norm.ts';
import { rope } from '../kernels/rope.ts';
import { sample } from '../kernels/sample.ts';
import { swiglu } from '../kernels/swiglu.ts';
import type { ChainStep } from './chain.ts';
import { vectorProduct, weightSpread, type VectorConfig } from './products.ts';
import { keysOf, type ModelShape, type StepProblem } from './shape.ts';

/** Seed of the noise that draws tokens. */
export function drawSeed(seed: number): number {
  return inputSeed(seed, 53, 0);
}

/** A variant for each product by its name, and for attention over the whole context and over a window. */
export interface DecodeConfigs {
  readonly variant: string;
  readonly product: (name: ProductName) => VectorConfig;
  readonly attention: (reach: Reach) => DecodeConfig;
}

export type Reach = 'attention' | 'window attention';

/** The products of a step, by what they are in the model, with rows and columns of their weights. */
export type ProductName = 'q·k·v' | 'output projection' | 'gate·up' | 'down' | 'output head';

export function productExtents({
  hidden,
  heads,
  kvHeads,
  headDim,
  inter,
  vocab,
}: ModelShape): Readonly<Record<ProductName, { readonly n: number; readonly k: number }>> {
  return {
    'q·k·v': { n: (heads + 2 * kvHeads) * headDim, k: hidden },
    'output projection': { n: hidden, k: heads * headDim },
    'gate·up': { n: 2 * inter, k: hidden },
    down: { n: hidden, k: inter },
    'output head': { n: vocab, k: hidden },
  };
}

export interface BuiltChain {
  readonly steps: readonly ChainStep[];
  /** First contents of buffers that steps share. */
  readonly fills: Readonly<Record<string, Fill>>;
}

/** Rows of the embedding table in memory: a step reads one a token, whichever. */
const embeddingRows = 1024;

export function decodeSteps(problem: StepProblem, configs: DecodeConfigs): BuiltChain {
  const { shape, weights, activations, batch, context, layersHeld, seed } = problem;
  const { hidden, heads, kvHeads, headDim, inter, vocab } = shape;
  const spread = weightSpread[weights];
  // What brings a product of k terms back to unit size.
  const unit = (k: number): number => 1 / (Math.sqrt(k) * spread);
  const built = new Map<string, Instance>();
  const once = (name: string, make: (seed: number) => Instance): Instance => {
    const known = built.get(name);
    if (known !== undefined) return known;
    const made = make(inputSeed(seed, built.size, 0));
    built.set(name, made);
    return made;
  };
  const extents = productExtents(shape);
  const product = (name: ProductName): Instance =>
    once(name, (own) => vectorProduct(weights, configs.product(name), { ...extents[name], ...(batch === 1 ? {} : { batch }) }, activations, own));
  // Half of RMSNorm's weights have another sign; their square is a third on average.
  const normOf = (name: string, scale: number): Instance =>
    once(name, (own) => norm({ rows: batch, n: hidden, first: 0, scale, gain: Math.sqrt(3) * unit(hidden) }, activations, own));

  const steps: ChainStep[] = [];
  const fills: Record<string, Fill> = {
    zeros: { kind: 'integers', seed, low: 0, high: 0 },
  };
  const add = (name: string, kernel: Instance, wires: ChainStep['wires'], owner: string, set: number, kind = name): void => {
    steps.push({ name, kernel, wires, owner, kind, set });
  };

  add(
    'embedding',
    once('embedding', (own) => embed({ rows: batch, n: hidden, held: Math.min(vocab, embeddingRows) }, activations, own)),
    { tokens: 'tokens', y: 'embedded' },
    'embedding',
    0,
  );
  for (let layer = 0; layer < shape.layers; layer++) {
    const set = layer % layersHeld;
    const own = (name: string): string => `${set}.${name}`;
    const seq = keysOf(shape, layer, context);
    const reach: Reach = seq === context ? 'attention' : 'window attention';
    const cache = { k: `${layer}.k`, v: `${layer}.v` };
    fills[cache.k] = { kind: 'reals', seed: inputSeed(seed, 51, layer) };
    fills[cache.v] = { kind: 'reals', seed: inputSeed(seed, 52, layer) };
    const [before, branch] = layer === 0 ? ['zeros', 'embedded'] : ['x1', 'down'];

    add(
      'norm',
      layer === 0 ? normOf('first norm', 1) : normOf('norm', unit(inter)),
      { x: before, d: branch, s: 'x0', y: 'n1' },
      own('norm'),
      set,
      layer === 0 ? 'first norm' : 'norm',
    );
    add('q·k·v', product('q·k·v'), { x: 'n1', y: 'qkv' }, own('qkv'), set);
    add(
      'rope',
      once(`rope ${seq}`, (of) =>
        rope(
          { batch, tokens: 1, first: seq - 1, seq, position: context - 1, heads, kvHeads, headDim, qkNorm: shape.qkNorm, layout: 'head' },
          activations,
          of,
        ),
      ),
      { qkv: 'qkv', q: 'q', ...cache },
      own('rope'),
      set,
      `rope ${reach}`,
    );
    add(
      reach,
      once(reach, (of) => attentionDecode(configs.attention(reach), { batch, seq, heads, kvHeads, headDim }, activations, of)),
      { q: 'q', ...cache, o: 'attended' },
      own(reach),
      set,
    );
    add('output projection', product('output projection'), { x: 'attended', y: 'projected' }, own('output'), set);
    add('feed-forward norm', normOf('feed-forward norm', unit(heads * headDim)), { x: 'x0', d: 'projected', s: 'x1', y: 'n2' }, own('ffn norm'), set);
    add('gate·up', product('gate·up'), { x: 'n2', y: 'gate·up' }, own('up'), set);
    add(
      'gate',
      once('gate', (of) => swiglu({ rows: batch, n: inter }, activations, of)),
      { x: 'gate·up', y: 'gated' },
      own('gate'),
      set,
    );
    add('down', product('down'), { x: 'gated', y: 'down' }, own('down'), set);
  }
  add('final norm', normOf('norm', unit(inter)), { x: 'x1', d: 'down', s: 'x2', y: 'n3' }, 'final norm', 0, 'norm');
  add('output head', product('output head'), { x: 'n3', y: 'logits' }, 'head', 0);
  add(
    'draw',
    once('draw', () => sample({ rows: batch, vocab, stride: 1 }, activations, drawSeed(seed))),
    { logits: 'logits', tokens: 'tokens', steps: 'steps' },
    'draw',
    0,
  );
  return { steps, fills };
}
