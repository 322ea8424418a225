/**
 * A scenario simulated request by request: the arrangement that the estimate would choose, one rank of it under each
 * engine, and distributions whose intervals add the simulation's own error to that of the model.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import { stagePassTimes } from '../../model/simulation/pass-times.ts';
import type { RankRules } from '../../model/simulation/play.ts';
import { simulation, type PrefillPool } from '../../model/simulation/simulate.ts';
import type { CacheRoom } from '../../model/simulation/rules.ts';
import { Trace, type TraceRow } from '../../model/simulation/trace.ts';
import type { Arrivals, LengthSpread } from '../../model/simulation/workload.ts';
import { loadOf } from '../../scenario/load.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { batchingRules, simulatedRoom } from './batching-rules.ts';
import { ranksOf, shareOf, type Simulated } from './share-of-load.ts';
import type { Reason } from '../estimate.ts';
import type { Deployment } from '../engine/deployment.ts';
import { operate, type EstimateOptions } from '../estimate-scenario.ts';
import { PoolCandidate } from '../load/candidate.ts';
import { inFlight } from '../load/operated.ts';
import { batchingOf } from '../load/operating-point.ts';
import { exposedTransfer, type PoolOf } from '../load/pools.ts';
import type { SimulatedEstimate, TracePlayed } from './simulated-estimate.ts';
import { nothing, summary, type Run } from './summary.ts';
import type { TraceRead } from './trace-rows.ts';

export interface SimulateOptions extends EstimateOptions {
  /** Default: `poisson` where the scenario has a rate, else `closed`. A burst sends the scenario's concurrency at once. */
  readonly arrivals?: Arrivals['kind'];
  /** The requests of `trace`, in any order; as read from a file, what was left out is told too. */
  readonly trace?: readonly TraceRow[] | Trace | TraceRead;
  /** Of lengths around those stated. Default: the scenario's `lengths`; without any a tenth either way in a closed loop, none elsewhere. */
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

/** The scenario's own; else, where a request a tenth longer would not fit the memory, there is no loop that could fall into step. */
function defaultSpread(
  kind: Arrivals['kind'],
  { inputTokens, outputTokens, lengths }: Scenario,
  { bytes, perToken, perSequence }: CacheRoom,
): LengthSpread {
  if (lengths) return { kind: 'lognormal', sigma: lengths.input, outputSigma: lengths.output };
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
  const kind = options.arrivals ?? (scenario.batch !== null ? 'burst' : scenario.requestsPerSecond === null ? 'closed' : 'poisson');
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
  const asked = operate(scenario, options);
  // A flood is played on what serves most: that it never ends is the finding.
  const operation =
    !asked.ok && asked.reason.code === 'overloaded'
      ? operate({ ...scenario, requestsPerSecond: null, concurrency: 'max', target: null }, options)
      : asked;
  if (!operation.ok) return refused(operation.reason);
  const { choice, points } = operation.value;
  const { candidate, ask } = choice;
  const load = loadOf(scenario);
  const pair = candidate instanceof PoolCandidate ? candidate.pair : null;
  const arrangement: Simulated = {
    accelerators: pair?.decode.accelerators ?? candidate.accelerators,
    deployment: candidate.deployment,
    prefill: pair?.prefill ?? null,
    concurrency: load.kind === 'batch' ? load.requests : 'concurrency' in ask ? ask.concurrency : inFlight(ask, points),
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
    const { deployment } = arrangement;
    const room = simulatedRoom(engine, scenario, deployment);
    const steps = simulation({
      workload: {
        arrivals: share.arrivals,
        inputTokens: scenario.inputTokens,
        outputTokens: scenario.outputTokens,
        spread: options.spread ?? defaultSpread(kind, scenario, room),
        prefixHitRate: scenario.prefixHitRate,
      },
      ...rankRules(engine, scenario, deployment, share.arrivals.kind === 'closed' ? share.arrivals.clients : 1),
      ...(pair && { prefill: prefillPool(arrangement, pair.prefill, engine, scenario) }),
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
  return { ...summary(scenario, arrangement, candidate, runs, kind, seed), ...(played && { trace: played.summary }) };
}

const rankRules = (engine: EngineFacts, scenario: Scenario, deployment: Deployment, users = 1): RankRules => ({
  rules: batchingRules(engine, scenario, deployment, users),
  room: simulatedRoom(engine, scenario, deployment),
  times: stagePassTimes(deployment.under(engine).stage, batchingOf(engine, scenario, deployment)),
});

function prefillPool(simulated: Simulated, { deployment }: PoolOf, engine: EngineFacts, scenario: Scenario): PrefillPool {
  const { unit } = ranksOf(simulated);
  return {
    ...rankRules(engine, scenario, deployment),
    ranks: unit.prefill,
    decodeRanks: unit.decode,
    transfer: exposedTransfer(simulated, scenario.inputTokens),
  };
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
