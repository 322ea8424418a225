/**
 * A scenario simulated request by request: the arrangement that the estimate would choose, one rank of it under each
 * engine, and distributions whose intervals add the simulation's own error to that of the model.
 */
import { chipWidening } from '../../calibration/priors/class-facts.ts';
import { residualLogSd, type Metric } from '../../calibration/residuals.ts';
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Distribution, Figure } from '../../model/simulation/distribution.ts';
import { stagePassTimes } from '../../model/simulation/pass-times.ts';
import { simulation } from '../../model/simulation/simulate.ts';
import type { CacheRoom } from '../../model/simulation/rules.ts';
import type { SimulationResult } from '../../model/simulation/summary.ts';
import { Trace, type TraceRow } from '../../model/simulation/trace.ts';
import type { Arrivals, LengthSpread } from '../../model/simulation/workload.ts';
import { replicasOn } from '../../scenario/parallel.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import { batchingRules, simulatedRoom } from './batching-rules.ts';
import { shareOf, type Simulated } from './share-of-load.ts';
import type { Reason } from '../estimate.ts';
import { operate, type EstimateOptions } from '../estimate-scenario.ts';
import { mix } from '../load/mixture.ts';
import { inFlight } from '../load/operated.ts';
import { modelVersion } from '../model-version.ts';
import { batchingOf } from '../load/operating-point.ts';
import { combine, quantity } from '../spread.ts';
import type { EngineRun, Percentiles, SimulatedEstimate, TracePlayed } from './simulated-estimate.ts';
import type { TraceRead } from './trace-rows.ts';

export interface SimulateOptions extends EstimateOptions {
  /** Default: `poisson` where the scenario has a rate, else `closed`. A burst sends the scenario's concurrency at once. */
  readonly arrivals?: Arrivals['kind'];
  /** The requests of `trace`, in any order; as read from a file, what was left out is told too. */
  readonly trace?: readonly TraceRow[] | Trace | TraceRead;
  /** Of lengths around those stated. Default: a tenth either way in a closed loop, none elsewhere. */
  readonly spread?: LengthSpread;
  readonly seed?: number;
  /** Answers to simulate under each engine, where arrivals do not end by themselves. */
  readonly answers?: number;
}

export const defaultSeed = 1;

/**
 * Lengths in a closed loop when nothing is said of them. Requests of exactly one length would stay in step for ever, all
 * prompts together and then all tokens, which no users do; a tenth either way is enough to end it within a few rounds.
 */
const slightSpread = { kind: 'uniform', low: 0.9, high: 1.1 } as const;

/** Where a request a tenth longer would not fit the memory there is no loop that could fall into step. */
function defaultSpread(kind: Arrivals['kind'], { inputTokens, outputTokens }: Scenario, { bytes, perToken, perSequence }: CacheRoom): LengthSpread {
  const longest = slightSpread.high * (inputTokens + outputTokens) * perToken + perSequence;
  return kind === 'closed' && longest <= bytes ? slightSpread : { kind: 'fixed' };
}

