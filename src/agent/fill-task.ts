/** A task with the values of its preset and the defaults where nothing is given, and what does not go together. */
import { agentPreset, agentPresets, type PresetValue } from '../catalogue/agent-presets.ts';
import { nearest } from '../catalogue/suggestions.ts';
import { fail, type InputError, type Parsed } from '../scenario/input-error.ts';
import type { TaskFields } from '../scenario/task-schema.ts';
import { isGraph, type Duration, type Task, type TaskGraph, type TaskStep } from '../scenario/task.ts';
import type { FilledTask } from './request.ts';

/** Anthropic's and others' usual five minutes. */
const usualCacheLife = 300;

type GivenDuration = number | { readonly p50: number; readonly p90: number };

/** @param path where the task stands in its line */
export function fillTask(given: TaskFields, path: string): Parsed<FilledTask> {
  const wrongPreset = presetError(given.preset, path);
  if (wrongPreset) return { ok: false, error: wrongPreset };
  const preset = typeof given.preset === 'string' ? (agentPreset(given.preset) ?? null) : null;
  const values = (preset?.values ?? []).filter(({ field }) => isOpen(given[topOf(field)]));
  const steps = given.steps ?? numberOf(values, 'steps');
  if (steps === null) return fail('wrong-type', `${path}.steps`, '"steps" is required where no preset is named');
  const task: Task = {
    preset: preset?.id ?? null,
    steps: stepsOf(steps),
    systemTokens: given.systemTokens ?? numberOf(values, 'systemTokens') ?? 0,
    systemCached: given.systemCached ?? numberOf(values, 'systemCached') ?? 0,
    taskTokens: given.taskTokens ?? numberOf(values, 'taskTokens'),
    newTokensPerStep: given.newTokensPerStep ?? numberOf(values, 'newTokensPerStep'),
    outputTokensPerStep: given.outputTokensPerStep ?? numberOf(values, 'outputTokensPerStep'),
    toolSeconds: durationOf(given.toolSeconds) ?? valuesDuration(values, 'toolSeconds'),
    fanOut: given.fanOut ?? 1,
    retryRate: given.retryRate ?? 0,
    success: given.success ?? numberOf(values, 'success') ?? (preset ? null : 1),
    cacheLifeSeconds: given.cacheLifeSeconds ?? numberOf(values, 'cacheLifeSeconds') ?? usualCacheLife,
    evictionRate: given.evictionRate ?? numberOf(values, 'evictionRate') ?? 0,
    userPause: given.userPause ?? userPauseOf(values),
    callSeconds: durationOf(given.callSeconds) ?? valuesDuration(values, 'callSeconds'),
  };
  const wrong = inconsistency(task, given, path);
  if (wrong) return { ok: false, error: wrong };
  const own = preset !== null && isOpen(given.toolSeconds) && task.toolSeconds === null && usesOwn(task, 'toolSeconds');
  return {
    ok: true,
    value: {
      task,
      values,
      sources: values.length === 0 ? [] : [...new Set(values.flatMap(({ source }) => source))],
      unknown: [...(task.success === null ? (['success'] as const) : []), ...(own ? (['toolSeconds'] as const) : [])],
    },
  };
}

/** @param path where the task stands in its line */
export function presetError(id: unknown, path: string): InputError | null {
  if (typeof id !== 'string' || agentPreset(id)) return null;
  const ids = agentPresets().map((each) => each.id);
  return fail('unknown-id', `${path}.preset`, `no preset "${id}"; there are ${ids.join(', ')}`, nearest(id, ids)).error;
}

/** The same task with one value of its preset in place of another. */
export function withValue(filled: FilledTask, field: string, value: number): Task {
  const { task } = filled;
  const key = topOf(field);
  const within = field.slice(key.length + 1);
  const before = task[key];
  return { ...task, [key]: within === '' ? (key === 'steps' ? Math.round(value) : value) : { ...(before as Duration), [within]: value } };
}

const isOpen = (value: unknown): boolean => value === undefined || value === null;

const topOf = (field: string): keyof TaskFields & keyof Task => field.split('.')[0] as keyof TaskFields & keyof Task;

const numberOf = (values: readonly PresetValue[], field: string): number | null => values.find((each) => each.field === field)?.value ?? null;

function valuesDuration(values: readonly PresetValue[], key: 'toolSeconds' | 'callSeconds' | 'userPause'): Duration | null {
  const p50 = numberOf(values, `${key}.p50`);
  const p90 = numberOf(values, `${key}.p90`);
  return p50 === null || p90 === null ? null : { p50, p90 };
}

function userPauseOf(values: readonly PresetValue[]): Task['userPause'] {
  const pause = valuesDuration(values, 'userPause');
  const everySteps = numberOf(values, 'userPause.everySteps');
  return pause && everySteps !== null ? { everySteps, ...pause } : null;
}

