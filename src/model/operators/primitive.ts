/**
 * The one law that every operator's time follows:
 *   t = t0 + ((C·q^a / (e_c·F))^p + (D / (e_m·BW))^p)^(1/p)
 * C FLOP and D bytes come from the shape, F and BW from the datasheet, the five numbers from the prior pack.
 * p = 1 adds compute and memory time, p → ∞ overlaps them perfectly.
 */

/** The five numbers of one operator class, dtype and accelerator. */
export interface OperatorParameters {
  /** e_c: share of the dense peak that a large, compute-bound shape reaches. */
  readonly computeEfficiency: number;
  /** e_m: share of the memory bandwidth that a large, memory-bound shape reaches. */
  readonly memoryEfficiency: number;
  /** t0, s: time of the smallest call inside a captured graph. */
  readonly floor: number;
  /** p, at least 1. */
  readonly overlap: number;
  /** a: how much of the quantisation q into tiles and waves is paid, 0 to 1. */
  readonly quantisation: number;
}

/** What the law takes from the chip. */
export interface ChipRates {
  /** F, dense FLOP/s in the format of the arithmetic. */
  readonly peak: number;
  /** BW, byte/s. */
  readonly bandwidth: number;
  /** Independent cores (streaming multiprocessors, compute units) over which tiles are spread. */
  readonly cores: number;
  /** Last-level cache shared by all cores, bytes; 0 where weights are never found there. */
  readonly cacheBytes: number;
}

/** p-norm of two non-negative times: the sum at p = 1, the larger as p grows. */
export function overlapped(first: number, second: number, p: number): number {
  const larger = first > second ? first : second;
  if (larger <= 0) return 0;
  const ratio = (first > second ? second : first) / larger;
  // Below this ratio the smaller time changes the sum by at most 1e-4, which is at p = 1, and the power is not worth its cost.
  // exp and log are several times faster than ** in the engines we run on, and this is the innermost arithmetic.
  if (ratio < 1e-4) return larger;
  // The same number to its last digits, and attention asks for it in every pass.
  if (p === 2) return larger * Math.sqrt(1 + ratio * ratio);
  const log = p * Math.log(ratio);
  // exp(−38) is under half a unit in the last place of 1: the result would be `larger`, to the bit.
  return log < -38 ? larger : larger * Math.exp(Math.log1p(Math.exp(log)) / p);
}

/**
 * Seconds of an operator of `flops` and `bytes` on a chip with `rates`.
 * `quantisation` is q ≥ 1: padded work over useful work.
 */
export function operatorSeconds(
  parameters: OperatorParameters,
  flops: number,
  bytes: number,
  rates: Pick<ChipRates, 'peak' | 'bandwidth'>,
  quantisation = 1,
): number {
  const padding = quantisation === 1 ? 1 : quantisation ** parameters.quantisation;
  const compute = (flops * padding) / (parameters.computeEfficiency * rates.peak);
  const memory = bytes / (parameters.memoryEfficiency * rates.bandwidth);
  return parameters.floor + overlapped(compute, memory, parameters.overlap);
}
