import type { Scenario } from '../../scenario/scenario.ts';
import { loadOf } from '../../scenario/load.ts';
import { decodeParallel, type Estimate } from '../estimate.ts';

/**
 * The scenario with what its answer decided written in: arrangement, count, and a load that was found. What is asked of it
 * next moves the answer, not the question. Pools stay as they are: they were counted together.
 */
export function asAnswered(scenario: Scenario, estimate: Estimate): Scenario {
  const found = loadOf(scenario).kind === 'found';
  const load: Partial<Scenario> =
    found && estimate.load
      ? { concurrency: Math.max(Math.round(estimate.load.concurrency), 1), target: null }
      : { target: scenario.concurrency === 'max' || scenario.batch !== null ? null : 'none' };
  const layout: Partial<Scenario> =
    scenario.serving === 'aggregated' ? { accelerators: estimate.accelerators, parallel: decodeParallel(estimate) } : {};
  return { ...scenario, ...layout, ...load };
}
