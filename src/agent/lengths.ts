/** What the calls of a task ask of a deployment. */
import type { Scenario } from '../scenario/scenario.ts';
import type { TokenCounts } from './closed-form.ts';
import type { Plan } from './plan.ts';

export type Lengths = Pick<Scenario, 'inputTokens' | 'outputTokens' | 'prefixHitRate' | 'requestsPerSecond'>;

/** The mean call, and the rate of calls that so many tasks an hour make. */
export function lengthsOf(tokens: TokenCounts, tasksPerHour: number | null): Lengths {
  const input = tokens.new + tokens.cached;
  return {
    inputTokens: Math.max(1, Math.round(input / tokens.calls)),
    outputTokens: Math.max(1, Math.round(tokens.output / tokens.calls)),
    prefixHitRate: input > 0 ? tokens.cached / input : 0,
    requestsPerSecond: tasksPerHour === null ? null : (tokens.calls * tasksPerHour) / 3600,
  };
}

/** Tokens of the longest prompt with its answer. */
export function longestContext({ nodes }: Plan): number {
  let longest = 0;
  for (const node of nodes) if (node.kind === 'call') longest = Math.max(longest, node.prompt + node.output);
  return Math.ceil(longest);
}
