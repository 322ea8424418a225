/** Products with the weights of chosen experts alone, read through a router's choice; `shaders/gemv-experts.wgsl`. */
import source from '../../../shaders/gemv-experts.wgsl?raw';
import type { ModelWeights } from '../../run/model-step.ts';
import type { KernelDtype } from '../../run/run.ts';
import { expand } from './expand.ts';
import { fillInto, fillValues } from './fill-values.ts';
import type { FloatType } from './gemm.ts';
import { bytesOf, inputSeed, tolerances, uniformWords, type BufferPlan, type Fill, type Instance } from './instance.ts';
import { dot, type RowSource } from './linear.ts';
import { blockSize, quantisedBytes, requireBlocks, weightFills, weightPlans, weightRow } from './quantised.ts';

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
const dtypes: Readonly<Record<ModelWeights, KernelDtype>> = { f32: 'f32', f16: 'f16', q8: 'i8', q4: 'i4' };

/** FLOP and bytes: the chosen experts' weights, the vectors and the results moved once. */
export function expertWork(weights: ModelWeights, { n, k, slots, sharing }: ExpertShape, activations: FloatType): { flops: number; bytes: number } {
  const matrix = weights === 'q4' || weights === 'q8' ? quantisedBytes(weights, { n, k }, activations) : n * k * bytesOf[weights];
  return { flops: 2 * slots * n * k, bytes: slots * matrix + bytesOf[activations] * ((slots / sharing) * k + slots * n) };
}

/** The choice in `chosen` is made at random here; in a model's step `route` makes it. Throws a RangeError where k is not a multiple of 32. */
export function gemvExperts(weights: ModelWeights, config: ExpertConfig, shape: ExpertShape, activations: FloatType, seed: number): Instance {
  const { n, k, experts, slots, sharing } = shape;
  requireBlocks(k);
  const quantised = weights === 'q4' || weights === 'q8';
  const subgroups = config.reduction === 'subgroup';
  const x = input(activations, (slots / sharing) * k, { kind: 'reals', seed: inputSeed(seed, 2, 0) });
  const chosen = input('u32', slots, { kind: 'arithmetic', base: seed % experts, step: 1 });
  const matrix = expertPlans(weights, shape, activations, seed);
  const work = expertWork(weights, shape, activations);
  return {
    id: `gemv.experts/${slots}x${n}x${k}/${dtypes[weights]}`,
    kernel: 'gemv.experts',
    variant: `${threads} rows ${config.rows} ${config.reduction} ${activations}`,
    dtype: dtypes[weights],
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

function input(element: BufferPlan['element'], length: number, fill: Fill): BufferPlan {
  return { element, length, fill, rotates: true };
}

function expertPlans(
  weights: ModelWeights,
  { n, k, experts }: ExpertShape,
  activations: FloatType,
  seed: number,
): { readonly w: BufferPlan; readonly scales: BufferPlan } {
  if (weights === 'q4' || weights === 'q8') {
    const { words, scales } = weightPlans(
      weights,
      { n: experts * n, k },
      activations,
      weightFills('reals', inputSeed(seed, 0, 0), inputSeed(seed, 1, 0)),
    );
    return { w: words, scales };
  }
  // Bound and never read.
  const none = input(activations, blockSize, { kind: 'integers', seed, low: 1, high: 1 });
  return { w: input(weights, experts * n * k, { kind: 'reals', seed: inputSeed(seed, 0, 0) }), scales: none };
}

/** Row `expert * n + row` of the experts' weights. */
function expertRows(
  weights: ModelWeights,
  { w, scales }: { readonly w: BufferPlan; readonly scales: BufferPlan },
  activations: FloatType,
  k: number,
): RowSource {
  const { fill } = w;
  if (weights === 'q4' || weights === 'q8') {
    if (fill.kind !== 'words') throw new Error(`${weights} weights are words`);
    return (index, row) => weightRow(weights, { words: fill, scales: scales.fill }, activations, index, row);
  }
  return (index, row) => fillInto(row, fill, weights, index * k);
}
