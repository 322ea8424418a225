/** A task answered: what its calls ask, where they run, what that costs and takes. */
import { modelVersion } from '../estimate/model-version.ts';
import type { Reason } from '../estimate/estimate.ts';
import { quantity } from '../estimate/spread.ts';
import type { Quantity } from '../units/quantity.ts';
import type { AgentEstimate } from './agent-estimate.ts';
import { answer } from './answer.ts';
import type { CallTime } from './call-time.ts';
import { expectedTokens, isRandom, type TokenCounts } from './closed-form.ts';
import { lengthsOf, longestContext, type Lengths } from './lengths.ts';
import { play, usualTasks, type Played } from './play.ts';
import type { AgentRequest } from './request.ts';
import { given, pricedBy, servedBy, type Served } from './serve.ts';

export interface AgentOptions {
  /** Tasks to play for percentiles and for what no sum tells. */
  readonly tasks?: number;
}

/** Hit rates that differ by less are one deployment. */
const sameHitRate = 0.005;

/** @returns after yields of the share that is done */
export function* agentSteps(request: AgentRequest, { tasks = usualTasks }: AgentOptions = {}): Generator<number, AgentEstimate> {
  const { plan, runs, roundTrip, seed, tasksPerHour } = request;
  const known = expectedTokens(plan);
  function* played(time: CallTime): Generator<number, Played> {
    return yield* play(plan, time, roundTrip, seed, isRandom(plan, time), tasks);
  }
  if (runs.kind === 'prices') {
    const { callSeconds } = request.task;
    const time: CallTime = callSeconds ? { kind: 'seen', seconds: callSeconds } : { kind: 'unknown' };
    const plays = known && time.kind === 'unknown' ? null : yield* played(time);
    const served: Served = {
      costs: pricedBy(runs.prices),
      joules: null,
      time,
      firstTokenSpread: given,
      outputSpread: given,
      estimate: null,
      unknown: {},
    };
    return answer({ request, served, lengths: null, tokens: known ?? (plays as Played).tokens, drawn: !known, played: plays });
  }
  // Where pauses are not simple, what lies in the cache depends on how long calls take, and that on what lies in the cache.
  let lengths: Lengths = known ? lengthsOf(known, tasksPerHour) : { ...runs.scenario };
  for (let round = 1; ; round++) {
    const served = servedBy(runs.scenario, lengths);
    if (!served.ok) return refused(request, served.reason, known);
    const plays = yield* played(served.value.time);
    const tokens = known ?? plays.tokens;
    const next = lengthsOf(tokens, tasksPerHour);
    if (known || round === mostRounds || Math.abs(next.prefixHitRate - lengths.prefixHitRate) < sameHitRate)
      return answer({ request, served: served.value, lengths, tokens, drawn: !known, played: plays });
    lengths = next;
  }
}

const mostRounds = 3;

export function agentEstimate(request: AgentRequest, options: AgentOptions = {}): AgentEstimate {
  const steps = agentSteps(request, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The scenario cannot serve the mean call: what the task asks is known all the same, where no time of a call decides it. */
function refused({ plan }: AgentRequest, reason: Reason, tokens: TokenCounts | null): AgentEstimate {
  const count = (value: number, unit: string): Quantity => quantity(value, unit, given);
  return {
    feasible: false,
    reason,
    tokens: tokens && {
      new: count(tokens.new, 'tokens'),
      cached: count(tokens.cached, 'tokens'),
      output: count(tokens.output, 'tokens'),
      written: count(tokens.new, 'tokens'),
    },
    calls: tokens && count(tokens.calls, 'calls'),
    longestContext: longestContext(plan),
    usdPerTask: null,
    usdPerSuccess: null,
    joulesPerTask: null,
    secondsPerTask: null,
    shares: { usd: null, seconds: null },
    worth: { cacheHit: null, retry: null, roundTrip: null },
    deployment: null,
    assumptions: [],
    sources: [],
    unknown: {},
    modelVersion,
  };
}
