/** A task in tokens, dollars, joules and seconds, each with its interval, and what a point more of this or that is worth. */
import { modelVersion } from '../estimate/model-version.ts';
import { combine, quantity, z80, type Spread } from '../estimate/spread.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import type { Quantity } from '../units/quantity.ts';
import type { AgentDeployment, AgentEstimate } from './agent-estimate.ts';
import { agentAssumptions, type AgentAssumption } from './assumptions.ts';
import { expectedSeconds, secondsOf, type TimeParts, type TokenCounts } from './closed-form.ts';
import { varies } from './duration.ts';
import { longestContext, type Lengths } from './lengths.ts';
import type { Plan } from './plan.ts';
import type { Played } from './play.ts';
import type { AgentRequest } from './request.ts';
import { given, spreadOf, type Served, type TokenCosts } from './serve.ts';
import { PresetSpread } from './spread-of-preset.ts';

/** Of a share, a hundredth; of a round trip, a hundredth of a second. */
const point = 0.01;
/**
 * How far the mean of a lognormal through p50 and p90 lies from the published one: tools 25 s against 16.8, calls 10.0 against 11.5
 * (TraceLab). Standard deviation of ln.
 */
const tailLogSd = 0.3;
/**
 * What a preset misses of the sums that it was made from: new tokens of a TraceLab session 626 k against 539 k published, its dollars 10.4
 * against 9.7. Standard deviations of ln.
 */
const missed = { newTokens: 0.15, usd: 0.07 } as const;

export interface Asked {
  readonly request: AgentRequest;
  readonly served: Served;
  readonly lengths: Lengths | null;
  readonly tokens: TokenCounts;
  /** True where the tokens are means of tasks that were played. */
  readonly drawn: boolean;
  /** Null where nothing had to be played. */
  readonly played: Played | null;
}

export function answer({ request, served, lengths, tokens, drawn: fromPlay, played }: Asked): AgentEstimate {
  const { task, plan, roundTrip } = request;
  const { costs, time, joules } = served;
  const unknown: Record<string, string> = { ...served.unknown };
  const preset = new PresetSpread(request, time);
  const drawn: Spread = { logSd: played && fromPlay ? sampling(played) : 0, evidence: 'measured' };
  const spreadOfTokens = (of: (counts: TokenCounts) => number, miss = 0): Spread =>
    combine(
      drawn,
      preset.of((moved) => of(moved.tokens), miss),
    );
  const count = (of: (counts: TokenCounts) => number, unit: string): Quantity => quantity(of(tokens), unit, spreadOfTokens(of));
  const read = quantity(
    tokens.new,
    'tokens',
    spreadOfTokens((counts) => counts.new, missed.newTokens),
  );
  const bill = costs && billOf(request, costs, tokens, spreadOfTokens, preset);
  if (task.success === null) unknown['usdPerSuccess'] = 'no source says what share of these tasks succeeds: give task.success';
  else if (!bill) unknown['usdPerSuccess'] = unknown['usdPerTask'] ?? 'no price is known';
  if (!served.estimate) unknown['joulesPerTask'] = 'prices say nothing of energy: give a scenario';
  const seconds = secondsPerTask(request, served, played, preset, unknown);
  return {
    feasible: true,
    tokens: { new: read, cached: count((counts) => counts.cached, 'tokens'), output: count((counts) => counts.output, 'tokens'), written: read },
    calls: count((counts) => counts.calls, 'calls'),
    longestContext: longestContext(plan),
    usdPerTask: bill?.perTask ?? null,
    usdPerSuccess: bill?.perSuccess ?? null,
    joulesPerTask:
      joules &&
      quantity(
        joules.value * tokens.output,
        'J',
        combine(
          spreadOf(joules),
          spreadOfTokens((counts) => counts.output),
        ),
      ),
    secondsPerTask: seconds?.quantities ?? null,
    shares: { usd: bill?.shares ?? null, seconds: seconds && sharesOf(seconds.parts, roundTrip, time.kind === 'lengths') },
    worth: {
      cacheHit: bill?.cacheHit ?? null,
      retry: bill?.retry ?? null,
      roundTrip:
        seconds &&
        quantity(
          point * seconds.parts.calls,
          's',
          preset.of((moved) => moved.parts?.calls ?? null),
        ),
    },
    deployment: deploymentOf(served, lengths),
    assumptions: [...assumptionsOf(request, served), ...(served.estimate?.assumptions ?? [])],
    sources: [...new Set([...request.sources, ...(served.estimate?.sources ?? [])])],
    unknown,
    modelVersion,
  };
}

