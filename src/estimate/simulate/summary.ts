/** What the simulated ranks of all engines say together, each figure with the error of the simulation beside the model's. */
import { chipWidening } from '../../calibration/priors/class-facts.ts';
import { circumstanceLogSd, circumstancesOf } from '../../calibration/circumstances.ts';
import { residualLogSd, type Metric } from '../../calibration/residuals.ts';
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Distribution, Figure } from '../../model/simulation/distribution.ts';
import type { SimulationResult } from '../../model/simulation/summary.ts';
import type { Arrivals } from '../../model/simulation/workload.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Candidate } from '../load/candidate.ts';
import { mix } from '../load/mixture.ts';
import { modelVersion } from '../model-version.ts';
import { combine, quantity } from '../spread.ts';
import type { Simulated } from './share-of-load.ts';
import type { EngineRun, Percentiles, SimulatedEstimate } from './simulated-estimate.ts';

/** One engine's simulated rank. */
export interface Run {
  readonly engine: EngineFacts;
  readonly result: SimulationResult;
  /** How many times the simulated rank's work the whole deployment does. */
  readonly ranks: number;
}

export const nothing = {
  feasible: false,
  replicas: null,
  saturated: false,
  timeToFirstToken: null,
  timePerOutputToken: null,
  requestLatency: null,
  requestsPerSecond: null,
  outputTokensPerSecond: null,
  engines: [],
  unknown: {},
  modelVersion,
} as const;

export function summary(
  scenario: Scenario,
  { deployment }: Simulated,
  { accelerators, layout }: Candidate,
  runs: readonly Run[],
  kind: Arrivals['kind'],
  seed: number,
): SimulatedEstimate {
  const { evidence } = deployment.spread;
  const widening = chipWidening(deployment.resolved.chip);
  const holding = circumstancesOf(scenario, deployment.resolved.chip.class);
  const unknown: Record<string, string> = {};
  const saturated = runs.some(({ result }) => result.saturated);
  const mixed = (unit: string, metric: Metric, of: (run: Run) => Figure): Quantity => {
    const value = mix(runs, (run) => of(run).value);
    const relative = runs.map((run) => (of(run).standardError ?? 0) / of(run).value);
    // Errors of the engines' simulations average like their logarithms.
    const own = Math.hypot(...relative) / runs.length;
    return quantity(
      value.value,
      unit,
      combine(
        { logSd: Math.hypot(residualLogSd(metric, evidence, widening), circumstanceLogSd(metric, holding)), evidence },
        { logSd: value.logSd, evidence },
        { logSd: own, evidence },
      ),
    );
  };
  const distributionOf = (metric: Metric, of: (result: SimulationResult) => Distribution | null): Percentiles | null => {
    if (runs.some(({ result }) => of(result) === null)) return null;
    const at = (name: keyof Percentiles): Quantity =>
      mixed('s', metric, ({ result }) => of(result)?.[name] ?? { value: Number.NaN, standardError: null });
    return { mean: at('mean'), p50: at('p50'), p90: at('p90'), p95: at('p95'), p99: at('p99') };
  };
  const queuedAtOnce = kind === 'closed' && scenario.concurrency === 'max';
  const noFirstToken = saturated
    ? 'saturated: requests arrive at 95 % or more of what these accelerators can serve, so the wait has no bound'
    : queuedAtOnce
      ? 'all requests are queued at once'
      : null;
  if (noFirstToken) for (const field of ['timeToFirstToken', 'requestLatency']) unknown[field] = noFirstToken;
  const timePerOutputToken = distributionOf('timePerOutputToken', (result) => result.timePerOutputToken);
  if (!timePerOutputToken) unknown['timePerOutputToken'] = 'one output token has no time between tokens';
  return {
    feasible: true,
    arrivals: kind,
    seed,
    accelerators,
    ...layout,
    saturated,
    timeToFirstToken: noFirstToken ? null : distributionOf('timeToFirstToken', (result) => result.timeToFirstToken),
    timePerOutputToken,
    // In a closed loop latency and throughput are one number seen from two sides.
    requestLatency: noFirstToken ? null : distributionOf('throughput', (result) => result.requestLatency),
    requestsPerSecond: mixed('requests/s', 'throughput', ({ result, ranks }) => scaled(result.requestsPerSecond, ranks)),
    outputTokensPerSecond: mixed('tokens/s', 'throughput', ({ result, ranks }) => scaled(result.outputTokensPerSecond, ranks)),
    engines: runs.map(engineRun),
    unknown,
    modelVersion,
  };
}

const scaled = ({ value, standardError }: Figure, by: number): Figure => ({
  value: value * by,
  standardError: standardError === null ? null : standardError * by,
});

const engineRun = ({ engine, result }: Run): EngineRun => ({
  engine: engine.id,
  saturated: result.saturated,
  load: result.load,
  running: result.running,
  waiting: result.waiting,
  cacheShare: result.cacheShare,
  fullShare: result.fullShare,
  busyShare: result.busyShare,
  preemptions: result.preemptions,
  refused: result.refused,
  answered: result.answered,
  counted: result.counted,
  simulatedSeconds: result.seconds,
});
