/** The feed-forward weights of routed experts as they lie in memory, one matrix after the other, and on the CPU. */
import type { ModelWeights } from '../../../run/model-step.ts';
import type { KernelDtype } from '../../../run/run.ts';
import { fillInto } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, inputSeed, type BufferPlan, type Fill } from '../instance.ts';
import type { RowSource } from '../linear.ts';
import { blockSize, quantisedBytes, weightFills, weightPlans, weightRow } from '../quantised.ts';

export interface ExpertMatrices {
  readonly n: number;
  readonly k: number;
  readonly experts: number;
}

export const expertDtypes: Readonly<Record<ModelWeights, KernelDtype>> = { f32: 'f32', f16: 'f16', q8: 'i8', q4: 'i4' };

/** Bytes of one expert's matrix with its scales. */
export function expertBytes(weights: ModelWeights, { n, k }: Pick<ExpertMatrices, 'n' | 'k'>, scales: FloatType): number {
  return weights === 'q4' || weights === 'q8' ? quantisedBytes(weights, { n, k }, scales) : n * k * bytesOf[weights];
}

/** Experts that some row is expected to choose, where each row chooses `chosen` of them at random. */
export function touchedExperts(rows: number, chosen: number, experts: number): number {
  return Math.round(experts * (1 - (1 - chosen / experts) ** rows));
}

export function expertInput(element: BufferPlan['element'], length: number, fill: Fill): BufferPlan {
  return { element, length, fill, rotates: true };
}

export function expertPlans(
  weights: ModelWeights,
  { n, k, experts }: ExpertMatrices,
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
  const none = expertInput(activations, blockSize, { kind: 'integers', seed, low: 1, high: 1 });
  return { w: expertInput(weights, experts * n * k, { kind: 'reals', seed: inputSeed(seed, 0, 0) }), scales: none };
}

/** Row `expert * n + row` of the experts' weights. */
export function expertRows(
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
