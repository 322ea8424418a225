/**
 * Scenario in, estimate out: resolve the names, choose the arrangement, find the operating point under each engine, and
 * turn times into tokens, dollars and joules with their intervals.
 */
import { efficiencyShift } from '../calibration/transfer.ts';
import { servingParameters, type ServingParameters } from '../calibration/priors/serving.ts';
import type { Calibration } from '../calibration/calibration.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Estimate, Reason } from './estimate.ts';
import { bindOperators } from './bind-operators.ts';
import { chooseArrangement, type Arrangement } from './arrangement-search.ts';
import { infeasible } from './infeasible.ts';
import { operatingPoint, type OperatingPoint } from './operating-point.ts';
import { quantities } from './quantities.ts';
import { resolve } from './resolve.ts';

export interface EstimateOptions {
  /** What the visitor's own GPU measured; it shifts a datacentre estimate by little, and says by how much. */
  readonly calibration?: Calibration | null;
  /** Other than the fitted ones: for fitting and for hold-out tests. */
  readonly serving?: ServingParameters;
}

export type Operation =
  | { readonly ok: true; readonly arrangement: Arrangement; readonly points: readonly OperatingPoint[] }
  | { readonly ok: false; readonly reason: Reason };

/** The arrangement and what it delivers under each engine: an estimate before it is given intervals and prices. */
export function operate(scenario: Scenario, options: EstimateOptions = {}): Operation {
  const serving = options.serving ?? servingParameters;
  const resolution = resolve(scenario);
  if (!resolution.ok) return resolution;
  const resolved = resolution.value;
  const binding = bindOperators(resolved, serving, calibrationShift(options.calibration ?? null));
  if (!binding.ok) return { ok: false, reason: { code: 'fact-missing', message: `${resolved.chip.name}: the catalogue has no ${binding.fact}`, fact: binding.fact } };
  const choice = chooseArrangement(resolved, scenario, binding.operators, serving);
  if (!choice.ok) return choice;
  const { deployment, accelerators } = choice.value;
  const points: OperatingPoint[] = [];
  for (const engine of resolved.engines) {
    const point = operatingPoint(deployment, engine, scenario, accelerators, scenario.concurrency);
    if (point) points.push(point);
  }
  return { ok: true, arrangement: choice.value, points };
}

export function estimateScenario(scenario: Scenario, options: EstimateOptions = {}): Estimate {
  const operation = operate(scenario, options);
  return operation.ok ? quantities(scenario, operation.arrangement, operation.points) : infeasible(scenario, operation.reason);
}

/** Share of a datacentre chip's dense peak that large matrix products reach: median of nine chips and three engines. */
const priorGemmEfficiency = 0.8;

function calibrationShift(calibration: Calibration | null): number {
  const gemm = calibration?.fits.find((fit) => fit.operatorClass === 'gemm');
  if (!calibration || !gemm) return 0;
  return efficiencyShift(calibration.transferWeight, gemm.computeEfficiency.value, priorGemmEfficiency);
}
