/**
 * One step of a model as a chain: tokens through all layers against a cache that holds what came before them, to logits and the
 * draw of the next token, which the following step looks up. Decode and a prompt differ in `StepParts` alone: which kernels
 * multiply and which attend.
 */
import { combine, route } from '../kernels/route.ts';
import { embed } from '../kernels/embed.ts';
import { inputSeed, type Fill, type Instance } from '../kernels/instance.ts';
import { norm } from '../kernels/norm.ts';
import { rope, type RopeShape } from '../kernels/rope.ts';
import { sample } from '../kernels/sample.ts';
import { swiglu } from '../kernels/swiglu.ts';
import type { ChainStep } from './chain.ts';
import { weightSpread } from './products.ts';
import { keysOf, type ProductName, type StepProblem } from './shape.ts';

export type Reach = 'attention' | 'window attention';

/** A product with what it calls its vectors and its results. */
export interface ProductPart {
  readonly kernel: Instance;
  readonly input: string;
  readonly output: string;
}

export interface StepParts {
  /** Results of `rows` rows with the weights of a product. */
  product(name: ProductName, rows: number, seed: number): ProductPart;
  /** Products with the weights of chosen experts, `sharing` of which read the same row. */
  experts(name: ProductName, slots: number, sharing: number, seed: number): Instance;
  /** Over `seq` keys, the new ones included. */
  attention(reach: Reach, seq: number, seed: number): Instance;
  /** How the cache is laid out that this attention reads. */
  readonly layout: RopeShape['layout'];
}

export interface BuiltChain {
  readonly steps: readonly ChainStep[];
  /** First contents of buffers that steps share. */
  readonly fills: Readonly<Record<string, Fill>>;
}

/** Rows of the embedding table in memory: a step reads one a token, whichever. */
const embeddingRows = 1024;

/** Seed of the noise that draws tokens. */
export function drawSeed(seed: number): number {
  return inputSeed(seed, 53, 0);
}

/** What a product of `k` terms with these weights is multiplied by to be of unit size again. */
export function unitOf({ weights }: Pick<StepProblem, 'weights'>, k: number): number {
  return 1 / (Math.sqrt(k) * weightSpread[weights]);
}

/** Factor of a normed row: what follows is a product, and the norm's own weights, uniform in ±1, have a third as mean square. */
export function normGain(problem: Pick<StepProblem, 'weights'>, hidden: number): number {
  return Math.sqrt(3) * unitOf(problem, hidden);
}

