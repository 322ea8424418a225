/** Three numbers that are never mixed: what your GPU measured, what the target is predicted to do, and the shift between with and without your run. */
import type { Calibration } from '../../calibration/calibration.ts';
import type { ClientGpu } from '../../catalogue/client-gpus.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { scaledRun, type ScaledRun } from './datasheet-ratio.ts';
import { estimateScenario } from '../estimate-scenario.ts';
import { ownGpu } from './own-gpu.ts';
import { quantity } from '../spread.ts';

export interface TransferShift {
  /** Share of its own FMA ceiling that the visitor's matrix multiply reaches; null without one. */
  readonly yours: Quantity | null;
  /** Cost of a million output tokens on the target, this run counted in. */
  readonly target: Quantity | null;
  /** Relative change of the target's time per output token caused by the run; 0 when it has no weight. */
  readonly shift: number;
  /** Weight of the run in the target's posterior, 0 to 1. */
  readonly weight: number;
  /** Why the weight is what it is. */
  readonly reason: string;
  /** What scaling the run by the ratio of datasheets would say instead, and how much that misses; null where it cannot be said. */
  readonly rule: ScaledRun | null;
}

/** @param client which GPU the visitor says it is; it decides the model that the rule is shown with */
export function transferShift(calibration: Calibration, scenario: Scenario, client: ClientGpu | null = null): TransferShift {
  const own = ownGpu(calibration, scenario, client);
  const withRun = estimateScenario(scenario, { calibration });
  const without = estimateScenario(scenario);
  const gemm = calibration.fits.find((fit) => fit.operatorClass === 'gemm');
  const before = without.timePerOutputToken?.value;
  const after = withRun.timePerOutputToken?.value;
  const e = gemm?.computeEfficiency;
  return {
    yours: e ? { value: e.value, low: e.low, high: e.high, unit: '1', evidence: 'measured' } : null,
    target: withRun.usdPerMillionOutputTokens ?? (after === undefined ? null : quantity(after, 's', { logSd: 0, evidence: 'prior' })),
    shift: before !== undefined && after !== undefined ? after / before - 1 : 0,
    weight: calibration.transferWeight,
    reason: calibration.adapter.fallback
      ? 'A software adapter runs on the processor: it says nothing about accelerators and has no weight.'
      : 'Published tests show that the form of these fits carries over between chips, and the share of peak hardly does; browser kernels are one step further away.',
    rule: own && scaledRun(calibration, own, scenario),
  };
}
