/** What a comparison found: plain data, as it is kept. */
import type { AdapterSummary } from '../../src/run/run.ts';
import { median } from '../../src/stats/quantile.ts';

export interface ComparisonPolicy {
  /** Seconds that the shorter of the two passes of a slope lasts at least; 0: one call and two. */
  readonly window: number;
  /** Slopes of each contender. */
  readonly rounds: number;
  /** Bytes that inputs rotate through where memory sets the time. */
  readonly workingSet: number;
  readonly seed: number;
}

export interface ContenderResult {
  readonly name: string;
  readonly version: string;
  /** The fastest of the library's ways, and what each of them did. */
  readonly way: string | null;
  readonly ways: readonly { readonly way: string; readonly error: number | null; readonly seconds: number | null; readonly message?: string }[];
  /** Relative RMS error against float64; null where it did not run. */
  readonly error: number | null;
  readonly passed: boolean;
  readonly calls: number;
  /** Seconds per call, one a round; null where the clock gave nonsense. */
  readonly samples: readonly (number | null)[];
}

export interface CaseResult {
  readonly id: string;
  readonly kernel: string;
  readonly dtype: string;
  readonly flops: number;
  readonly bytes: number;
  readonly rateUnit: string;
  readonly sets: number;
  readonly tolerance: number;
  readonly contenders: readonly ContenderResult[];
}

export interface Comparison {
  readonly where: 'page' | 'node';
  readonly adapter: AdapterSummary;
  readonly policy: ComparisonPolicy;
  readonly cases: readonly CaseResult[];
  /** Cases for which no time was left. */
  readonly left: readonly string[];
  /** Libraries that did not start here, and why. */
  readonly absent: readonly { readonly name: string; readonly message: string }[];
}

/** Median seconds per call of a contender, or null. */
export function medianSeconds({ samples }: Pick<ContenderResult, 'samples'>): number | null {
  const usable = samples.filter((sample) => sample !== null);
  return usable.length === 0 ? null : median(usable);
}
