/** The matrix products of a step in the format that the weights are stored in: which kernel, which variant, how wide the weights spread. */
import type { KernelDtype } from '../../run/run.ts';
import type { ModelWeights } from '../../run/model-step.ts';
import {
  activationType,
  quantisedGemv,
  quantisedGemvCandidates,
  type QuantisedGemv,
  type QuantisedGemvConfig,
} from '../kernels/gemv/gemv-quantised.ts';
import { gemv, gemvCandidates, type GemvConfig, type GemvShape } from '../kernels/gemv/gemv.ts';
import type { FloatType } from '../kernels/gemm/gemm.ts';
import type { DeviceTraits, Instance } from '../kernels/instance.ts';

export type VectorConfig = GemvConfig | QuantisedGemvConfig;

/** Activations, scales and the cache: f32 weights keep all of a step in f32. */
export function activationsOf(weights: ModelWeights, traits: Pick<DeviceTraits, 'f16'>): FloatType {
  return weights === 'f32' ? 'f32' : activationType(traits);
}

/** The element type that results and calibration know such weights by. */
export const weightDtype: Readonly<Record<ModelWeights, KernelDtype>> = { f32: 'f32', f16: 'f16', q8: 'i8', q4: 'i4' };

/**
 * Standard deviation of the random weights: reals in ±1, times whole numbers of −8..7 or −128..127 in the quantised formats.
 * Trained weights are near 1/sqrt(k); what is missing is applied where a branch starts and ends.
 */
export const weightSpread: Readonly<Record<ModelWeights, number>> = {
  f32: 1 / Math.sqrt(3),
  f16: 1 / Math.sqrt(3),
  q8: Math.sqrt(5461.5 / 3),
  q4: Math.sqrt(21.5 / 3),
};

function quantisedKernel(weights: ModelWeights): QuantisedGemv | null {
  return weights === 'q8' ? 'gemv.q8' : weights === 'q4' ? 'gemv.q4' : null;
}

/** Variants for a matrix that meets the vectors of a decode step, best first. */
export function vectorConfigs(weights: ModelWeights, shape: GemvShape, traits: DeviceTraits, seed: number): VectorConfig[] {
  const quantised = quantisedKernel(weights);
  return quantised === null ? gemvCandidates(shape, traits, seed) : quantisedGemvCandidates(quantised, shape, traits, seed);
}

export function vectorProduct(weights: ModelWeights, config: VectorConfig, shape: GemvShape, activations: FloatType, seed: number): Instance {
  const quantised = quantisedKernel(weights);
  if (quantised === null) return gemv(config, shape, weights === 'f16' ? 'f16' : 'f32', seed);
  if (!('words' in config)) throw new Error(`${quantised} needs a variant with words`);
  return quantisedGemv(quantised, config, shape, activations, seed);
}

export function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`no variant of "${name}"`);
  return value;
}
