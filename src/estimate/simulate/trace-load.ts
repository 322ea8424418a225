/**
 * A trace as keys of a scenario: mean lengths, their spread, how often requests come, and what of them is cached where it says so. A spread
 * is that of the lognormal with the trace's own mean and variance, which are what the times depend on.
 */
import type { Trace, TraceRow } from '../../model/simulation/trace.ts';
import { fail, type Parsed } from '../../scenario/input-error.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { mostSpread } from '../../scenario/schema.ts';

export type TraceLoad = Pick<Scenario, 'inputTokens' | 'outputTokens' | 'requestsPerSecond'> & {
  readonly lengths: NonNullable<Scenario['lengths']>;
} & Partial<Pick<Scenario, 'prefixHitRate'>>;

export function traceLoad(trace: Trace): Parsed<TraceLoad> {
  const input = momentsOf(trace, ({ inputTokens }) => inputTokens);
  const output = momentsOf(trace, ({ outputTokens }) => outputTokens);
  const arrivals = momentsOf(trace, ({ arrival }) => arrival);
  const seconds = arrivals.most - arrivals.least;
  if (seconds === 0) return fail('inconsistent', '', 'all requests of the trace come at once: it says no requestsPerSecond');
  const cached = trace.cachedShare();
  return {
    ok: true,
    value: {
      inputTokens: Math.max(Math.round(input.mean), 1),
      outputTokens: Math.max(Math.round(output.mean), 1),
      lengths: { input: spreadOf(input), output: spreadOf(output) },
      // Between so many arrivals there is one gap fewer.
      requestsPerSecond: (trace.length - 1) / seconds,
      ...(cached === null ? {} : { prefixHitRate: cached }),
    },
  };
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly least: number;
  readonly most: number;
}

/** One pass and no copy: a trace may have millions of rows (Welford 1962). */
function momentsOf(trace: Trace, of: (row: TraceRow) => number): Moments {
  let [mean, squares, least, most] = [0, 0, Infinity, -Infinity];
  for (let index = 0; index < trace.length; index++) {
    const value = of(trace.row(index));
    const off = value - mean;
    mean += off / (index + 1);
    squares += off * (value - mean);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { mean, variance: squares / trace.length, least, most };
}

/** σ² = ln(1 + variance / mean²). */
const spreadOf = ({ mean, variance }: Moments): number => Math.min(Number(Math.sqrt(Math.log1p(variance / mean ** 2)).toPrecision(4)), mostSpread);
