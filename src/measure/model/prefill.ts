/**
 * The kernels of a prompt: matrix products over all of its tokens, causal attention among them, and the output head for the last
 * alone. Tiles are chosen so that they cut every product whole, as an engine pads its prompts.
 */
import { attentionPrefill, prefillCandidates, type PrefillConfig } from '../kernels/attention-prefill.ts';
import { gemm, type GemmConfig, type GemmTile } from '../kernels/gemm.ts';
import { gemmCandidates } from '../kernels/gemm-candidates.ts';
import { quantisedGemm, quantisedGemmCandidates } from '../kernels/gemm-quantised.ts';
import type { DeviceTraits, Instance } from '../kernels/instance.ts';
import { found, vectorConfigs, vectorProduct, type VectorConfig } from './products.ts';
import { productExtents, type ModelShape, type ProductName, type StepProblem } from './shape.ts';
import type { ProductPart, StepParts } from './steps.ts';

export interface PrefillChoice {
  readonly variant: string;
  readonly tile: (name: ProductName) => GemmTile;
  readonly head: VectorConfig;
  readonly attention: PrefillConfig;
}

const mostVariants = 3;

/** Products that every token takes part in. */
const overTokens = ['q·k·v', 'output projection', 'gate·up', 'down'] as const satisfies readonly ProductName[];

/** None for 8-bit weights and for experts, which have no product over many tokens here, and for windows shorter than the prompt. */
export function prefillChoices(problem: StepProblem, traits: DeviceTraits): PrefillChoice[] {
  const { shape, weights, activations, batch, tokens, context, seed } = problem;
  const { heads, kvHeads, headDim, window } = shape;
  if (weights === 'q8' || shape.experts !== null || (window !== null && window.size < context)) return [];
  const extents = productExtents(shape);
  const rows = batch * tokens;
  const tiles = new Map(
    overTokens.map((name): [ProductName, readonly GemmTile[]] => {
      const problemOf = { m: rows, ...extents[name] };
      const all =
        weights === 'q4' ? quantisedGemmCandidates('gemm.w4a16', problemOf, traits, seed) : gemmCandidates(problemOf, weights, traits, seed);
      return [name, all.filter((tile) => cutsWhole(tile, problemOf))];
    }),
  );
  const [head] = vectorConfigs(weights, extents['output head'], traits, seed);
  const attentions = prefillCandidates({ batch, seq: tokens, heads, kvHeads, headDim }, activations, traits);
  const count = Math.min(mostVariants, attentions.length, ...[...tiles.values()].map(({ length }) => length));
  if (head === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    const tile = (name: ProductName): GemmTile => found(tiles.get(name)?.[index], name);
    const { bm, bn, bk } = tile('gate·up');
    return { variant: `${bm}x${bn}x${bk}`, tile, head, attention: found(attentions[index], 'attention') };
  });
}

function cutsWhole({ bm, bn, bk }: GemmTile, { m, n, k }: { readonly m: number; readonly n: number; readonly k: number }): boolean {
  return m % bm === 0 && n % bn === 0 && k % bk === 0;
}

export function prefillParts({ shape, weights, activations, batch }: StepProblem, choice: PrefillChoice): StepParts {
  const { heads, kvHeads, headDim } = shape;
  const extents = productExtents(shape);
  return {
    layout: 'token',
    product(name, rows, seed): ProductPart {
      if (name === 'output head') return { kernel: vectorProduct(weights, choice.head, extents[name], activations, seed), input: 'x', output: 'y' };
      const problem = { m: rows, ...extents[name] };
      if (weights === 'q4') return { kernel: quantisedGemm('gemm.w4a16', choice.tile(name), problem, activations, seed), input: 'x', output: 'c' };
      const config: GemmConfig = choice.tile(name);
      return { kernel: gemm(config, problem, weights === 'f16' ? 'f16' : 'f32', seed), input: 'a', output: 'c' };
    },
    experts(): Instance {
      throw new Error('no product of experts over many tokens');
    },
    attention: (_reach, seq, seed) => attentionPrefill(choice.attention, { batch, seq, heads, kvHeads, headDim }, activations, seed),
  };
}

/** As small as the timed pipelines allow: every extent a multiple of every tile, and two tiles of the widest. */
export function smallPrompt(problem: StepProblem, choice: PrefillChoice): StepProblem {
  const { shape } = problem;
  const tiles = overTokens.map(choice.tile);
  const widest = (of: (tile: GemmTile) => number, least: number): number => Math.max(least, ...tiles.map(of));
  const tokens = widest(({ bm }) => bm, 'bq' in choice.attention ? Math.max(choice.attention.bq, choice.attention.bk) : 64);
  const columns = widest(({ bn, bk }) => Math.max(bn, bk), 64);
  const small: ModelShape = {
    ...shape,
    layers: 3,
    hidden: 2 * columns,
    heads: (2 * shape.heads) / shape.kvHeads,
    kvHeads: 2,
    inter: columns,
    vocab: 517,
    window: null,
  };
  return { ...problem, batch: 1, tokens, context: tokens, layersHeld: 2, shape: small };
}
