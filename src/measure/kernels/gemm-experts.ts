/**
 * Products of many rows with the weights of the experts that each row chose; `shaders/gemm-experts.wgsl`. A prompt's feed-forward
 * blocks in a model of routed experts.
 */
import source from '../../../shaders/gemm-experts.wgsl?raw';
import type { ModelWeights } from '../../run/model-step.ts';
import { byExpert } from './by-expert.ts';
import { expand } from './expand.ts';
import { expertBytes, expertDtypes, expertInput, expertPlans, expertRows, touchedExperts } from './expert-weights.ts';
import { fillValues } from './fill-values.ts';
import { gemmThreads, tileName, type GemmTile } from './gemm.ts';
import { bytesOf, grid, inputSeed, tolerances, uniformWords, type DeviceTraits, type FloatType, type Instance, type Stage } from './instance.ts';
import { dot } from './linear.ts';
import { requireBlocks } from './quantised.ts';

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
 * `alone`: the choice is made at random, and `byExpert` is the first stage; a model's step runs that once for both products of a block
 * and wires its `order` and `offsets`. Throws a RangeError where k is not a multiple of 32.
 */
export function gemmExperts(weights: ModelWeights, tile: GemmTile, shape: RoutedShape, activations: FloatType, seed: number, alone = true): Instance {
  const { n, k, experts, rows, chosen, sharing } = shape;
  requireBlocks(k);
  const slots = rows * chosen;
  const { bm, bn, bk, tm, tn } = tile;
  const grouping = byExpert({ slots, experts }, inputSeed(seed, 3, 0));
  const { chosen: choice, order, offsets } = grouping.buffers;
  if (choice === undefined || order === undefined || offsets === undefined) throw new Error('by-expert orders a choice');
  const first = grouping.stages.map((stage) => ({
    ...stage,
    bindings: stage.bindings.map((binding) => (binding.type === 'uniform' ? { ...binding, buffer: 'slots' } : binding)),
  }));
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
        BM: bm,
        BN: bn,
        BK: bk,
        TX: bn / tn,
        TY: bm / tm,
        TM: tm,
        TN: tn,
        THREADS: gemmThreads(tile),
        Q4: weights === 'q4',
        Q8: weights === 'q8',
        HALF: weights === 'f16',
        WHOLE: weights === 'f32',
        QUANTISED: weights === 'q4' || weights === 'q8',
        GUARDED: n % bn !== 0,
      },
    }),
    bindings: [
      ...['x', 'w', 'scales', 'order', 'offsets'].map((buffer) => ({ type: 'read-only-storage' as const, buffer })),
      { type: 'storage', buffer: 'c' },
      { type: 'uniform', buffer: 'shape' },
    ],
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
    stages: alone ? [...first, product] : [product],
    buffers: {
      ...matrix,
      ...(alone ? { chosen: choice } : {}),
      order,
      offsets,
      x,
      c: { element: activations, length: slots * n, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: {
      shape: uniformWords(n, k, experts, sharing, tilesM, tilesN),
      ...(alone ? { slots: grouping.uniforms['shape'] ?? uniformWords(slots) } : {}),
    },
    output: { buffer: 'c', matrix: { rows: slots, columns: n }, compare: 'rms', tolerance: tolerances[activations] },
    oracle: () => ({
      ranges: () => {
        const row = new Float64Array(k);
        const rowOfW = expertRows(weights, matrix, activations, k);
        const picked = fillValues(choice.fill, 'u32', 0, slots);
        const values = new Float64Array(slots * n);
        picked.forEach((expert, slot) => {
          const vector = fillValues(x.fill, activations, Math.floor(slot / sharing) * k, k);
          for (let column = 0; column < n; column++) {
            rowOfW(expert * n + column, row);
            values[slot * n + column] = dot(row, vector);
          }
        });
        return [{ start: 0, values }];
      },
    }),
    cases: [],
  };
}
