/** How a plan measures: its budget, its samples, its care. What decides is the plan and a few facts about the adapter. */
import type { PlanName, SubgroupMatrixConfig } from './run.ts';

export interface PlanPolicy {
  /** Seconds, everything included. */
  readonly budget: number;
  readonly fewest: number;
  readonly most: number;
  /** Half-width of the 95 % interval at which a point is done, as a share of its median. */
  readonly precision: number;
  /** Visits to each point, the later ones in an order of chance; the samples are spread over them. */
  readonly rounds: number;
  /** Variants tried for a shape, and seconds that all tries of a run may take, inside its budget. */
  readonly candidates: number;
  readonly tuning: number;
  /** Seconds of work before the GPU's clocks are taken as settled: from idle, and after the pause that each check makes. */
  readonly warmUp: { readonly first: number; readonly each: number };
  /** Samples thrown away after each warm-up. */
  readonly discard: number;
  /** A memory-bound kernel is also sampled on one set of inputs, which a cache may hold. */
  readonly hot: boolean;
  /** Seconds that a dispatch may last. */
  readonly longestDispatch: number;
  /** Bytes that the inputs of a memory-bound kernel rotate through, so that no cache holds them, until a sweep has found the caches. */
  readonly workingSet: number;
}

/** What decides about shapes: a processor gets small ones, and f16 points need f16. */
export interface PlanFacts {
  readonly software: boolean;
  readonly f16: boolean;
  /** A phone or tablet, where a page that takes half a gigabyte may be closed. */
  readonly handheld?: boolean;
  /** What matrix units the adapter reports; none outside the experimental lane. */
  readonly subgroupMatrices?: readonly SubgroupMatrixConfig[];
}

const MiB = 2 ** 20;

/**
 * 768 MiB is six times the largest last-level cache of a client GPU (128 MB on AMD's Navi 21) and three times the largest of a
 * datacentre one (256 MB on MI300X): a cache that evicts at random still answers a share h = exp(-3 (1 - h)), 6 %, of a read that goes
 * round and round, where twice the cache would leave it 20 %. Phones have 16 MB at most. On a processor,
 * filling that much would take most of the budget.
 */
const workingSets = { gpu: 768 * MiB, handheld: 128 * MiB, software: 8 * MiB } as const;

/** Seconds. Watchdogs reset drivers after two (Windows TDR); a phone draws its screen with the same GPU. */
const longestDispatches = { handheld: 0.02, other: 0.05 } as const;

export function planPolicy(plan: PlanName, { software, handheld = false }: PlanFacts): PlanPolicy {
  const common = {
    workingSet: software ? workingSets.software : handheld ? workingSets.handheld : workingSets.gpu,
    longestDispatch: handheld ? longestDispatches.handheld : longestDispatches.other,
  };
  switch (plan) {
    case 'quick':
      // A processor shares its cores and compiles for seconds: more samples would not settle, more variants would take
      // the time of the points, and the rates carry no weight.
      return software
        ? {
            ...common,
            budget: 60,
            fewest: 5,
            most: 6,
            precision: 0.1,
            rounds: 1,
            candidates: 1,
            tuning: 0,
            warmUp: { first: 0, each: 0 },
            discard: 0,
            hot: false,
          }
        : {
            ...common,
            budget: 15,
            fewest: 5,
            most: 9,
            precision: 0.03,
            rounds: 1,
            candidates: 3,
            tuning: 6,
            warmUp: { first: 0.3, each: 0.05 },
            discard: 1,
            hot: false,
          };
    case 'thorough':
      return {
        ...common,
        budget: software ? 300 : 90,
        fewest: 12,
        most: 60,
        precision: 0.01,
        rounds: 3,
        candidates: software ? 2 : 24,
        tuning: 40,
        warmUp: software ? { first: 0, each: 0 } : { first: 0.3, each: 0.3 },
        discard: 1,
        hot: true,
      };
    default:
      return plan satisfies never;
  }
}
