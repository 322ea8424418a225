/**
 * How far estimates miss published serving measurements, as standard deviations of ln(measured/estimated) per metric.
 * What is left when the chip's own operator timings are known, when only its class is, and when it is announced.
 */
import type { Evidence } from '../units/quantity.ts';

export type Metric = 'timePerOutputToken' | 'timeToFirstToken' | 'throughput';

type Known = Exclude<Evidence, 'measured'>;

const logSd: Readonly<Record<Metric, Readonly<Record<Known, number>>>> = {
  timePerOutputToken: { anchored: 0.1, interpolated: 0.17, prior: 0.25, projected: 0.35 },
  timeToFirstToken: { anchored: 0.2, interpolated: 0.4, prior: 0.45, projected: 0.55 },
  throughput: { anchored: 0.12, interpolated: 0.2, prior: 0.28, projected: 0.38 },
};

export function residualLogSd(metric: Metric, evidence: Evidence): number {
  return logSd[metric][evidence === 'measured' ? 'anchored' : evidence];
}
