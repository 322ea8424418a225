/**
 * How far estimates miss published serving measurements, as standard deviations of ln(measured/estimated) per metric.
 * For chips whose operators were timed the numbers are measured: `npm run fit:intervals` writes them from predictions
 * whose parameters had not seen the accelerator, or the model, of the row.
 */
import type { Evidence } from '../units/quantity.ts';
import measured from './residuals.json' with { type: 'json' };

export type Metric = 'timePerOutputToken' | 'timeToFirstToken' | 'throughput';

/**
 * Factor on that spread by evidence. Without a chip's own operator timings: Hopper and Blackwell predicted from the pool
 * of the other chips missed by up to 1.25 times as much. Announced chips and classes that nobody timed for us: twice,
 * as their operators stray (see `priors/class-facts.ts`). An anchor of one's own leaves the shape of the curve alone:
 * 8.5 % at the median on published curves anchored at one point, half of the spread without.
 */
const factors: Readonly<Record<Evidence, number>> = { measured: 0.5, anchored: 0.5, interpolated: 1, prior: 1.25, projected: 2 };

export function residualLogSd(metric: Metric, evidence: Evidence): number {
  return measured[metric] * factors[evidence];
}
