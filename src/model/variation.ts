/**
 * How much lengths of requests vary, as squared coefficients of variation (variance over squared mean): what a mean of squares is
 * above the square of the mean. Input and output are taken as independent.
 */
import type { Lengths } from '../scenario/scenario.ts';

export interface Variation {
  readonly input: number;
  readonly output: number;
}

export const alike: Variation = { input: 0, output: 0 };

/** Of lognormal lengths: exp(σ²) − 1. */
export const variationOf = (lengths: Lengths | null): Variation =>
  lengths ? { input: Math.expm1(lengths.input ** 2), output: Math.expm1(lengths.output ** 2) } : alike;