interface Bill {
  readonly perTask: Quantity;
  readonly perSuccess: Quantity | null;
  readonly shares: AgentEstimate['shares']['usd'];
  readonly cacheHit: Quantity;
  readonly retry: Quantity;
}

function billOf(
  { task, plan }: AgentRequest,
  costs: TokenCosts,
  tokens: TokenCounts,
  spreadOfTokens: (of: (counts: TokenCounts) => number, miss: number) => Spread,
  preset: PresetSpread,
): Bill {
  const parts = { new: tokens.new * costs.new, cached: tokens.cached * costs.cached, output: tokens.output * costs.output };
  const usdOf = (counts: TokenCounts): number => counts.new * costs.new + counts.cached * costs.cached + counts.output * costs.output;
  const usd = usdOf(tokens);
  const spread = combine(costs.spread, spreadOfTokens(usdOf, missed.usd));
  const success = preset.of((moved) => moved.success);
  return {
    perTask: quantity(usd, 'USD', spread),
    perSuccess: task.success === null ? null : quantity(usd / task.success, 'USD', combine(spread, success)),
    shares: usd > 0 ? { new: parts.new / usd, cached: parts.cached / usd, output: parts.output / usd } : null,
    cacheHit: quantity(point * (tokens.new + tokens.cached) * Math.max(costs.new - costs.cached, 0), 'USD', spread),
    retry: quantity(retryWorth(plan, costs), 'USD', spread),
  };
}

/** Standard deviation of ln of the mean new tokens, which vary most, over as many tasks as were played. */
const sampling = ({ tasks, tokens, newTokensSd }: Played): number => (tokens.new > 0 ? newTokensSd / tokens.new / Math.sqrt(tasks) : 0);

/** Dollars of a point more of retries: calls a step are 1 / (1 − rate), and each more reads its prompt again and is answered again. */
function retryWorth(plan: Plan, costs: TokenCosts): number {
  const calls = (rate: number): number => 1 / (1 - Math.min(rate, 1 - point));
  const more = calls(plan.retryRate + point) - calls(plan.retryRate);
  let usd = 0;
  for (const node of plan.nodes)
    if (node.kind === 'call') usd += node.runs * (node.prompt * (plan.cacheLife > 0 ? costs.cached : costs.new) + node.output * costs.output);
  return more * usd;
}

interface Seconds {
  readonly quantities: NonNullable<AgentEstimate['secondsPerTask']>;
  readonly parts: TimeParts;
}

function secondsPerTask(
  request: AgentRequest,
  served: Served,
  played: Played | null,
  preset: PresetSpread,
  unknown: Record<string, string>,
): Seconds | null {
  const { plan, roundTrip } = request;
  const { time } = served;
  if (time.kind === 'unknown') unknown['secondsPerTask'] = 'prices do not say how long a call takes: give task.callSeconds or a scenario';
  if (request.unknown.includes('toolSeconds'))
    unknown['secondsPerTask'] = 'no source says how long the tools of these tasks take: give task.toolSeconds';
  if (unknown['secondsPerTask'] !== undefined || !played) return null;
  const known = expectedSeconds(plan, time);
  const parts = known ?? played.parts;
  const mean = secondsOf(parts, roundTrip);
  const spread = combine(
    timeSpread(request, served, parts, mean),
    preset.of((moved) => moved.parts && secondsOf(moved.parts, roundTrip)),
  );
  const drawn = { logSd: known || mean <= 0 ? 0 : played.secondsSd / mean / Math.sqrt(played.tasks), evidence: spread.evidence };
  const single = played.tasks === 1;
  const at = (share: number): Quantity => {
    if (single) return quantity(mean, 's', spread);
    const value = quantileOfSorted(played.seconds, share);
    const off = (z80 * Math.sqrt(share * (1 - share))) / Math.sqrt(played.tasks);
    const [below, above] = [quantileOfSorted(played.seconds, Math.max(share - off, 0)), quantileOfSorted(played.seconds, Math.min(share + off, 1))];
    const logSd = below > 0 ? Math.log(above / below) / (2 * z80) : 0;
    return quantity(value, 's', combine(spread, { logSd, evidence: 'measured' }));
  };
  return { quantities: { mean: quantity(mean, 's', combine(spread, drawn)), p50: at(0.5), p90: at(0.9), p99: at(0.99) }, parts };
}

