/**
 * Scenario in, estimate out: resolve the names, decide what is left open, find the operating point under each engine, and
 * turn times into tokens, dollars and joules with their intervals.
 */
import { anchoring, type AnchoringSet } from '../calibration/anchoring.ts';
import type { Calibration } from '../calibration/calibration.ts';
import type { Lookup } from '../calibration/priors/pack.ts';
import { onHost, servingParameters, type ServingParameters } from '../calibration/priors/serving.ts';
import { efficiencyShift } from '../calibration/transfer.ts';
import type { ChipSpec } from '../model/chip.ts';
import { loadOf, targetOf } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { modelRead } from './answer/memory.ts';
import { quantities } from './answer/quantities.ts';
import { bindOperators } from './engine/bind-operators.ts';
import type { Estimate, Reason } from './estimate.ts';
import { infeasible } from './infeasible.ts';
import { chooseReplicas } from './load/choose.ts';
import { choosePools } from './load/choose-pools.ts';
import { inFlight, type Operated } from './load/operated.ts';
import { contextTooLong } from './load/reasons.ts';
import type { Search } from './load/search.ts';
import { resolve } from './resolve/resolve.ts';

export interface EstimateOptions {
  /** What the visitor's own GPU measured; it shifts a datacentre estimate by little, and says by how much. */
  readonly calibration?: Calibration | null;
  /** Other than the fitted ones: for fitting and for hold-out tests. */
  readonly serving?: ServingParameters;
  readonly anchoring?: AnchoringSet;
  readonly priors?: Lookup;
  /** The chip as it may be in place of as its datasheet has it (a slower link, less memory): for asking what would explain a measurement. */
  readonly chip?: (stated: ChipSpec) => ChipSpec;
}

export type Operation = { readonly ok: true; readonly value: Operated } | { readonly ok: false; readonly reason: Reason };

/** What is decided, and what it delivers under each engine. */
export function operate(scenario: Scenario, options: EstimateOptions = {}): Operation {
  const serving = onHost(options.serving ?? servingParameters, scenario.host);
  const resolution = resolve(scenario);
  if (!resolution.ok) return resolution;
  const resolved = options.chip ? { ...resolution.value, chip: options.chip(resolution.value.chip) } : resolution.value;
  const tooLong = contextTooLong(resolved, scenario);
  if (tooLong) return { ok: false, reason: tooLong };
  const binding = bindOperators(resolved, serving, calibrationShift(options.calibration ?? null), options.priors);
  if (!binding.ok)
    return {
      ok: false,
      reason: { code: 'fact-missing', message: `${resolved.chip.name}: the catalogue has no ${binding.fact}`, fact: binding.fact },
    };
  const steady: Scenario = scenario.session === null ? scenario : { ...scenario, session: null };
  const load = loadOf(scenario);
  const search: Search = {
    resolved,
    scenario: steady,
    load,
    target: targetOf(scenario),
    operators: binding.operators,
    serving,
    anchoring: options.anchoring ?? anchoring,
  };
  const chosen = scenario.serving === 'aggregated' ? chooseReplicas(search) : choosePools(search, scenario.serving);
  if (!chosen.ok) return chosen;
  const { candidate, ask } = chosen.value;
  const atLoad = candidate.points(ask);
  const paid = load.kind === 'open' && load.mean !== load.peak ? candidate.points({ rate: load.mean }) : atLoad;
  // A user's own points are of the session that they ask about.
  const measured = scenario.session === null ? candidate : candidate.of(scenario);
  const points = scenario.session === null ? atLoad : measured.points(ask);
  return { ok: true, value: { resolved, choice: chosen.value, points, steady: atLoad, paid, anchors: measured.anchors(inFlight(ask, atLoad)) } };
}

export function estimateScenario(scenario: Scenario, options: EstimateOptions = {}): Estimate {
  const operation = operate(scenario, options);
  return operation.ok ? quantities(scenario, operation.value) : refusedBy(scenario, operation.reason);
}

/** The answer without an estimate: the reason, and what was read of the model where it was read. */
export function refusedBy(scenario: Scenario, reason: Reason): Estimate {
  const resolution = resolve(scenario);
  return infeasible(scenario, reason, resolution.ok ? modelRead(resolution.value, scenario) : null);
}

/** Share of a datacentre chip's dense peak that large matrix products reach: median of nine chips and three engines. */
const priorGemmEfficiency = 0.8;

function calibrationShift(calibration: Calibration | null): number {
  const gemm = calibration?.fits.find((fit) => fit.operatorClass === 'gemm');
  if (!calibration || !gemm) return 0;
  return efficiencyShift(calibration.transferWeight, gemm.computeEfficiency.value, priorGemmEfficiency);
}
