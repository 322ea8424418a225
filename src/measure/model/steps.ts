/**
 * One step of a model as a chain: tokens through all layers against a cache that holds what came before them, to logits and the
 * draw of the next token, which the following step looks up. Decode and a prompt differ in `StepParts` alone: which kernels
 * multiply and which attend.
 */
import { embed } from '../kernels/layer/embed.ts';
import { inputSeed, type Fill } from '../kernels/instance.ts';
import { norm } from '../kernels/layer/norm.ts';
import { rope, type RopeShape } from '../kernels/layer/rope.ts';
import { sample } from '../kernels/layer/sample.ts';
import type { ChainStep } from './chain.ts';
import { feedForward } from './feed-forward.ts';
import { ChainBuilder, unitOf, type BuiltChain, type Reach, type StepParts } from './parts.ts';
import { keysOf, placesOf, type StepProblem } from './shape.ts';

/** Rows of the embedding table in memory: a step reads one a token, whichever. */
const embeddingRows = 1024;

/** Seed of the noise that draws tokens. */
export function drawSeed(seed: number): number {
  return inputSeed(seed, 53, 0);
}

/** Factor of a normed row: what follows is a product, and the norm's own weights, uniform in ±1, have a third as mean square. */
export function normGain(problem: Pick<StepProblem, 'weights'>, hidden: number): number {
  return Math.sqrt(3) * unitOf(problem, hidden);
}

export function modelSteps(problem: StepProblem, parts: StepParts): BuiltChain {
  const { shape, activations, batch, tokens, layersHeld, seed } = problem;
  const { hidden, heads, inter, vocab, biases } = shape;
  const rows = batch * tokens;
  const chain = new ChainBuilder(parts, seed);
  const fills: Record<string, Fill> = { zeros: { kind: 'integers', seed, low: 0, high: 0 } };
  const gain = normGain(problem, hidden);

  const normed = (name: string, kind: string, scale: number, wires: ChainStep['wires'], owner: string, set: number, biased = false): void => {
    const kernel = chain.once(kind, (own) => norm({ rows, n: hidden, first: 0, scale, gain, biased }, activations, own));
    chain.add(name, kernel, wires, owner, set, kind);
  };

  chain.add(
    'embedding',
    chain.once('embedding', (own) => embed({ rows, n: hidden, held: Math.min(vocab, embeddingRows) }, activations, own)),
    { tokens: 'tokens', y: 'embedded' },
    'embedding',
  );
  for (let layer = 0; layer < shape.layers; layer++) {
    const set = layer % layersHeld;
    const own = (name: string): string => `${set}.${name}`;
    const places = placesOf(problem, layer);
    const reach = reachOf(problem, layer);
    const cache = { k: `${layer}.k`, v: `${layer}.v` };
    fills[cache.k] = { kind: 'reals', seed: inputSeed(seed, 51, layer) };
    fills[cache.v] = { kind: 'reals', seed: inputSeed(seed, 52, layer) };

    if (layer === 0) normed('norm', 'first norm', 1, { x: 'zeros', d: 'embedded', s: 'x0', y: 'n1' }, own('norm'), set);
    else normed('norm', 'norm', unitOf(problem, inter), { x: 'x1', d: 'down', s: 'x0', y: 'n1' }, own('norm'), set);
    chain.product('q·k·v', 'n1', 'qkv', own('qkv'), rows, set);
    const turned = chain.once(`rope ${reach}`, (of) => rope(ropeShape(problem, places, parts.layout), activations, of));
    chain.add('rope', turned, { qkv: 'qkv', q: 'q', ...cache }, own('rope'), set, `rope ${reach}`);
    const attention = chain.once(reach, (of) => parts.attention(reach, places, of));
    chain.add(reach, attention, { q: 'q', ...cache, o: 'attended' }, own(reach), set);
    chain.product('output projection', 'attended', 'projected', own('output'), rows, set);
    const branch = { x: 'x0', d: 'projected', s: 'x1', y: 'n2' };
    normed('feed-forward norm', 'feed-forward norm', unitOf(problem, heads * shape.headDim), branch, own('ffn norm'), set, biases.output);
    feedForward(chain, problem, parts, set);
  }
  // A prompt goes on with its last token alone.
  const last = { rows: batch, n: hidden, first: tokens - 1, stride: tokens, scale: unitOf(problem, inter), gain };
  const kind = tokens === 1 ? 'norm' : 'final norm';
  const final = chain.once(kind, (own) => norm(last, activations, own));
  chain.add('final norm', final, { x: 'x1', d: 'down', s: 'x2', y: 'n3' }, 'final norm', 0, kind);
  chain.product('output head', 'n3', 'logits', 'head', batch);
  const draw = chain.once('draw', () => sample({ rows: batch, vocab, stride: tokens }, activations, drawSeed(seed)));
  chain.add('draw', draw, { logits: 'logits', tokens: 'tokens', steps: 'steps' }, 'draw');
  return { steps: chain.steps, fills };
}

/** Which of its two kinds of attention a layer has. */
export function reachOf({ shape, context }: StepProblem, layer: number): Reach {
  return keysOf(shape, layer, context) === context ? 'attention' : 'window attention';
}

/** Where the new rows stand: the last of their sequence, and the last of what the cache keeps of it. */
export function ropeShape({ shape, batch, tokens, context }: StepProblem, places: number, layout: RopeShape['layout']): RopeShape {
  const { heads, kvHeads, headDim, qkNorm, biases } = shape;
  const position = context - tokens;
  return { batch, tokens, first: places - tokens, seq: places, position, heads, kvHeads, headDim, qkNorm, biased: biases.qkv, layout };
}