export function modelSteps(problem: StepProblem, parts: StepParts): BuiltChain {
  const { shape, activations, batch, tokens, context, layersHeld, seed } = problem;
  const { hidden, heads, inter, vocab } = shape;
  const rows = batch * tokens;
  const once = builder(seed);
  const steps: ChainStep[] = [];
  const fills: Record<string, Fill> = { zeros: { kind: 'integers', seed, low: 0, high: 0 } };

  const add = (name: string, kernel: Instance, wires: ChainStep['wires'], owner: string, set = 0, kind = name): void => {
    steps.push({ name, kernel, wires, owner, kind, set });
  };
  const product = (name: ProductName, from: string, to: string, owner: string, set = 0, count = rows): void => {
    const { kernel, input, output } = once(name, (own) => parts.product(name, count, own));
    add(name, kernel, { [input]: from, [output]: to }, owner, set);
  };
  const normed = (name: string, kind: string, scale: number, wires: ChainStep['wires'], owner: string, set = 0, last = false): void =>
    add(
      name,
      once(kind, (own) =>
        norm({ rows: last ? batch : rows, n: hidden, first: last ? tokens - 1 : 0, scale, gain: normGain(problem, hidden) }, activations, own),
      ),
      wires,
      owner,
      set,
      kind,
    );

  add(
    'embedding',
    once('embedding', (own) => embed({ rows, n: hidden, held: Math.min(vocab, embeddingRows) }, activations, own)),
    { tokens: 'tokens', y: 'embedded' },
    'embedding',
  );
  for (let layer = 0; layer < shape.layers; layer++) {
    const set = layer % layersHeld;
    const own = (name: string): string => `${set}.${name}`;
    const seq = keysOf(shape, layer, context);
    const reach: Reach = seq === context ? 'attention' : 'window attention';
    const cache = { k: `${layer}.k`, v: `${layer}.v` };
    fills[cache.k] = { kind: 'reals', seed: inputSeed(seed, 51, layer) };
    fills[cache.v] = { kind: 'reals', seed: inputSeed(seed, 52, layer) };

    if (layer === 0) normed('norm', 'first norm', 1, { x: 'zeros', d: 'embedded', s: 'x0', y: 'n1' }, own('norm'), set);
    else normed('norm', 'norm', unitOf(problem, inter), { x: 'x1', d: 'down', s: 'x0', y: 'n1' }, own('norm'), set);
    product('q·k·v', 'n1', 'qkv', own('qkv'), set);
    add(
      'rope',
      once(`rope ${reach}`, (of) => rope(ropeShape(problem, seq, parts.layout), activations, of)),
      { qkv: 'qkv', q: 'q', ...cache },
      own('rope'),
      set,
      `rope ${reach}`,
    );
    add(
      reach,
      once(reach, (of) => parts.attention(reach, seq, of)),
      { q: 'q', ...cache, o: 'attended' },
      own(reach),
      set,
    );
    product('output projection', 'attended', 'projected', own('output'), set);
    normed(
      'feed-forward norm',
      'feed-forward norm',
      unitOf(problem, heads * shape.headDim),
      { x: 'x0', d: 'projected', s: 'x1', y: 'n2' },
      own('ffn norm'),
      set,
    );
    if (shape.experts === null) {
      product('gate·up', 'n2', 'gate·up', own('up'), set);
      add(
        'gate',
        once('gate', (of) => swiglu({ rows, n: inter }, activations, of)),
        { x: 'gate·up', y: 'gated' },
        own('gate'),
        set,
      );
      product('down', 'gated', 'down', own('down'), set);
    } else {
      const { count, chosen } = shape.experts;
      const slots = rows * chosen;
      product('router', 'n2', 'scores', own('router'), set);
      add(
        'route',
        once('route', (of) => route({ rows, experts: count, chosen }, activations, of)),
        { scores: 'scores', chosen: 'chosen', shares: 'shares' },
        own('route'),
        set,
      );
      add(
        'gate·up',
        once('gate·up', (of) => parts.experts('gate·up', slots, chosen, of)),
        { x: 'n2', chosen: 'chosen', y: 'gate·up' },
        own('up'),
        set,
      );
      add(
        'gate',
        once('gate', (of) => swiglu({ rows: slots, n: inter }, activations, of)),
        { x: 'gate·up', y: 'gated' },
        own('gate'),
        set,
      );
      add(
        'down',
        once('down', (of) => parts.experts('down', slots, 1, of)),
        { x: 'gated', chosen: 'chosen', y: 'by expert' },
        own('down'),
        set,
      );
      add(
        'combine',
        once('combine', (of) => combine({ rows, chosen, n: hidden }, activations, of)),
        { e: 'by expert', shares: 'shares', y: 'down' },
        own('combine'),
        set,
      );
    }
  }
  normed('final norm', tokens === 1 ? 'norm' : 'final norm', unitOf(problem, inter), { x: 'x1', d: 'down', s: 'x2', y: 'n3' }, 'final norm', 0, true);
  product('output head', 'n3', 'logits', 'head', 0, batch);
  add(
    'draw',
    once('draw', () => sample({ rows: batch, vocab, stride: tokens }, activations, drawSeed(seed))),
    { logits: 'logits', tokens: 'tokens', steps: 'steps' },
    'draw',
  );
  return { steps, fills };
}

/** Where the new rows stand: the last of their sequence, and the last of what the cache keeps of it. */
export function ropeShape({ shape, batch, tokens, context }: StepProblem, seq: number, layout: RopeShape['layout']): RopeShape {
  const { heads, kvHeads, headDim, qkNorm } = shape;
  return { batch, tokens, first: seq - tokens, seq, position: context - tokens, heads, kvHeads, headDim, qkNorm, layout };
}

/** Each kind of kernel is made once, with a seed of its own. */
function builder(seed: number): <T extends object>(name: string, make: (seed: number) => T) => T {
  const built = new Map<string, object>();
  return (name, make) => {
    const known = built.get(name) ?? make(inputSeed(seed, built.size, 0));
    built.set(name, known);
    // What a name stands for is the same at every call.
    return known as ReturnType<typeof make>;
  };
}
