/**
 * How far estimates miss published serving measurements, as standard deviations of ln(measured/estimated) per metric.
 * `npm run fit:intervals` writes them for chips whose operators were timed, from predictions whose parameters had not
 * seen the accelerator, or the model, of the row; `npm run fit:transfer` for chips of which nothing was timed, from the
 * same predictions without the operator timings of the accelerator, and of its family.
 */
import type { Evidence } from '../units/quantity.ts';
import unseen from './residuals-unseen.json' with { type: 'json' };
import measured from './residuals.json' with { type: 'json' };

export type Metric = 'timePerOutputToken' | 'timeToFirstToken' | 'throughput';

/**
 * Factor for announced chips and classes that nobody timed for us: twice, as their operators stray (see
 * `priors/class-facts.ts`). No published row tests it yet.
 */
const projected = 2;

/** A measurement of one's own on this very adapter strays by half of what an estimate does. */
const own = 0.5;

/** @param widening factor for a class of which no kernel was timed, only a published matrix peak; 1 for the kin of timed chips, on which `prior` was measured */
export function residualLogSd(metric: Metric, evidence: Evidence, widening = 1): number {
  const known = measured[metric];
  // Less evidence is never surer, whichever of the two files was written last.
  const prior = Math.max(unseen[metric], known) * widening;
  switch (evidence) {
    case 'measured':
    case 'anchored':
      return own * known;
    case 'interpolated':
      return known;
    case 'prior':
      return prior;
    case 'projected':
      return Math.max(projected * known, prior);
    default:
      return evidence satisfies never;
  }
}
