/**
 * The operators of the model's passes on the visitor's own GPU: the five-number fits of their run. There are no links,
 * and matrix products with few rows follow the matrix-vector fit.
 */
import { logSeconds } from '../../calibration/fit-class.ts';
import type { Calibration, ClassFit, OperatorClass } from '../../calibration/calibration.ts';
import type { Model } from '../../catalogue/facts.ts';
import { causalPairs } from '../../model/operators/attention.ts';
import { storageBytes, type PartFormats } from '../../model/number-formats.ts';
import type { Operators } from '../../model/step.ts';
import type { KernelDtype } from '../../run/run.ts';

/** Rows up to which a product reads its weights once per row group and runs as matrix-vector. */
const fewRows = 8;
const cacheBytes = 2;

/** Null when the run lacks what a decode step needs: a stream-read ceiling and a matrix-vector fit. */
export function clientOperators(calibration: Calibration, model: Model, formats: PartFormats): Operators | null {
  const { ceilings, fits } = calibration;
  const find = (operatorClass: OperatorClass, dtype: KernelDtype): ClassFit | undefined =>
    fits.find((fit) => fit.operatorClass === operatorClass && fit.dtype === dtype);
  const best = (operatorClass: OperatorClass): ClassFit | undefined => find(operatorClass, 'f16') ?? find(operatorClass, 'f32');
  const vector = best('gemv');
  const matrix = best('gemm') ?? vector;
  const decode = best('attention.decode') ?? vector;
  const prefill = best('attention.prefill') ?? matrix;
  const read = ceilings.read?.value;
  if (!vector || !matrix || !decode || !prefill || read === undefined || !ceilings.fmaF32) return null;
  const peakOf = (fit: ClassFit): number => (fit.dtype === 'f16' ? (ceilings.fmaF16 ?? ceilings.fmaF32) : ceilings.fmaF32)?.value ?? 1;
  const seconds = (fit: ClassFit, flops: number, bytes: number): number =>
    Math.exp(
      logSeconds(
        [Math.log(fit.computeEfficiency.value), Math.log(fit.memoryEfficiency.value), Math.log(fit.floor.value), Math.log(fit.overlap.value)],
        flops,
        bytes,
        peakOf(fit),
        read,
      ),
    );
  const none = (): number => 0;
  return {
    gemm: (part, m, n, k) => seconds(m <= fewRows ? vector : matrix, 2 * m * n * k, n * k * storageBytes[formats[part]] + cacheBytes * m * (n + k)),
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
        tokens <= fewRows ? vector : matrix,
        2 * tokens * moe.active * matrixWeights,
        touched * matrixWeights * storageBytes[formats.experts],
      );
    },
    elementwise: (bytes, launches) => launches * vector.floor.value + bytes / read,
    allReduce: none,
    allToAll: none,
    pointToPoint: none,
  };
}

const latentWidth = ({ mla }: Model): number => (mla ? 2 * mla.kvLoraRank + mla.ropeDim : 0);
