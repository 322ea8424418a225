/** What the lab says for a published row: the same operating points as an estimate, without interval or price. */
import { operate, type EstimateOptions } from '../estimate/estimate-scenario.ts';
import { quantities } from '../estimate/answer/quantities.ts';
import { mix } from '../estimate/load/mixture.ts';
import type { ServingRow } from './serving-rows.ts';

/** The metric's value in the row's unit; null where the estimate has none. */
export function predict({ scenario, metric }: ServingRow, options: EstimateOptions): number | null {
  const operation = operate(scenario, options);
  if (!operation.ok || operation.value.points.length === 0) return null;
  const { points, choice } = operation.value;
  switch (metric) {
    case 'timePerOutputToken':
      return mix(points, (point) => point.timePerOutputToken).value;
    case 'timeToFirstToken':
      return points.some((point) => point.timeToFirstToken === null) ? null : mix(points, (point) => point.timeToFirstToken ?? 0).value;
    case 'outputTokensPerSecond':
      return mix(points, (point) => point.outputTokensPerSecond).value;
    case 'outputTokensPerSecondPerAccelerator':
      return mix(points, (point) => point.outputTokensPerSecond).value / choice.accelerators;
    case 'timeToFirstTokenP50':
    case 'wattsPerAccelerator':
    case 'chipJoulesPerOutputToken':
      return quantities(scenario, operation.value)[metric]?.value ?? null;
    default:
      return metric satisfies never;
  }
}
