/**
 * Number formats of a deployment: what the weights are stored in, what the arithmetic runs in on this chip, and what
 * the KV cache holds. Storage decides bytes; arithmetic decides which peak and which fitted parameters apply.
 */
import type { Model } from '../catalogue/facts.ts';
import type { KvFormat, WeightFormat } from '../scenario/scenario.ts';
import type { ChipSpec } from './chip.ts';
import { formats, type OperatorDtype } from './operators/formats.ts';

/** Storage format of the published weights, the experts' where they differ from the rest. */
export const nativeFormat = (model: Model): WeightFormat => formatOf(model.nativePrecision);

function formatOf(precision: string): WeightFormat {
  const words = precision.toLowerCase();
  if (words.startsWith('mxfp4')) return 'mxfp4';
  if (words.startsWith('nvfp4')) return 'nvfp4';
  if (words.startsWith('fp8')) return 'fp8';
  if (words.startsWith('int4')) return 'int4';
  if (words.startsWith('int8')) return 'int8';
  return 'bf16';
}

/** Bytes per stored weight, block scales included (see `operators/formats.ts`). */
export const storageBytes: Readonly<Record<WeightFormat, number>> = {
  bf16: formats.bf16.weightBytes,
  fp8: formats.fp8.weightBytes,
  int8: formats.int8.weightBytes,
  int4: formats.int4_wo.weightBytes,
  nvfp4: formats.nvfp4.weightBytes,
  mxfp4: formats.mxfp4.weightBytes,
};

/**
 * How weights stored in `format` are multiplied on `chip`: in the format itself where the chip has units for it, else
 * in the next wider one with weight-only parameters. `null` when the chip has no arithmetic that could.
 * `blocks`: 8-bit weights carry a scale per 128 × 128 block instead of one per tensor.
 */
export function arithmetic(format: WeightFormat, chip: ChipSpec, blocks = false): OperatorDtype | null {
  const has = (peak: keyof ChipSpec['peak']): boolean => chip.peak[peak] !== undefined;
  const wide = has('bf16');
  switch (format) {
    case 'bf16':
      return wide ? 'bf16' : null;
    case 'fp8':
      return has('fp8') ? (blocks ? 'fp8_block' : 'fp8') : wide ? 'int8_wo' : null;
    case 'int8':
      return has('int8') ? 'int8' : wide ? 'int8_wo' : null;
    case 'int4':
      return wide ? 'int4_wo' : null;
    case 'nvfp4':
      return has('fp4') ? 'nvfp4' : wide ? 'int4_wo' : null;
    // MXFP4 checkpoints keep 16-bit activations on chips without 4-bit units (weight-only kernels).
    case 'mxfp4':
      return has('fp4') ? 'mxfp4' : wide ? 'int4_wo' : null;
  }
}

/** Models published in block-scaled 8 bits (DeepSeek, MiniMax, Kimi) are served so; 8-bit copies of others have a scale per tensor. */
export const blockScaled = (model: Model): boolean => nativeFormat(model) === 'fp8';

/** Formats of the parts of a model: quantised checkpoints leave some parts wider. */
export interface PartFormats {
  /** Attention projections. */
  readonly attention: WeightFormat;
  /** Dense feed-forward and shared experts. */
  readonly dense: WeightFormat;
  readonly experts: WeightFormat;
  /** Router, embedding and output head stay in 16 bits in the published quantised checkpoints. */
  readonly head: WeightFormat;
}

/**
 * Which parts a checkpoint quantises. The published one as the catalogue says (gpt-oss holds only its experts in MXFP4);
 * NVFP4 checkpoints of MLA models (DeepSeek-R1-FP4) leave attention in 16 bits; others quantise every linear layer of
 * the blocks.
 */
export function partFormats(model: Model, format: WeightFormat): PartFormats {
  if (model.moe && format === nativeFormat(model)) {
    const rest = formatOf(model.nonExpertPrecision);
    return { attention: rest, dense: rest, experts: format, head: 'bf16' };
  }
  if (model.moe && format === 'mxfp4') return { attention: 'bf16', dense: 'bf16', experts: 'mxfp4', head: 'bf16' };
  if (model.moe && model.attention.kind === 'mla' && (format === 'nvfp4' || format === 'int4'))
    return { attention: 'bf16', dense: 'bf16', experts: format, head: 'bf16' };
  return { attention: format, dense: format, experts: format, head: 'bf16' };
}

export const kvBytesPerElement: Readonly<Record<KvFormat, number>> = { bf16: 2, fp8: 1 };
