/**
 * Products of many rows with the weights of the experts that each row chose; `shaders/gemm-experts.wgsl`. A prompt's feed-forward
 * blocks in a model of routed experts.
 */
import source from '../../../../shaders/gemm-experts.wgsl?raw';
import type { ModelWeights } from '../../../run/model-step.ts';
import { expand, shareOf } from '../wgsl/preprocess.ts';
import { expertBytes, expertDtypes, expertInput, expertPlans, touchedExperts } from '../layer/expert-weights.ts';
import { gemmThreads, tileConstants, tileName, type GemmTile } from './gemm.ts';
import { bytesOf, grid, inputSeed, tolerances, uniformWords, type DeviceTraits, type FloatType, type Instance, type Stage } from '../instance.ts';
import { layerBindings, layerOutput } from '../layer/layer-kernel.ts';
import { requireBlocks } from '../quantised.ts';

export interface RoutedShape {
  readonly n: number;
  readonly k: number;
  readonly experts: number;
  /** Rows of a prompt, and the experts that each chooses. */
  readonly rows: number;
  readonly chosen: number;
  /** Slots that read the same row: `chosen` where a product begins at the rows, 1 where at what each expert made. */
  readonly sharing: number;
}

/** Blocks of 32 along k fill a step, so that no step is ever ragged. */
const tiles = {
  flat: { bm: 16, bn: 64, bk: 32, tm: 2, tn: 4 },
  small: { bm: 32, bn: 32, bk: 32, tm: 4, tn: 4 },
  wide: { bm: 32, bn: 64, bk: 32, tm: 4, tn: 4 },
  middle: { bm: 64, bn: 64, bk: 32, tm: 4, tn: 4 },
  tall: { bm: 128, bn: 64, bk: 32, tm: 8, tn: 4 },
} as const satisfies Record<string, GemmTile>;

/** Both tiles with one pack of padding a row, the slots, and what the workgroup owns. */
export function routedWorkgroupBytes({ bm, bn, bk }: GemmTile, element: FloatType): number {
  return (bm + bn) * (bk / 4 + 1) * 4 * bytesOf[element] + 4 * bm + 16;
}

/**
 * Most promising first: about as many slots as an expert has on average. A tile half empty costs half its arithmetic, one half as high
 * reads the weights twice, from a cache.
 */
export function routedCandidates({ rows, chosen, experts }: RoutedShape, element: FloatType, traits: DeviceTraits): GemmTile[] {
  const { flat, small, wide, middle, tall } = tiles;
  const each = (rows * chosen) / experts;
  const likely = each >= 96 ? [tall, middle, wide] : each >= 40 ? [middle, wide, small] : each >= 20 ? [wide, small, flat] : [flat, small, wide];
  return [...new Set<GemmTile>([...likely, flat, small])].filter(
    (tile) => gemmThreads(tile) <= traits.maxInvocations && routedWorkgroupBytes(tile, element) <= traits.workgroupStorage,
  );
}

/** FLOP of the chosen experts alone; bytes of those that some row is expected to choose, the rows and the results moved once. */
export function routedWork(weights: ModelWeights, shape: RoutedShape, activations: FloatType): { flops: number; bytes: number } {
  const { n, k, experts, rows, chosen, sharing } = shape;
  const slots = rows * chosen;
  const touched = touchedExperts(rows, chosen, experts);
  return {
    flops: 2 * slots * n * k,
    bytes: touched * expertBytes(weights, { n, k }, activations) + bytesOf[activations] * ((slots / sharing) * k + slots * n),
  };
}

/**
 * Which slots are whose is what `byExpert` left in `order` and `offsets`; a model's step runs that once for both products of a block, and
 * judges the product where it stands. Throws a RangeError where k is not a multiple of 32.
 */
export function gemmExperts(weights: ModelWeights, tile: GemmTile, shape: RoutedShape, activations: FloatType, seed: number): Instance {
  const { n, k, experts, rows, chosen, sharing } = shape;
  requireBlocks(k);
  const slots = rows * chosen;
  const { bm, bn, bk } = tile;
  const x = expertInput(activations, (slots / sharing) * k, { kind: 'reals', seed: inputSeed(seed, 2, 0) });
  const matrix = expertPlans(weights, shape, activations, seed);
  // One more than whole tiles for each expert; `by-expert` knows how many are needed, and no dispatch can ask it.
  const [tilesM, tilesN] = [Math.floor(slots / bm) + experts, Math.ceil(n / bn)];
  const product: Stage = {
    shader: 'gemm-experts',
    code: expand('gemm-experts.wgsl', source, {
      enable: activations === 'f16' ? ['f16'] : [],
      alias: { Elem: activations },
      constants: {
        ...tileConstants(tile),
        ...shareOf('A', (bm * bk) / 4, gemmThreads(tile)),
        ...shareOf('W', (bn * bk) / 8, gemmThreads(tile)),
        Q4: weights === 'q4',
        Q8: weights === 'q8',
        HALF: weights === 'f16',
        WHOLE: weights === 'f32',
        GUARDED: n % bn !== 0,
      },
    }),
    bindings: layerBindings(['x', 'w', 'scales', 'order', 'offsets'], ['c']),
    workgroups: grid(tilesM * tilesN),
  };
  return {
    id: `gemm.experts/${rows}x${chosen}:${experts}x${n}x${k}/${expertDtypes[weights]}`,
    kernel: 'gemm.experts',
    variant: `${tileName(tile)} ${activations}${n % bn === 0 ? '' : ' guarded'}`,
    dtype: expertDtypes[weights],
    shape: { rows, chosen, n, k, experts },
    words: `experts × matrix ${n}×${k}, ${chosen} of ${experts} for each of ${rows} rows, ${weights}`,
    ...routedWork(weights, shape, activations),
    rateUnit: 'FLOP/s',
    stages: [product],
    buffers: { ...matrix, order: layerOutput('u32', slots), offsets: layerOutput('u32', experts + 1), x, c: layerOutput(activations, slots * n) },
    uniforms: { shape: uniformWords(n, k, experts, sharing, tilesM, tilesN) },
    output: { buffer: 'c', matrix: { rows: slots, columns: n }, compare: 'rms', tolerance: tolerances[activations] },
    oracle: () => ({ ranges: () => [] }),
    cases: [],
  };
}
