/** The kernels of a decode step: matrix-vector products, and attention of one token a sequence. Variants differ in their products. */
import { attentionDecode, decodeCandidates, type DecodeConfig } from '../kernels/attention/attention-decode.ts';
import { gemvExperts, type ExpertConfig } from '../kernels/gemv/gemv-experts.ts';
import type { DeviceTraits } from '../kernels/instance.ts';
import type { Reach, StepParts } from './parts.ts';
import { found, vectorConfigs, vectorProduct, type VectorConfig } from './products.ts';
import { productExtents, type ModelShape, type ProductName, type StepProblem } from './shape.ts';

/** Which workgroups: chosen for the timed model, and kept for the small one beside it. */
export interface DecodeChoice {
  readonly variant: string;
  readonly product: (name: ProductName) => VectorConfig;
  readonly experts: ExpertConfig;
  readonly attention: (reach: Reach) => DecodeConfig;
}

const mostVariants = 6;

/** The first variants of every product that there are as many of, each with the first variant of attention; none where a kernel does not fit. */
export function decodeChoices({ shape, weights, batch, context, seed }: StepProblem, traits: DeviceTraits): DecodeChoice[] {
  const { heads, kvHeads, headDim, window } = shape;
  const names = Object.entries(productExtents(shape)).filter(([, { n }]) => n > 0) as [ProductName, { n: number; k: number }][];
  const products = new Map(names.map(([name, extents]) => [name, vectorConfigs(weights, { ...extents, batch }, traits, seed)]));
  const attended = (seq: number): DecodeConfig | undefined => decodeCandidates({ batch, seq, heads, kvHeads, headDim }, traits)[0];
  const attention = new Map<Reach, DecodeConfig | undefined>([
    ['attention', attended(context)],
    ['window attention', attended(Math.min(window?.size ?? context, context))],
  ]);
  const count = [...attention.values()].includes(undefined) ? 0 : Math.min(mostVariants, ...[...products.values()].map((configs) => configs.length));
  return Array.from({ length: count }, (_, index) => {
    const product = (name: ProductName): VectorConfig => found(products.get(name)?.[index], name);
    const { threads, rows, reduction, ...rest } = product('output head');
    return {
      variant: `${threads} rows ${rows} ${'words' in rest ? `words ${String(rest.words)} ` : ''}${reduction}`,
      product,
      experts: { rows: 4, reduction },
      attention: (reach) => found(attention.get(reach), reach),
    };
  });
}

export function decodeParts(problem: StepProblem, choice: DecodeChoice): StepParts {
  const { shape, weights, activations, batch } = problem;
  const { heads, kvHeads, headDim, experts, sinks } = shape;
  const extents = productExtents(shape);
  return {
    layout: 'head',
    product: (name, rows, seed) => ({
      kernel: vectorProduct(weights, choice.product(name), { ...extents[name], ...(rows === 1 ? {} : { batch: rows }) }, activations, seed),
      input: 'x',
      output: 'y',
    }),
    experts(name, rows, sharing, seed) {
      const { count, chosen } = found(experts ?? undefined, name);
      const problemOf = { ...extents[name], experts: count, slots: rows * chosen, sharing };
      return { kernel: gemvExperts(weights, choice.experts, problemOf, activations, seed), input: 'x', output: 'y' };
    },
    grouped: false,
    attention: (reach, seq, seed) => attentionDecode(choice.attention(reach), { batch, seq, heads, kvHeads, headDim, sinks }, activations, seed),
  };
}

/**
 * The same kinds of layer with the same pipelines: head dimension, queries a group and experts stay; three layers of which two are
 * held, so that their turns show; splits of the cache that end in the middle.
 */
export function smallDecode(problem: StepProblem, choice: DecodeChoice): StepProblem {
  const { shape } = problem;
  const windowed = shape.window !== null && shape.window.size < problem.context;
  const small: ModelShape = {
    ...shape,
    layers: 3,
    hidden: 160,
    heads: (2 * shape.heads) / shape.kvHeads,
    kvHeads: 2,
    inter: 224,
    vocab: 517,
    window: windowed ? { layers: 1, size: choice.attention('window attention').keys + 3 } : null,
  };
  return { ...problem, context: 2 * choice.attention('attention').keys + 7, layersHeld: 2, shape: small };
}
