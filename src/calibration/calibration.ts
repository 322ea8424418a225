/**
 * What a run tells: ceilings and, per operator class and element type, the five numbers of
 * t = t0 + ((C·q^a/(e_c·F))^p + (D/(e_m·BW))^p)^(1/p), fitted with the run's own ceilings as F and BW.
 */
import type { OperatorClass } from '../run/kernel-families.ts';
import type { Ceilings, KernelDtype } from '../run/run.ts';

export interface Fitted {
  readonly value: number;
  /** 80 % interval. */
  readonly low: number;
  readonly high: number;
}

export interface ClassFit {
  readonly operatorClass: OperatorClass;
  readonly dtype: KernelDtype;
  /** e_c: share of the FMA ceiling that compute-bound shapes reach. */
  readonly computeEfficiency: Fitted;
  /** e_m: share of the stream-read ceiling that memory-bound shapes reach. */
  readonly memoryEfficiency: Fitted;
  /** t0, seconds. */
  readonly floor: Fitted;
  /** p: 1 adds compute and memory time, large p overlaps them. */
  readonly overlap: Fitted;
  /** a: how much of the tile quantisation q is paid. */
  readonly quantisation: Fitted;
  /** Covariance of log e_c, log e_m, log t0, log p, a, row by row. */
  readonly covariance: readonly (readonly number[])[];
  /** Standard deviation of ln(measured/fitted). */
  readonly residual: number;
  readonly points: number;
}

export interface Calibration {
  readonly adapter: { readonly vendor: string; readonly architecture: string; readonly fallback: boolean };
  readonly ceilings: Ceilings;
  readonly fits: readonly ClassFit[];
  /** Fits of the kernels whose weights are integers of 4 bits, widened to multiply: by a vector, and by 16-bit rows. Null where not measured. */
  readonly fourBit: { readonly vector: ClassFit | null; readonly matrix: ClassFit | null };
  /** Weight with which this run enters a target of another class; 0 on a software adapter. */
  readonly transferWeight: number;
}