export function simulateScenario(scenario: Scenario, options: SimulateOptions = {}): SimulatedEstimate {
  const steps = scenarioSimulation(scenario, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same in slices of some milliseconds.
 * @yields the share that is done, never falling
 * @throws RangeError for options that make no sense: a trace without requests, a rate of zero
 */
export function* scenarioSimulation(scenario: Scenario, options: SimulateOptions = {}): Generator<number, SimulatedEstimate> {
  const kind = options.arrivals ?? (scenario.requestsPerSecond === null ? 'closed' : 'poisson');
  const seed = options.seed ?? defaultSeed;
  if (kind === 'poisson' && scenario.requestsPerSecond === null) throw new RangeError('open arrivals need requestsPerSecond in the scenario');
  const refused = (reason: Reason): SimulatedEstimate => ({
    ...nothing,
    reason,
    arrivals: kind,
    seed,
    accelerators: scenario.accelerators,
    parallel: scenario.parallel,
  });
  if (scenario.serving !== 'aggregated')
    return refused({ code: 'not-simulated', message: 'separate prefill and decode pools are not simulated; the estimate has their closed form' });
  const asked = operate(scenario, options);
  // A flood is played on what serves most: that it never ends is the finding.
  const operation =
    !asked.ok && asked.reason.code === 'overloaded'
      ? operate({ ...scenario, requestsPerSecond: null, concurrency: 'max', target: null }, options)
      : asked;
  if (!operation.ok) return refused(operation.reason);
  const { choice, points } = operation.value;
  const { candidate, ask } = choice;
  const arrangement: Simulated = {
    accelerators: candidate.accelerators,
    parallel: candidate.deployment.parallel,
    deployment: candidate.deployment,
    concurrency: 'concurrency' in ask ? ask.concurrency : inFlight(ask, points),
  };
  const engines = points.map(({ engine }) => engine);
  const played = kind === 'trace' ? playedOf(options.trace ?? [], candidate.deployment.resolved.model.maxContext) : null;
  if (played && played.rows.length === 0 && played.summary.tooLong > 0)
    return refused({
      code: 'context-too-long',
      message: `every request of the trace is longer than ${candidate.deployment.resolved.model.name} reads`,
    });
  if (played?.rows.hasCachedTokens && scenario.prefixHitRate > 0)
    throw new RangeError('prefixHitRate: the trace says itself how much of each prompt is cached; leave it out of the scenario');
  const runs: Run[] = [];
  for (const [index, engine] of engines.entries()) {
    const share = shareOf(arrangement, engine, scenario, kind, played?.rows ?? new Trace());
    const room = simulatedRoom(engine, scenario, arrangement.deployment);
    const steps = simulation({
      workload: {
        arrivals: share.arrivals,
        inputTokens: scenario.inputTokens,
        outputTokens: scenario.outputTokens,
        spread: options.spread ?? defaultSpread(kind, scenario, room),
        prefixHitRate: scenario.prefixHitRate,
      },
      rules: batchingRules(engine, scenario, arrangement.deployment),
      room,
      times: stagePassTimes(arrangement.deployment.under(engine).stage, batchingOf(engine, scenario, arrangement.deployment)),
      seed,
      ...(scenario.session && share.arrivals.kind === 'closed' ? { session: scenario.session.requestsPerUser * share.arrivals.clients } : {}),
      ...(options.answers === undefined ? {} : { answers: options.answers }),
    });
    for (;;) {
      const step = steps.next();
      if (step.done) {
        runs.push({ engine, result: step.value, ranks: share.ranks });
        break;
      }
      yield (index + step.value) / engines.length;
    }
  }
  return { ...summary(scenario, arrangement, runs, kind, seed), ...(played && { trace: played.summary }) };
}

/** The requests of a trace that the model can read, and what is said of the others. */
function playedOf(given: NonNullable<SimulateOptions['trace']>, maxContext: number | null): { readonly rows: Trace; readonly summary: TracePlayed } {
  const read = given instanceof Trace ? { trace: given } : 'trace' in given ? given : { trace: Trace.of(given) };
  const rows = read.trace.within(maxContext ?? Infinity);
  const { format = null, noOutput = 0 } = 'format' in read ? read : {};
  return {
    rows,
    summary: { format, requests: rows.length, noOutput, tooLong: read.trace.length - rows.length, prefixHitRate: rows.cachedShare() },
  };
}

interface Run {
  readonly engine: EngineFacts;
  readonly result: SimulationResult;
  /** How many times the simulated rank's work the whole deployment does. */
  readonly ranks: number;
}

const nothing = {
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

function summary(
  scenario: Scenario,
  { accelerators, parallel, deployment }: Simulated,
  runs: readonly Run[],
  kind: Arrivals['kind'],
  seed: number,
): SimulatedEstimate {
  const { evidence } = deployment.spread;
  const widening = chipWidening(deployment.resolved.chip);
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
      combine({ logSd: residualLogSd(metric, evidence, widening), evidence }, { logSd: value.logSd, evidence }, { logSd: own, evidence }),
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
    replicas: replicasOn(accelerators, parallel),
    parallel,
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
