/**
 * How much one GPU's run says about another chip. The efficiency of a datacentre chip is a draw from its class; the
 * visitor's chip is one more draw, seen through browser kernels. With n families already behind the prior its weight is
 *   w = v⁻¹ / (n/s_b² + v⁻¹),  v = s_b² + s_loc² + s_ρ²
 * which is small on purpose: leave-one-family-out tests show that what carries over is the form, not the utilisation.
 */
import type { ClassFit } from './calibration.ts';

/** Families behind the NVIDIA datacentre prior: Ampere, Hopper, Ada, Blackwell, and Intel's Battlemage. */
const families = 5;
/** Standard deviation of ln e_c between families on BF16 GEMM tables. */
export const betweenFamilies = 0.09;
/** Standard deviation of ln(browser/native efficiency) while no chip has been measured both ways. */
export const browserToNative = 0.35;
/** Where a run has no fit residual to show. */
const usualLocalError = 0.03;

/** Weight of this run's compute efficiency in a target's posterior; 0 for a software adapter. */
export function transferWeight(adapter: { readonly fallback: boolean }, fits: readonly ClassFit[]): number {
  if (adapter.fallback) return 0;
  const gemm = fits.find((fit) => fit.operatorClass === 'gemm');
  if (!gemm) return 0;
  const local = Math.max(gemm.residual / Math.sqrt(gemm.points), usualLocalError);
  const own = 1 / (betweenFamilies ** 2 + local ** 2 + browserToNative ** 2);
  return own / (families / betweenFamilies ** 2 + own);
}

/**
 * Shift of the target's ln efficiency that the run causes: w · (ln e_local − ln e_prior), zero without a run.
 * @param localEfficiency share of its own ceiling that the visitor's chip reached
 * @param priorEfficiency share of the datasheet peak that the target's class reaches
 */
export function efficiencyShift(weight: number, localEfficiency: number, priorEfficiency: number): number {
  if (weight === 0 || localEfficiency <= 0 || priorEfficiency <= 0) return 0;
  return weight * Math.log(localEfficiency / priorEfficiency);
}