const durationOf = (given: GivenDuration | null | undefined): Duration | null =>
  given === null || given === undefined ? null : typeof given === 'number' ? { p50: given, p90: given } : given;

function stepsOf(steps: NonNullable<TaskFields['steps']> | number): Task['steps'] {
  if (typeof steps === 'number') return steps;
  if (Array.isArray(steps)) return steps.map((each) => ('nodes' in each ? graphOf(each as GivenGraph) : stepOf(each as GivenStep)));
  return graphOf(steps);
}

interface GivenGraph {
  readonly nodes: readonly (Readonly<Record<string, unknown>> & { readonly kind: string; readonly seconds?: GivenDuration })[];
}
type GivenStep = Omit<TaskStep, 'toolSeconds'> & { readonly toolSeconds: GivenDuration | null };

const graphOf = ({ nodes }: GivenGraph): TaskGraph =>
  ({ nodes: nodes.map((node) => (node.kind === 'tool' ? { ...node, seconds: durationOf(node.seconds) } : node)) }) as unknown as TaskGraph;

const stepOf = (step: GivenStep): TaskStep => ({ ...step, toolSeconds: durationOf(step.toolSeconds) });

const ofStep = { newTokensPerStep: 'newTokens', outputTokensPerStep: 'outputTokens', toolSeconds: 'toolSeconds', fanOut: 'fanOut' } as const;
type PerStep = keyof typeof ofStep;

/** Whether a step takes this from the task. */
function usesOwn({ steps, taskTokens }: Pick<Task, 'steps' | 'taskTokens'>, key: PerStep): boolean {
  if (typeof steps === 'number') return key !== 'newTokensPerStep' || steps > 1 || taskTokens === null;
  if (isGraph(steps)) return false;
  return steps.some((each) => !isGraph(each) && each[ofStep[key]] === null);
}

function inconsistency(task: Task, given: TaskFields, path: string): InputError | null {
  const at = (key: string, message: string): InputError => fail('inconsistent', `${path}.${key}`, message).error;
  for (const key of ['newTokensPerStep', 'outputTokensPerStep'] as const)
    if (task[key] === null && usesOwn(task, key))
      return fail('wrong-type', `${path}.${key}`, `"${key}" is required where a step does not say its own`).error;
  for (const key of ['newTokensPerStep', 'outputTokensPerStep', 'toolSeconds', 'fanOut'] as const)
    if (!isOpen(given[key]) && !(key === 'fanOut' && given[key] === 1) && typeof task.steps !== 'number' && !usesOwn(task, key))
      return at(key, 'no step takes it: each of them, or its nodes, says its own');
  const [first] = typeof task.steps === 'number' || isGraph(task.steps) ? [] : task.steps;
  if (!isOpen(given.taskTokens) && first && !isGraph(first) && first.newTokens !== null)
    return at('taskTokens', 'the first step says its own newTokens, which are the text of the task');
  if (task.systemCached > 0 && task.systemTokens === 0) return at('systemCached', 'a share of no tokens: give systemTokens');
  if (given.userPause) {
    const steps = typeof task.steps === 'number' ? task.steps : isGraph(task.steps) ? 1 : task.steps.length;
    if (given.userPause.everySteps > steps) return at('userPause.everySteps', `the task ends after ${steps} steps, before the user is answered`);
    const wrong = durationError(given.userPause, `${path}.userPause`);
    if (wrong) return wrong;
  }
  for (const key of ['toolSeconds', 'callSeconds'] as const) {
    const wrong = task[key] && durationError(task[key], `${path}.${key}`);
    if (wrong) return wrong;
  }
  return stepsError(task.steps, `${path}.steps`);
}

function stepsError(steps: Task['steps'], path: string): InputError | null {
  if (typeof steps === 'number') return null;
  if (isGraph(steps)) return graphError(steps, path);
  for (const [index, each] of steps.entries()) {
    const wrong = isGraph(each)
      ? graphError(each, `${path}.${index}`)
      : each.toolSeconds && durationError(each.toolSeconds, `${path}.${index}.toolSeconds`);
    if (wrong) return wrong;
  }
  return null;
}

function graphError({ nodes }: TaskGraph, path: string): InputError | null {
  for (const [index, node] of nodes.entries()) {
    const wrong = node.kind === 'tool' ? durationError(node.seconds, `${path}.nodes.${index}.seconds`) : null;
    if (wrong) return wrong;
  }
  return null;
}

function durationError({ p50, p90 }: Duration, path: string): InputError | null {
  if (p90 < p50) return fail('inconsistent', `${path}.p90`, `the 90th percentile, ${p90} s, lies below the median, ${p50} s`).error;
  if (p50 === 0 && p90 > 0) return fail('inconsistent', `${path}.p50`, 'a lognormal duration has a median above 0').error;
  return null;
}
