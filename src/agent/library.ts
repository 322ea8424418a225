/** Agents without a first load that grows: reader, presets and arithmetic are loaded when they are first asked for. */
import type { AgentPreset } from '../catalogue/agent-presets.ts';
import { ScenarioError } from '../estimate/scenario-input.ts';
import type { ScenarioInput } from '../estimate/whole-scenario.ts';
import { inTurns, type Work } from '../estimate/work.ts';
import type { Parsed } from '../scenario/input-error.ts';
import type { CheckNode, Duration, ModelNode, Task, TaskNode, TaskPrices, TaskStep } from '../scenario/task.ts';
import type { AgentEstimate } from './agent-estimate.ts';
import type { AgentOptions } from './agent.ts';
import type { AgentRequest } from './request.ts';

type DurationInput = number | Duration;
type NodeInput = Pick<TaskNode, 'id'> & { readonly after?: readonly string[] | null } & (
    | ({ readonly kind: 'model'; readonly newTokens?: number | null } & Pick<ModelNode, 'outputTokens'>)
    | { readonly kind: 'tool'; readonly seconds?: DurationInput | null; readonly resultTokens?: number | null }
    | ({ readonly kind: 'check' } & Pick<CheckNode, 'pass' | 'retryTo'>)
  );
interface GraphInput {
  readonly nodes: readonly NodeInput[];
}
type StepInput = Partial<Omit<TaskStep, 'toolSeconds'>> & { readonly toolSeconds?: DurationInput | null };

/** A task with its defaults left out. */
export type TaskInput = Partial<Omit<Task, 'steps' | 'toolSeconds' | 'callSeconds'>> & {
  readonly steps?: number | readonly (StepInput | GraphInput)[] | GraphInput;
  readonly toolSeconds?: DurationInput | null;
  readonly callSeconds?: DurationInput | null;
};

/** A task, and prices or the scenario that it runs on. */
export interface AgentInput {
  readonly task: TaskInput;
  /** USD per million tokens. */
  readonly prices?: Pick<TaskPrices, 'input' | 'output'> & Partial<TaskPrices>;
  readonly scenario?: Omit<
    ScenarioInput,
    'inputTokens' | 'outputTokens' | 'lengths' | 'prefixHitRate' | 'concurrency' | 'requestsPerSecond' | 'batch' | 'session'
  >;
  /** s, paid on every model call */
  readonly roundTrip?: number;
  readonly tasksPerHour?: number;
  readonly seed?: number;
}

export interface AgentPart {
  /** Fields of a line. */
  readonly fields: readonly string[];
  readonly parse: (input: unknown) => Parsed<AgentRequest>;
  readonly estimate: (request: AgentRequest, options?: AgentOptions) => AgentEstimate;
  readonly presets: () => readonly AgentPreset[];
  /** Texts of `assumptions` that begin with `agent.`. */
  readonly assumptions: Readonly<Record<string, string>>;
}

/** Reader, presets and model, for who answers many tasks. */
export async function loadAgent(): Promise<AgentPart> {
  const [{ askFields, parseAgent }, { agentEstimate }, { agentPresets }, { agentAssumptions }] = await Promise.all([
    import('./parse-request.ts'),
    import('./agent.ts'),
    import('../catalogue/agent-presets.ts'),
    import('./assumptions.ts'),
  ]);
  return { fields: askFields, parse: parseAgent, estimate: agentEstimate, presets: agentPresets, assumptions: agentAssumptions };
}

/**
 * What one task of an agent takes and costs.
 * @throws ScenarioError naming the key that is wrong; the reason of `signal` where it has fired
 */
export async function agent(input: AgentInput, { signal, onProgress, ...options }: AgentOptions & Work = {}): Promise<AgentEstimate> {
  const [{ parseAgent }, { agentSteps }] = await Promise.all([import('./parse-request.ts'), import('./agent.ts')]);
  signal?.throwIfAborted();
  const parsed = parseAgent(input);
  if (!parsed.ok) throw new ScenarioError(parsed.error);
  return inTurns(agentSteps(parsed.value, options), { ...(signal && { signal }), ...(onProgress && { onProgress }) });
}
