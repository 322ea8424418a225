/** A line of `agent`, read and answered. */
import { agentEstimate, type AgentOptions } from '../../src/agent/agent.ts';
import type { AgentEstimate } from '../../src/agent/agent-estimate.ts';
import { parseAgent } from '../../src/agent/parse-request.ts';
import type { AgentRequest } from '../../src/agent/request.ts';
import type { InputError } from '../../src/scenario/input-error.ts';

export function requestOf(input: object): AgentRequest {
  const parsed = parseAgent(input);
  if (!parsed.ok) throw new Error(`${parsed.error.path}: ${parsed.error.message}`);
  return parsed.value;
}

export const answered = (input: object, options?: AgentOptions): AgentEstimate => agentEstimate(requestOf(input), options);

export function errorOf(input: unknown): InputError | null {
  const parsed = parseAgent(input);
  return parsed.ok ? null : parsed.error;
}

/** USD per million tokens: new 4, cached 0.4, output 20. */
export const prices = { input: 4, cached: 0.4, output: 20 };
