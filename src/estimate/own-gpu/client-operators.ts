/**
 * The operators of the model's passes on the visitor's own GPU: the five-number fits of their run. There are no links,
 * matrix products with few rows follow the matrix-vector fit, and 4-bit weights the fits of the kernels that widen them.
 */
import { fittedSeconds } from '../../calibration/fitted-seconds.ts';
import type { Calibration, ClassFit } from '../../calibration/calibration.ts';
import type { OperatorClass } from '../../run/kernel-families.ts';
import type { Model } from '../../catalogue/facts.ts';
import { causalPairs } from '../../model/operators/attention.ts';
import { storageBytes, type PartFormats } from '../../model/number-formats.ts';
import type { Operators } from '../../model/step.ts';
import type { KernelDtype } from '../../run/run.ts';
import type { WeightFormat } from '../../scenario/scenario.ts';

/** Rows up to which a product reads its weights once per row group and runs as matrix-vector. */
const fewRows = 8;
const cacheBytes = 2;

export interface ClientOperators {
  readonly operators: Operators;
  /** The fits that a decode step of the model leans on. */
  readonly decoding: readonly ClassFit[];
  /** True where the weights' own format was not timed, and products with floating-point weights stand in. */
  readonly standIn: boolean;
}

/** Null when the run lacks what a decode step needs: a stream-read ceiling and a matrix-vector fit. */
export function clientOperators(calibration: Calibration, model: Model, formats: PartFormats): ClientOperators | null {
  const { ceilings, fits, fourBit } = calibration;
  const find = (operatorClass: OperatorClass, dtype: KernelDtype): ClassFit | undefined =>
    fits.find((fit) => fit.operatorClass === operatorClass && fit.dtype === dtype);
  const best = (operatorClass: OperatorClass): ClassFit | undefined => find(operatorClass, 'f16') ?? find(operatorClass, 'f32');
  const vector = best('gemv');
  const matrix = best('gemm') ?? vector;
  const decode = best('attention.decode') ?? vector;
  const prefill = best('attention.prefill') ?? matrix;
  const read = ceilings.read?.value;
  if (!vector || !matrix || !decode || !prefill || read === undefined || !ceilings.fmaF32) return null;
  const vectorOf = (format: WeightFormat): ClassFit => (isFourBit(format) ? fourBit.vector : null) ?? vector;
  const matrixOf = (format: WeightFormat): ClassFit => (isFourBit(format) ? fourBit.matrix : null) ?? matrix;
  const product = (format: WeightFormat, rows: number): ClassFit => (rows <= fewRows ? vectorOf(format) : matrixOf(format));
  // Both ceilings are there.
  const seconds = (fit: ClassFit, flops: number, bytes: number): number => fittedSeconds(fit, flops, bytes, ceilings) ?? 0;
  const none = (): number => 0;
  const operators: Operators = {
    gemm: (part, m, n, k) => seconds(product(formats[part], m), 2 * m * n * k, n * k * storageBytes[formats[part]] + cacheBytes * m * (n + k)),
    decodeAttention: (batch, context, heads, kvHeads, headDim) =>
      seconds(decode, 4 * batch * heads * headDim * context, 2 * cacheBytes * batch * kvHeads * headDim * context),
    prefillAttention: (batch, tokens, prefix, heads, kvHeads, headDim, window) =>
      seconds(
        prefill,
        4 * batch * heads * headDim * causalPairs(tokens, prefix, window),
        2 * cacheBytes * batch * kvHeads * headDim * (tokens + prefix),
      ),
    mlaDecode: (batch, context, heads) =>
      seconds(decode, 2 * batch * heads * context * latentWidth(model), cacheBytes * batch * context * latentWidth(model)),
    mlaPrefill: (batch, tokens, prefix, heads) =>
      seconds(
        prefill,
        2 * batch * heads * (model.headDim + model.vHeadDim) * causalPairs(tokens, prefix, 0),
        2 * cacheBytes * batch * heads * model.headDim * tokens,
      ),
    experts: (tokens) => {
      const { moe, ffnMatrices } = model;
      if (!moe) return 0;
      const touched = moe.experts * (1 - (1 - moe.active / moe.experts) ** tokens);
      const matrixWeights = ffnMatrices * moe.width * moe.inter;
      return seconds(
        product(formats.experts, tokens),
        2 * tokens * moe.active * matrixWeights,
        touched * matrixWeights * storageBytes[formats.experts],
      );
    },
    elementwise: (bytes, launches) => launches * vector.floor.value + bytes / read,
    allReduce: none,
    allToAll: none,
    pointToPoint: none,
  };
  const weights = vectorOf(formats.experts);
  // Other 4-bit formats are unpacked by other code than the integers that were timed.
  const standIn = formats.experts !== 'bf16' && !(formats.experts === 'int4' && weights === fourBit.vector);
  return { operators, decoding: [weights, vector, decode], standIn };
}

const isFourBit = (format: WeightFormat): boolean => format === 'int4' || format === 'mxfp4' || format === 'nvfp4';

const latentWidth = ({ mla }: Model): number => (mla ? 2 * mla.kvLoraRank + mla.ropeDim : 0);
