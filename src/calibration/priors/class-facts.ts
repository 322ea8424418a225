/**
 * What is publicly known of accelerators without operator timings in the pack: the share of their dense bf16 peak that
 * a matrix multiplication was seen to reach, and how far their class may stray. Shares: stas00/ml-engineering, compute
 * /accelerator (MAMF tables, commit 744d01e), best of a shape search.
 */
import type { AcceleratorClass } from '../../catalogue/facts.ts';

/** Best seen share of the dense bf16 peak by catalogue id. */
const bestShare: Readonly<Record<string, number>> = {
  // 668.4, 784.9 and 1565 of 1307, 1307 and 2516 TFLOPS.
  mi300x: 0.511,
  mi325x: 0.6,
  mi350x: 0.622,
  mi355x: 0.622,
  // 1243 of 1677 TFLOPS.
  gaudi3: 0.741,
};

/**
 * Fitted e_c over the best share of a shape search, median over A100, H100, B200 and GB200, which have both
 * (0.815/0.869, 0.814/0.803, 0.690/0.776, 0.654/0.729): the best shape flatters a little.
 */
const fittedOverBest = 0.92;

/** e_c of large matrix products where a shape search on that chip is published; undefined elsewhere. */
export function knownComputeShare(id: string): number | undefined {
  const best = bestShare[id];
  return best === undefined ? undefined : best * fittedOverBest;
}

export interface ClassStanding {
  /** True where something of the class was timed and published, operator by operator or as its matrix peak. */
  readonly timed: boolean;
  /** Factor on the half width of intervals: kernels nobody timed for us stray further than the pool's own members. */
  readonly widening: number;
}

/** Twice the spread where no kernel of the class is in the tables; the kin of a timed chip keep the pool's. */
export const standing: Readonly<Record<AcceleratorClass, ClassStanding>> = {
  'nvidia-datacenter': { timed: true, widening: 1 },
  'nvidia-workstation': { timed: true, widening: 1 },
  'intel-workstation': { timed: true, widening: 1 },
  'amd-instinct': { timed: true, widening: 1.5 },
  'intel-gaudi': { timed: true, widening: 1.5 },
  tpu: { timed: false, widening: 2 },
  trainium: { timed: false, widening: 2 },
  ascend: { timed: false, widening: 2 },
  dataflow: { timed: false, widening: 2.5 },
  client: { timed: false, widening: 2 },
};
