/**
 * Scenario in, estimate out: resolve the names, choose the arrangement, find the operating point under each engine, and
 * turn times into tokens, dollars and joules with their intervals.
 */
import { anchoring, type AnchoringSet } from '../calibration/anchoring.ts';
import { efficiencyShift } from '../calibration/transfer.ts';
import type { Lookup } from '../calibration/priors/pack.ts';
import { servingParameters, type ServingParameters } from '../calibration/priors/serving.ts';
import type { Calibration } from '../calibration/calibration.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Estimate, Reason } from './estimate.ts';
import { anchorFactors, type AnchorFactors } from './answer/anchor.ts';
import { bindOperators, type EngineOperators } from './engine/bind-operators.ts';
import { chooseArrangement, doesNotFit, type Arrangement } from './load/arrangement-search.ts';
import { deploy, fits } from './engine/deployment.ts';
import { disaggregatedPoint } from './load/disaggregated.ts';
import { infeasible } from './infeasible.ts';
import { mix } from './load/mixture.ts';
import { openPoint } from './load/open-arrivals.ts';
import { operatingPoint, type OperatingPoint } from './load/operating-point.ts';
import { quantities } from './answer/quantities.ts';
import { resolve, type Resolved } from './resolve/resolve.ts';
import { meetTarget } from './load/target-search.ts';

export interface EstimateOptions {
  /** What the visitor's own GPU measured; it shifts a datacentre estimate by little, and says by how much. */
  readonly calibration?: Calibration | null;
  /** Other than the fitted ones: for fitting and for hold-out tests. */
  readonly serving?: ServingParameters;
  readonly anchoring?: AnchoringSet;
  readonly priors?: Lookup;
}

export type Operation =
  | { readonly ok: true; readonly arrangement: Arrangement; readonly points: readonly OperatingPoint[]; readonly anchors: AnchorFactors | null }
  | { readonly ok: false; readonly reason: Reason };

/** The arrangement and what it delivers under each engine: an estimate before it is given intervals and prices. */
export function operate(scenario: Scenario, options: EstimateOptions = {}): Operation {
  const serving = options.serving ?? servingParameters;
  const resolution = resolve(scenario);
  if (!resolution.ok) return resolution;
  const resolved = resolution.value;
  const binding = bindOperators(resolved, serving, calibrationShift(options.calibration ?? null), options.priors);
  if (!binding.ok)
    return {
      ok: false,
      reason: { code: 'fact-missing', message: `${resolved.chip.name}: the catalogue has no ${binding.fact}`, fact: binding.fact },
    };
  if (scenario.serving !== 'aggregated') return operatePools(resolved, scenario, scenario.serving, binding.operators, serving);
  const choice = scenario.target
    ? meetTarget(resolved, scenario, binding.operators, serving)
    : chooseArrangement(resolved, scenario, binding.operators, serving);
  if (!choice.ok) return choice;
  const { deployment, accelerators } = choice.value;
  const concurrency = choice.value.concurrency ?? scenario.concurrency;
  const pointsAt = (requests: number | 'max'): readonly OperatingPoint[] =>
    present(resolved.engines.map((engine) => operatingPoint(deployment, engine, scenario, accelerators, requests)));
  const rate = scenario.target ? null : scenario.requestsPerSecond;
  const points =
    rate === null ? pointsAt(concurrency) : present(resolved.engines.map((engine) => openPoint(deployment, engine, scenario, accelerators, rate)));
  const anchors =
    scenario.anchor.length > 0 && points.length > 0
      ? anchorFactors(
          scenario,
          options.anchoring ?? anchoring,
          rate === null && typeof concurrency === 'number' ? concurrency : mix(points, (point) => point.admitted).value,
          pointsAt,
        )
      : null;
  return { ok: true, arrangement: choice.value, points, anchors };
}

const present = <T>(list: readonly (T | null)[]): readonly T[] => list.filter((each): each is T => each !== null);

function operatePools(
  resolved: Resolved,
  scenario: Scenario,
  pools: Exclude<Scenario['serving'], 'aggregated'>,
  operators: EngineOperators,
  serving: ServingParameters,
): Operation {
  const prefill = { deployment: deploy(resolved, pools.prefill.parallel, operators, serving), accelerators: pools.prefill.accelerators };
  const decode = { deployment: deploy(resolved, pools.decode.parallel, operators, serving), accelerators: pools.decode.accelerators };
  for (const { deployment } of [prefill, decode]) {
    if (!fits(deployment, scenario.inputTokens, scenario.outputTokens)) return { ok: false, reason: doesNotFit(deployment, scenario) };
  }
  const points = present(resolved.engines.map((engine) => disaggregatedPoint({ prefill, decode }, engine, scenario, scenario.concurrency)));
  const accelerators = prefill.accelerators + decode.accelerators;
  return {
    ok: true,
    arrangement: { accelerators, parallel: pools.decode.parallel, deployment: decode.deployment, concurrency: null },
    points,
    anchors: null,
  };
}

export function estimateScenario(scenario: Scenario, options: EstimateOptions = {}): Estimate {
  const operation = operate(scenario, options);
  return operation.ok ? quantities(scenario, operation.arrangement, operation.points, operation.anchors) : infeasible(scenario, operation.reason);
}

/** Share of a datacentre chip's dense peak that large matrix products reach: median of nine chips and three engines. */
const priorGemmEfficiency = 0.8;

function calibrationShift(calibration: Calibration | null): number {
  const gemm = calibration?.fits.find((fit) => fit.operatorClass === 'gemm');
  if (!calibration || !gemm) return 0;
  return efficiencyShift(calibration.transferWeight, gemm.computeEfficiency.value, priorGemmEfficiency);
}
