/**
 * The kernels of a prompt: matrix products over all of its tokens, causal attention among them, and the output head for the last
 * alone. Tiles are chosen so that they cut every product whole, as an engine pads its prompts.
 */
import { smallWindow } from '../kernels/attention/attention-prefill-problem.ts';
import { attentionPrefill, prefillCandidates, type PrefillConfig } from '../kernels/attention/attention-prefill.ts';
import { gemm, type GemmConfig, type GemmShape, type GemmTile } from '../kernels/gemm/gemm.ts';
import { gemmCandidates } from '../kernels/gemm/gemm-candidates.ts';
import { gemmExperts, routedCandidates } from '../kernels/gemm/gemm-experts.ts';
import { quantisedGemm, quantisedGemmCandidates, type QuantisedGemm } from '../kernels/gemm/gemm-quantised.ts';
import type { DeviceTraits, Instance } from '../kernels/instance.ts';
import type { ProductPart, StepParts } from './parts.ts';
import { found, vectorConfigs, vectorProduct, type VectorConfig } from './products.ts';
import { productExtents, type ModelShape, type ProductName, type StepProblem } from './shape.ts';

export interface PrefillChoice {
  readonly variant: string;
  readonly tile: (name: ProductName) => GemmTile;
  /** Of the products of experts, where the model has them. */
  readonly experts: GemmTile | undefined;
  readonly head: VectorConfig;
  readonly attention: PrefillConfig;
}

const mostVariants = 3;

/** Products that every token takes part in. */
function overTokens({ experts }: ModelShape): readonly ProductName[] {
  return ['q·k·v', 'output projection', ...(experts === null ? (['gate·up', 'down'] as const) : (['router'] as const))];
}

/** None where some product or attention has no variant that fits. */
export function prefillChoices(problem: StepProblem, traits: DeviceTraits): PrefillChoice[] {
  const { shape, weights, activations, batch, tokens, seed } = problem;
  const { heads, kvHeads, headDim } = shape;
  const extents = productExtents(shape);
  const tiles = new Map(
    overTokens(shape).map((name): [ProductName, readonly GemmTile[]] => [name, tilesOf(problem, { m: batch * tokens, ...extents[name] }, traits)]),
  );
  const experts = expertTiles(problem, traits);
  const [head] = vectorConfigs(weights, { ...extents['output head'], batch }, traits, seed);
  const attentions = prefillCandidates({ batch, seq: tokens, heads, kvHeads, headDim }, activations, traits);
  const count = Math.min(mostVariants, attentions.length, ...[...tiles.values(), ...(experts === null ? [] : [experts])].map(({ length }) => length));
  if (head === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    const tile = (name: ProductName): GemmTile => found(tiles.get(name)?.[index], name);
    const { bm, bn, bk } = experts?.[index] ?? tile('gate·up');
    return { variant: `${bm}x${bn}x${bk}`, tile, experts: experts?.[index], head, attention: found(attentions[index], 'attention') };
  });
}

/** Tiles that cut the product whole; for the few columns of a router any that cut its rows and its depth. */
function tilesOf({ weights, seed }: StepProblem, shape: GemmShape, traits: DeviceTraits): readonly GemmTile[] {
  const kernel = quantisedKernel(weights);
  const all =
    kernel === null ? gemmCandidates(shape, weights === 'f16' ? 'f16' : 'f32', traits, seed) : quantisedGemmCandidates(kernel, shape, traits, seed);
  const deep = all.filter(({ bm, bk }) => shape.m % bm === 0 && shape.k % bk === 0);
  const whole = deep.filter(({ bn }) => shape.n % bn === 0);
  return whole.length > 0 || shape.n >= narrow ? whole : deep;
}

/** Columns of the narrowest likely tile; fewer may have no tile that cuts them whole: the router over the eight experts of Mixtral. */
const narrow = 32;

function expertTiles({ shape, activations, batch, tokens }: StepProblem, traits: DeviceTraits): readonly GemmTile[] | null {
  if (shape.experts === null) return null;
  const { count, chosen } = shape.experts;
  const routed = { experts: count, rows: batch * tokens, chosen, sharing: 1, n: shape.hidden, k: shape.inter };
  return routedCandidates(routed, activations, traits).filter(({ bn }) => shape.hidden % bn === 0 && (2 * shape.inter) % bn === 0);
}

function quantisedKernel(weights: StepProblem['weights']): QuantisedGemm | null {
  return weights === 'q4' ? 'gemm.w4a16' : weights === 'q8' ? 'gemm.w8a16' : null;
}

export function prefillParts({ shape, weights, activations, batch }: StepProblem, choice: PrefillChoice): StepParts {
  const { heads, kvHeads, headDim, sinks } = shape;
  const extents = productExtents(shape);
  return {
    layout: 'token',
    product(name, rows, seed): ProductPart {
      if (name === 'output head')
        return { kernel: vectorProduct(weights, choice.head, { ...extents[name], batch }, activations, seed), input: 'x', output: 'y' };
      const problem = { m: rows, ...extents[name] };
      const quantised = quantisedKernel(weights);
      if (quantised !== null) return { kernel: quantisedGemm(quantised, choice.tile(name), problem, activations, seed), input: 'x', output: 'c' };
      const config: GemmConfig = choice.tile(name);
      return { kernel: gemm(config, problem, weights === 'f16' ? 'f16' : 'f32', seed), input: 'a', output: 'c' };
    },
    experts(name, rows, sharing, seed): ProductPart {
      const { count, chosen } = found(shape.experts ?? undefined, name);
      const problem = { ...extents[name], experts: count, rows, chosen, sharing };
      return { kernel: gemmExperts(weights, found(choice.experts, name), problem, activations, seed), input: 'x', output: 'c' };
    },
    grouped: true,
    attention(reach, seq, seed): Instance {
      const window = reach === 'attention' || shape.window === null ? {} : { window: shape.window.size };
      return attentionPrefill(choice.attention, { batch, seq, heads, kvHeads, headDim, sinks, ...window }, activations, seed);
    },
  };
}

/** As small as the timed pipelines allow: every extent a multiple of every tile, and two tiles of the widest. */
export function smallPrompt(problem: StepProblem, choice: PrefillChoice): StepProblem {
  const { shape, context } = problem;
  const products = overTokens(shape).map(choice.tile);
  const tiles = choice.experts === undefined ? products : [...products, choice.experts];
  const widest = (some: readonly GemmTile[], of: (tile: GemmTile) => number, least: number): number => Math.max(least, ...some.map(of));
  const tokens = widest(products, ({ bm }) => bm, 'bq' in choice.attention ? Math.max(choice.attention.bq, choice.attention.bk) : 64);
  const columns = widest(tiles, ({ bn, bk }) => Math.max(bn, bk), 64);
  const windowed = shape.window !== null && shape.window.size < context;
  const small: ModelShape = {
    ...shape,
    layers: 3,
    hidden: 2 * columns,
    heads: (2 * shape.heads) / shape.kvHeads,
    kvHeads: 2,
    inter: columns,
    vocab: 517,
    window: windowed ? { layers: 1, size: smallWindow({ keys: choice.attention.bk }) } : null,
  };
  return { ...problem, tokens, context: tokens, layersHeld: 2, shape: small };
}
