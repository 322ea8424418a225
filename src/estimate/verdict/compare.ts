/** Measured against what the estimate says without it, metric by metric: as a ratio of times, so that above one is slower whatever was measured. */
import type { Measured } from '../../scenario/from/result.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Estimate } from '../estimate.ts';

/** In the order in which they decide. */
export const comparedMetrics = ['timePerOutputToken', 'outputTokensPerSecond', 'timeToFirstToken', 'requestLatency'] as const;
export type ComparedMetric = (typeof comparedMetrics)[number];

export type Standing = 'inside' | 'slower' | 'faster';

export interface ComparedTime {
  readonly metric: ComparedMetric;
  /** As the tool says it: s, or tokens/s. */
  readonly measured: number;
  readonly expected: Quantity;
  /** How many times as long as expected; its interval is that of the expectation. */
  readonly ratio: Quantity;
  readonly standing: Standing;
}

const isRate = (metric: ComparedMetric): boolean => metric === 'outputTokensPerSecond';

/** Seconds of a metric: rates become the seconds between two tokens of the whole deployment. */
export const secondsOf = (metric: ComparedMetric, value: number): number => (isRate(metric) ? 1 / value : value);

/** @param open arrivals set the throughput, which then says nothing of the server */
export function compare(measured: Measured, estimate: Estimate, open: boolean): readonly ComparedTime[] {
  return comparedMetrics.flatMap((metric) => {
    const value = measured[metric];
    const expected = estimate[metric];
    if (value === undefined || expected === null || (open && isRate(metric))) return [];
    // The time of a whole request is told by its parts where those were measured.
    if (metric === 'requestLatency' && (measured.timePerOutputToken !== undefined || measured.timeToFirstToken !== undefined)) return [];
    const times = (of: number): number => secondsOf(metric, value) / secondsOf(metric, of);
    const [low, high] = [times(expected.low), times(expected.high)].sort((a, b) => a - b) as [number, number];
    const ratio: Quantity = { value: times(expected.value), low, high, unit: '×', evidence: expected.evidence };
    return [{ metric, measured: value, expected, ratio, standing: low > 1 ? 'slower' : high < 1 ? 'faster' : 'inside' } as const];
  });
}

/**
 * The time that speaks for the deployment: one that is too long before one that is too short, since a server that lets requests wait is fast
 * with those that run. Null where none could be compared.
 */
export const deciding = (times: readonly ComparedTime[]): ComparedTime | null =>
  times.find(({ standing }) => standing === 'slower') ?? times.find(({ standing }) => standing === 'faster') ?? times[0] ?? null;
