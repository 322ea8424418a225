/** Products with the weights of chosen experts alone, read through a router's choice; `shaders/gemv-experts.wgsl`. */
import source from '../../../../shaders/gemv-experts.wgsl?raw';
import type { ModelWeights } from '../../../run/model-step.ts';
import { expand } from '../wgsl/preprocess.ts';
import { expertBytes, expertDtypes, expertInput, expertPlans, expertRows } from '../layer/expert-weights.ts';
import { fillValues } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, inputSeed, tolerances, uniformWords, type Instance } from '../instance.ts';
import { dot } from '../linear.ts';
import { requireBlocks } from '../quantised.ts';

export interface ExpertShape {
  readonly n: number;
  readonly k: number;
  readonly experts: number;
  /** Chosen experts of all rows together, and how many of them read the same row of x. */
  readonly slots: number;
  readonly sharing: number;
}

export interface ExpertConfig {
  readonly rows: number;
  readonly reduction: 'subgroup' | 'shared';
}

const threads = 64;
const vectors: Readonly<Record<ModelWeights, number>> = { f32: 1, f16: 2, q8: 4, q4: 8 };

/** FLOP and bytes: the chosen experts' weights, the vectors and the results moved once. */
export function expertWork(weights: ModelWeights, { n, k, slots, sharing }: ExpertShape, activations: FloatType): { flops: number; bytes: number } {
  return {
    flops: 2 * slots * n * k,
    bytes: slots * expertBytes(weights, { n, k }, activations) + bytesOf[activations] * ((slots / sharing) * k + slots * n),
  };
}

/** The choice in `chosen` is made at random here; in a model's step `route` makes it. Throws a RangeError where k is not a multiple of 32. */
export function gemvExperts(weights: ModelWeights, config: ExpertConfig, shape: ExpertShape, activations: FloatType, seed: number): Instance {
  const { n, k, experts, slots, sharing } = shape;
  requireBlocks(k);
  const quantised = weights === 'q4' || weights === 'q8';
  const subgroups = config.reduction === 'subgroup';
  const x = expertInput(activations, (slots / sharing) * k, { kind: 'reals', seed: inputSeed(seed, 2, 0) });
  const chosen = expertInput('u32', slots, { kind: 'arithmetic', base: seed % experts, step: 1 });
  const matrix = expertPlans(weights, shape, activations, seed);
  const work = expertWork(weights, shape, activations);
  return {
    id: `gemv.experts/${slots}x${n}x${k}/${expertDtypes[weights]}`,
    kernel: 'gemv.experts',
    variant: `${threads} rows ${config.rows} ${config.reduction} ${activations}`,
    dtype: expertDtypes[weights],
    shape: { slots, n, k, experts },
    words: `experts × vector ${n}×${k}, ${slots} chosen of ${experts}, ${weights}`,
    ...work,
    rateUnit: 'B/s',
    stages: [
      {
        shader: 'gemv-experts',
        code: expand('gemv-experts.wgsl', source, {
          enable: [...(activations === 'f16' ? ['f16'] : []), ...(subgroups ? ['subgroups'] : [])],
          alias: { Elem: activations },
          constants: {
            THREADS: threads,
            ROWS: config.rows,
            BATCH: 1,
            VECTORS: vectors[weights],
            Q4: weights === 'q4',
            Q8: weights === 'q8',
            HALF: weights === 'f16',
            WHOLE: weights === 'f32',
            QUANTISED: quantised,
            SUBGROUPS: subgroups,
            SLOTS: subgroups ? threads / 4 : threads,
          },
        }),
        bindings: [
          { type: 'read-only-storage', buffer: 'w' },
          { type: 'read-only-storage', buffer: 'scales' },
          { type: 'read-only-storage', buffer: 'chosen' },
          { type: 'read-only-storage', buffer: 'x' },
          { type: 'storage', buffer: 'y' },
          { type: 'uniform', buffer: 'shape' },
        ],
        workgroups: [Math.ceil(n / config.rows), 1, slots],
      },
    ],
    buffers: { ...matrix, chosen, x, y: { element: activations, length: slots * n, fill: { kind: 'poison' }, rotates: false } },
    uniforms: { shape: uniformWords(n, k, sharing) },
    output: { buffer: 'y', matrix: { rows: slots, columns: n }, compare: 'rms', tolerance: tolerances[activations] },
    oracle: () => ({
      ranges: () => {
        const row = new Float64Array(k);
        const rowOfW = expertRows(weights, matrix, activations, k);
        const picked = fillValues(chosen.fill, 'u32', 0, slots);
        const values = new Float64Array(slots * n).map((_, at) => {
          const slot = Math.floor(at / n);
          rowOfW((picked[slot] as number) * n + (at % n), row);
          return dot(row, fillValues(x.fill, activations, Math.floor(slot / sharing) * k, k));
        });
        return [{ start: 0, values }];
      },
    }),
    cases: [],
  };
}
