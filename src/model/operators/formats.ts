/**
 * Number formats of an operator: how many bytes weights and activations take, and which units do the arithmetic.
 * Four words, four things: a `WeightFormat` is how weights are stored (what a scenario asks for), an `ArithmeticFormat` how an
 * operator multiplies them (a stored format may have several kernels), a `PeakFormat` which units of the chip do it, a
 * `KvFormat` how the cache is stored. `number-formats.ts` leads from the first to the others.
 * Block scales are counted as bytes: one per 16 elements in NVFP4, one per 32 in MXFP4 (OCP Microscaling Formats 1.0),
 * one float per 128 × 128 weights in block-scaled FP8 (DeepSeek-V3 report, section 3.3), one half per 128 in INT4.
 */
import type { PeakFormat } from '../../catalogue/facts.ts';
import type { KvFormat } from '../../scenario/scenario.ts';

export const arithmeticFormats = ['bf16', 'fp8', 'fp8_block', 'nvfp4', 'mxfp4', 'int8', 'int8_wo', 'int4_wo'] as const;
export type ArithmeticFormat = (typeof arithmeticFormats)[number];

/** What an operator reads, and what multiplies it. */
export interface Format {
  /** Bytes per weight, block scales included. */
  readonly weightBytes: number;
  /** Bytes per activation as the matrix units read it. */
  readonly activationBytes: number;
  /** Units that multiply. */
  readonly peak: PeakFormat;
  /** True where 16-bit activations are converted inside the operator's time. */
  readonly converts: boolean;
}

/** Activations between operators, and results: bf16. */
export const outputBytes = 2;

export const formats: Readonly<Record<ArithmeticFormat, Format>> = {
  bf16: { weightBytes: 2, activationBytes: 2, peak: 'bf16', converts: false },
  fp8: { weightBytes: 1, activationBytes: 1, peak: 'fp8', converts: true },
  fp8_block: { weightBytes: 1 + 4 / 16384, activationBytes: 1 + 4 / 128, peak: 'fp8', converts: true },
  nvfp4: { weightBytes: 0.5 + 1 / 16, activationBytes: 0.5 + 1 / 16, peak: 'fp4', converts: true },
  // Activations stay in MXFP8: the units run at the rate of the wider operand.
  mxfp4: { weightBytes: 0.5 + 1 / 32, activationBytes: 1 + 1 / 32, peak: 'fp8', converts: true },
  int8: { weightBytes: 1, activationBytes: 1, peak: 'int8', converts: true },
  int8_wo: { weightBytes: 1, activationBytes: 2, peak: 'bf16', converts: false },
  int4_wo: { weightBytes: 0.5 + 2 / 128, activationBytes: 2, peak: 'bf16', converts: false },
};

/** Bytes of a cached element. */
export const kvBytes: Readonly<Record<KvFormat, number>> = { bf16: 2, fp8: 1 };
