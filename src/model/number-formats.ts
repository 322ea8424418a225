/**
 * Number formats of a deployment: what the weights are stored in, what the arithmetic runs in on this chip, and what
 * the KV cache holds. Storage decides bytes; arithmetic decides which peak and which fitted parameters apply.
 */
import type { Model } from '../catalogue/facts.ts';
import type { KvFormat, WeightFormat } from '../scenario/scenario.ts';
import type { ChipSpec } from './chip.ts';
import { formats, type ArithmeticFormat } from './operators/formats.ts';

/** Storage format of the published weights, the experts' where they differ from the rest. */
export const nativeFormat = (model: Model): WeightFormat => formatOf(model.nativeFormat);

function formatOf(published: string): WeightFormat {
  const words = published.toLowerCase();
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

/** Kernels that take weights as they are stored, on units for them. 4-bit integers have none on any chip. */
const ownArithmetic: Readonly<Record<WeightFormat, ArithmeticFormat>> = {
  bf16: 'bf16',
  fp8: 'fp8',
  int8: 'int8',
  int4: 'int4_wo',
  nvfp4: 'nvfp4',
  mxfp4: 'mxfp4',
};

/** Kernels that read weights of a format and multiply them in 16 bits. */
const wideArithmetic: Readonly<Partial<Record<ArithmeticFormat, ArithmeticFormat>>> = {
  fp8: 'int8_wo',
  fp8_block: 'int8_wo',
  int8: 'int8_wo',
  nvfp4: 'int4_wo',
  mxfp4: 'int4_wo',
};

/** Dense FLOP/s of the chip's units for this arithmetic; undefined without them. */
function unitsFor(format: ArithmeticFormat, { peak }: ChipSpec): number | undefined {
  // MXFP4 weights meet 8-bit activations only where the units take 4-bit operands; elsewhere its checkpoints keep 16-bit ones.
  return format === 'mxfp4' && peak.fp4 === undefined ? undefined : peak[formats[format].peak];
}

/**
 * How weights stored in `format` are multiplied on `chip`: in the format itself where the chip has units for it, else
 * in the next wider one with weight-only parameters. `null` when the chip has no arithmetic that could.
 * `blocks`: 8-bit weights carry a scale per 128 × 128 block instead of one per tensor.
 */
function arithmeticOf(format: WeightFormat, chip: ChipSpec, blocks: boolean): ArithmeticFormat | null {
  const own = format === 'fp8' && blocks ? 'fp8_block' : ownArithmetic[format];
  if (unitsFor(own, chip) !== undefined) return own;
  return chip.peak.bf16 === undefined ? null : (wideArithmetic[own] ?? null);
}

/** On which units an operator runs that was asked for in some arithmetic. */
export interface OnUnits {
  readonly format: ArithmeticFormat;
  /** Dense FLOP/s. */
  readonly peak: number;
  /** True where 16-bit units stand in for ones that the chip lacks, or has cut down. */
  readonly substituted: boolean;
}

/** Null where the chip has neither those units nor 16-bit ones. */
export function onUnits(asked: ArithmeticFormat, chip: ChipSpec): OnUnits | null {
  const own = unitsFor(asked, chip);
  const wide = chip.peak.bf16;
  // Integer units cut down below the 16-bit rate (B300, GB300) are not worth using.
  const cutDown = asked === 'int8' && own !== undefined && wide !== undefined && own < wide;
  if (own !== undefined && !cutDown) return { format: asked, peak: own, substituted: false };
  return wide === undefined ? null : { format: wideArithmetic[asked] ?? asked, peak: wide, substituted: true };
}

/** Models published in block-scaled 8 bits (DeepSeek, MiniMax, Kimi) are served so; 8-bit copies of others have a scale per tensor. */
const blockScaled = (model: Model): boolean => nativeFormat(model) === 'fp8';

/** Formats of the parts of a model: quantised checkpoints leave some parts wider. */
export interface PartFormats {
  /** Attention projections. */
  readonly attention: WeightFormat;
  /** Dense feed-forward and shared experts. */
  readonly dense: WeightFormat;
  readonly experts: WeightFormat;
  /** Router, embedding and output head stay in 16 bits in the published quantised checkpoints. */
  readonly head: WeightFormat;
  /** What one weight takes where the file itself says so, in bits, scales included. */
  readonly bits?: Readonly<Record<Part, number>>;
}

export type Part = 'attention' | 'dense' | 'experts' | 'head';

/** Bytes per stored weight of a part. */
export const partBytes = (formats: PartFormats, part: Part): number => (formats.bits ? formats.bits[part] / 8 : storageBytes[formats[part]]);

/**
 * Which parts a checkpoint quantises. The published one as the catalogue says (gpt-oss holds only its experts in MXFP4);
 * 4-bit checkpoints leave attention in 16 bits where it is latent or linear (DeepSeek-R1-FP4, Qwen3-Next-NVFP4); others quantise every linear layer of
 * the blocks.
 */
export function partFormats(model: Model, format: WeightFormat): PartFormats {
  if (model.partFormats && format === nativeFormat(model)) {
    const { attention, dense, experts, bits } = model.partFormats;
    return { attention: formatOf(attention), dense: formatOf(dense), experts: formatOf(experts), head: 'bf16', ...(bits && { bits }) };
  }
  if (model.moe && format === nativeFormat(model)) {
    const rest = formatOf(model.nonExpertFormat);
    return { attention: rest, dense: rest, experts: format, head: 'bf16' };
  }
  if (model.moe && format === 'mxfp4') return { attention: 'bf16', dense: 'bf16', experts: 'mxfp4', head: 'bf16' };
  if (model.attention.linearLayers > 0 && (format === 'nvfp4' || format === 'int4'))
    return { attention: 'bf16', dense: format, experts: format, head: 'bf16' };
  if (model.moe && model.attention.kind === 'mla' && (format === 'nvfp4' || format === 'int4'))
    return { attention: 'bf16', dense: 'bf16', experts: format, head: 'bf16' };
  return { attention: format, dense: format, experts: format, head: 'bf16' };
}

/** Every number format of a deployment, decided once. */
export interface NumberFormats {
  /** Asked for, or the model's own. */
  readonly weights: WeightFormat;
  /** What each part's weights are stored in: bytes. */
  readonly stored: PartFormats;
  /** What each part's products run in on the chip: peak and fitted parameters. */
  readonly arithmetic: Readonly<Record<Part, ArithmeticFormat>>;
  /** What operators hand to each other, queries of attention among it; narrower operands are converted inside an operator. */
  readonly activations: 'bf16';
  readonly kvCache: KvFormat;
}

export type FormatDecision = { readonly ok: true; readonly formats: NumberFormats } | { readonly ok: false; readonly lacking: WeightFormat };

/** @returns the stored format that the chip has no arithmetic for, where there is one */
export function numberFormats(model: Model, chip: ChipSpec, weights: WeightFormat, kvCache: KvFormat): FormatDecision {
  const stored = partFormats(model, weights);
  const blocks = blockScaled(model);
  const arithmetic: Record<string, ArithmeticFormat> = {};
  for (const part of ['attention', 'dense', 'experts', 'head'] as const) {
    const format = arithmeticOf(stored[part], chip, blocks);
    if (format === null) return { ok: false, lacking: stored[part] };
    arithmetic[part] = format;
  }
  return { ok: true, formats: { weights, stored, arithmetic: arithmetic as NumberFormats['arithmetic'], activations: 'bf16', kvCache } };
}
