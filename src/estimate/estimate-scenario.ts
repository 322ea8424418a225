/**
 * Scenario in, estimate out: resolve the names, choose the arrangement, find the operating point under each engine, and
 * turn times into tokens, dollars and joules with their intervals.
 */
import { efficiencyShift } from '../calibration/transfer.ts';
import type { Calibration } from '../calibration/calibration.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Estimate } from './estimate.ts';
import { bindOperators } from './bind-operators.ts';
import { chooseArrangement } from './arrangement-search.ts';
import { infeasible } from './infeasible.ts';
import { operatingPoint, type OperatingPoint } from './operating-point.ts';
import { quantities } from './quantities.ts';
import { resolve } from './resolve.ts';

export interface EstimateOptions {
  /** What the visitor's own GPU measured; it shifts a datacentre estimate by little, and says by how much. */
  readonly calibration?: Calibration | null;
}

export function estimateScenario(scenario: Scenario, options: EstimateOptions = {}): Estimate {
  const resolution = resolve(scenario, () => null);
  if (!resolution.ok) return infeasible(scenario, resolution.reason);
  const resolved = resolution.value;
  const binding = bindOperators(resolved, calibrationShift(options.calibration ?? null));
  if (!binding.ok) return infeasible(scenario, { code: 'fact-missing', message: `${resolved.chip.name}: the catalogue has no ${binding.fact}`, fact: binding.fact });
  const choice = chooseArrangement(resolved, scenario, binding.operators);
  if (!choice.ok) return infeasible(scenario, choice.reason);
  const { deployment, accelerators } = choice.value;
  const points: OperatingPoint[] = [];
  for (const engine of resolved.engines) {
    const point = operatingPoint(deployment, engine, scenario, accelerators, scenario.concurrency);
    if (point) points.push(point);
  }
  return quantities(scenario, choice.value, points);
}

/** Share of a datacentre chip's dense peak that large matrix products reach: median of nine chips and three engines. */
const priorGemmEfficiency = 0.8;

function calibrationShift(calibration: Calibration | null): number {
  const gemm = calibration?.fits.find((fit) => fit.operatorClass === 'gemm');
  if (!calibration || !gemm) return 0;
  return efficiencyShift(calibration.transferWeight, gemm.computeEfficiency.value, priorGemmEfficiency);
}