/** Times of calls miss together, those of tools apart from them. */
function timeSpread({ task, plan }: AgentRequest, { time, firstTokenSpread, outputSpread }: Served, parts: TimeParts, mean: number): Spread {
  if (mean <= 0) return given;
  const model = time.kind === 'lengths' ? (parts.firstToken * firstTokenSpread.logSd + parts.output * outputSpread.logSd) / mean : 0;
  const seen = time.kind === 'seen' && varies(time.seconds) ? (tailLogSd * parts.seen) / mean : 0;
  const random = plan.nodes.some((node) => node.kind === 'tool' && varies(node.seconds));
  const tools = random ? (tailLogSd * parts.tool) / mean : 0;
  const evidence = time.kind === 'lengths' ? combine(firstTokenSpread, outputSpread).evidence : 'measured';
  return {
    logSd: Math.hypot(model, seen, tools),
    evidence: task.preset === null ? evidence : combine({ logSd: 0, evidence }, { logSd: 0, evidence: 'prior' }).evidence,
  };
}

function sharesOf(parts: TimeParts, roundTrip: number, told: boolean): AgentEstimate['shares']['seconds'] {
  const all = secondsOf(parts, roundTrip);
  if (all <= 0) return null;
  const { firstToken, output, seen, tool, calls } = parts;
  return {
    model: (firstToken + output + seen) / all,
    firstToken: told ? firstToken / all : null,
    output: told ? output / all : null,
    tool: tool / all,
    roundTrip: (calls * roundTrip) / all,
  };
}

function deploymentOf({ estimate }: Served, lengths: Lengths | null): AgentDeployment | null {
  if (!estimate || !lengths) return null;
  const { accelerators, replicas, parallel, usdPerHour, timeToFirstToken, timePerOutputToken, load } = estimate;
  const { inputTokens, outputTokens, prefixHitRate, requestsPerSecond } = lengths;
  return {
    accelerators,
    replicas,
    parallel,
    inputTokens,
    outputTokens,
    prefixHitRate,
    requestsPerSecond: requestsPerSecond ?? load?.requestsPerSecond ?? null,
    usdPerHour,
    timeToFirstToken,
    timePerOutputToken,
  };
}

function assumptionsOf({ task, plan, runs }: AgentRequest, { time }: Served): readonly AgentAssumption[] {
  const calls = plan.nodes.filter((node) => node.kind === 'call').length;
  const holds: Readonly<Record<AgentAssumption, boolean>> = {
    'agent.nothing-dropped': calls > 1,
    'agent.retry-at-once': plan.retryRate > 0,
    'agent.side-by-side': !plan.serial,
    'agent.loop-cached': plan.nodes.some((node) => node.kind === 'check' && node.pass < 1),
    'agent.lognormal':
      (time.kind === 'seen' && varies(time.seconds)) ||
      plan.nodes.some((node) => (node.kind === 'tool' || node.kind === 'user') && varies(node.seconds)),
    'agent.mean-call': time.kind === 'lengths',
    'agent.no-user-time': task.userPause !== null,
    'agent.calls-take-no-time': time.kind === 'unknown',
    'agent.no-cache-price': runs.kind === 'prices' && runs.prices.cached === null && calls > 1,
  };
  return (Object.keys(agentAssumptions) as AgentAssumption[]).filter((id) => holds[id]);
}
