/** Means of a task without playing it: tokens wherever pauses are simple, seconds where nothing runs beside anything else. */
import { firstTokenSeconds, outputSeconds, type CallTime } from './call-time.ts';
import type { Duration } from '../scenario/task.ts';
import { longerThan, meanOf, nothing, varies } from './duration.ts';
import type { CallNode, Plan } from './plan.ts';

export interface TokenCounts {
  readonly new: number;
  readonly cached: number;
  readonly output: number;
  readonly calls: number;
}

/** Seconds of a task by what they go to. */
export interface TimeParts {
  readonly firstToken: number;
  readonly output: number;
  /** Calls of which only the whole was seen. */
  readonly seen: number;
  readonly tool: number;
  /** Calls one after the other on the way that decides when the task ends: each pays a round trip. */
  readonly calls: number;
}

export const secondsOf = ({ firstToken, output, seen, tool, calls }: TimeParts, roundTrip: number): number =>
  firstToken + output + seen + tool + calls * roundTrip;

/** Null where only playing the task tells: pauses of several tools in a row or of unlike branches. */
export function expectedTokens(plan: Plan): TokenCounts | null {
  let fresh = 0;
  let cached = 0;
  let output = 0;
  let calls = 0;
  const repeats = plan.retryRate / (1 - plan.retryRate);
  for (const node of plan.nodes) {
    if (node.kind !== 'call') continue;
    const read = expectedRead(plan, node);
    if (read === null) return null;
    const times = node.runs * (1 + repeats);
    const again = (times - 1) * node.prompt;
    fresh += node.prompt - read + (plan.cacheLife > 0 ? 0 : again);
    cached += read + (plan.cacheLife > 0 ? again : 0);
    output += times * node.output;
    calls += times;
  }
  return { new: fresh, cached, output, calls };
}

/** Tokens of its prompt that a call reads from the cache when it first runs. */
function expectedRead(plan: Plan, { prompt, prefixes, pause }: CallNode): number | null {
  const shared = Math.min(plan.sharedTokens, prompt);
  const [longest] = prefixes;
  if (longest === undefined) return shared;
  if (plan.cacheLife === 0) return 0;
  if (pause === null) return null;
  const live = pause.reduce((share, each) => share * (1 - longerThan(secondsAt(plan, each), plan.cacheLife)), 1 - plan.evictionRate);
  return live * Math.max(longest.tokens, shared) + (1 - live) * shared;
}

function secondsAt({ nodes }: Plan, position: number): Duration {
  const node = nodes[position];
  return node?.kind === 'tool' || node?.kind === 'user' ? node.seconds : nothing;
}

/** Null where branches run side by side, whose longest no sum tells, or where tokens are not known without playing. */
export function expectedSeconds(plan: Plan, time: CallTime): TimeParts | null {
  if (!plan.serial || time.kind === 'unknown') return null;
  const parts = { firstToken: 0, output: 0, seen: 0, tool: 0, calls: 0 };
  const repeats = plan.retryRate / (1 - plan.retryRate);
  for (const node of plan.nodes) {
    if (node.kind === 'tool') parts.tool += node.runs * meanOf(node.seconds);
    if (node.kind !== 'call') continue;
    const read = expectedRead(plan, node);
    if (read === null) return null;
    const times = node.runs * (1 + repeats);
    parts.firstToken += firstTokenSeconds(time, node.prompt - read) + (times - 1) * firstTokenSeconds(time, plan.cacheLife > 0 ? 0 : node.prompt);
    parts.output += times * outputSeconds(time, node.output);
    parts.seen += time.kind === 'seen' ? times * meanOf(time.seconds) : 0;
    parts.calls += times;
  }
  return parts;
}

/** True where two plays of the task differ. */
export function isRandom(plan: Plan, time: CallTime): boolean {
  if (plan.retryRate > 0 || plan.evictionRate > 0) return true;
  if (time.kind === 'seen' && varies(time.seconds)) return true;
  return plan.nodes.some((node) => (node.kind === 'check' ? node.pass < 1 : (node.kind === 'tool' || node.kind === 'user') && varies(node.seconds)));
}
