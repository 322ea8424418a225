/** Biases of routed experts, one row of n for each expert, added where a kernel passes over the slots anyway. */
import { fillValues } from '../wgsl/fill-values.ts';
import { bytesOf, inputSeed, type BufferPlan, type FloatType } from '../instance.ts';
import { layerInput } from './layer-kernel.ts';

export interface ExpertBias {
  readonly experts: number;
}

/** `bias`, experts x n, and `chosen`, whose bias a slot takes: at random where the kernel runs alone. */
export function expertBias(
  { experts }: ExpertBias,
  slots: number,
  n: number,
  dtype: FloatType,
  seed: number,
): { readonly bias: BufferPlan; readonly chosen: BufferPlan } {
  return {
    bias: layerInput(dtype, experts * n, { kind: 'reals', seed: inputSeed(seed, 0, 0) }),
    chosen: layerInput('u32', slots, { kind: 'integers', seed: inputSeed(seed, 1, 0), low: 0, high: experts - 1 }),
  };
}

/** Of the experts that slots can choose, at most one each, and the choices. */
export function biasBytes({ experts }: ExpertBias, slots: number, n: number, dtype: FloatType): number {
  return bytesOf[dtype] * n * Math.min(slots, experts) + 4 * slots;
}

/** Rows of n by slot, each with its expert's bias times `scale`; as they are where there is none. */
export function withExpertBias(
  rows: Float64Array,
  { bias, chosen }: { readonly bias?: BufferPlan; readonly chosen?: BufferPlan },
  n: number,
  scale = 1,
): Float64Array {
  if (bias === undefined || chosen === undefined) return rows;
  const [values, choice] = [fillValues(bias.fill, bias.element, 0, bias.length), fillValues(chosen.fill, 'u32', 0, chosen.length)];
  return rows.map((value, at) => value + scale * (values[(choice[Math.floor(at / n)] as number) * n + (at % n)] as number));
}
