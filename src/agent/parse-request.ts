/** From anything to a task and where it runs, or to the one error that names the field. */
import * as v from 'valibot';
import { nearest } from '../catalogue/suggestions.ts';
import { join } from '../scenario/consistency.ts';
import { scenarioDefaults } from '../scenario/defaults.ts';
import { fail, type InputError, type Parsed } from '../scenario/input-error.ts';
import { errorOf, kindOf } from '../scenario/issue-error.ts';
import { parseScenario } from '../scenario/parse.ts';
import { askSchema, decidedByTask, ofRequests, pricesSchema, taskFieldsAt, taskSchema } from '../scenario/task-schema.ts';
import type { TaskPrices } from '../scenario/task.ts';
import { buildPlan } from './build-plan.ts';
import { expectedTokens, type TokenCounts } from './closed-form.ts';
import { fillTask, presetError } from './fill-task.ts';
import { lengthsOf, longestContext } from './lengths.ts';
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import type { AgentRequest, FilledTask, Runs } from './request.ts';

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export const askFields: readonly string[] = ['task', 'scenario', 'prices', ...Object.keys(askSchema.entries)];
const shape = 'expected { "task": { … }, "prices": { … } } or { "task": { … }, "scenario": { … } }';

/** `{ task, scenario | prices, roundTrip?, tasksPerHour?, seed? }` */
export function parseAgent(input: unknown): Parsed<AgentRequest> {
  const parsed = readLine(input);
  if (parsed.ok || parsed.error.code !== 'out-of-range' || !isObject(input)) return parsed;
  // A name that means nothing is said before a number that is out of range: it decides what the row is about.
  const unknown = unknownId(input);
  return unknown ? { ok: false, error: unknown } : parsed;
}

function unknownId({ task, scenario }: Fields): InputError | null {
  const wrong = isObject(task) ? presetError(task['preset'], 'task') : null;
  if (wrong || !isObject(scenario)) return wrong;
  const parsed = parseScenario(scenario, 'scenario');
  return parsed.ok || parsed.error.code !== 'unknown-id' ? null : parsed.error;
}

function readLine(input: unknown): Parsed<AgentRequest> {
  if (!isObject(input)) return fail('wrong-type', '', `${shape}, got ${kindOf(input)}`);
  const unknown = Object.keys(input).find((key) => !askFields.includes(key));
  if (unknown !== undefined) return fail('unknown-field', unknown, `no field "${unknown}"`, nearest(unknown, askFields));
  const { task: givenTask, scenario, prices, ...others } = input;
  if (!isObject(givenTask)) return fail('wrong-type', 'task', `expected an object: { steps, … } or { preset }, got ${kindOf(givenTask ?? null)}`);
  const task = v.safeParse(taskSchema, givenTask, { abortEarly: true, abortPipeEarly: true });
  if (!task.success) return { ok: false, error: errorOf(task.issues[0], 'task', taskFieldsAt) };
  const ask = v.safeParse(askSchema, others, { abortEarly: true, abortPipeEarly: true });
  if (!ask.success) return { ok: false, error: errorOf(ask.issues[0], '', () => askFields) };
  const hasScenario = scenario !== undefined && scenario !== null;
  const read = fillTask(task.output, 'task');
  if (!read.ok) return read;
  const filled = hasScenario ? withoutCallSeconds(read.value) : read.value;
  const plan = buildPlan(filled.task, 'task');
  if (!plan.ok) return plan;
  const hasPrices = prices !== undefined && prices !== null;
  if (hasScenario && hasPrices) return fail('inconsistent', 'prices', 'a scenario has its own prices: give one of both');
  if (!hasScenario && !hasPrices) return fail('wrong-type', 'prices', 'a task needs "prices" or the "scenario" that it runs on');
  const { roundTrip, tasksPerHour, seed } = ask.output;
  const runs = hasPrices ? readPrices(prices, tasksPerHour) : readScenario(scenario, task.output.callSeconds ?? null, plan.value, tasksPerHour);
  if (!runs.ok) return runs;
  return { ok: true, value: { ...filled, plan: plan.value, runs: runs.value, roundTrip, tasksPerHour, seed } };
}

/** Where a scenario says how long a call takes, what a preset saw elsewhere does not count. */
const withoutCallSeconds = (filled: FilledTask): FilledTask => ({
  ...filled,
  task: { ...filled.task, callSeconds: null },
  values: filled.values.filter(({ field }) => !field.startsWith('callSeconds')),
});

function readPrices(input: unknown, tasksPerHour: number | null): Parsed<Runs> {
  const parsed = v.safeParse(pricesSchema, input, { abortEarly: true, abortPipeEarly: true });
  if (!parsed.success) return { ok: false, error: errorOf(parsed.issues[0], 'prices', () => Object.keys(pricesSchema.entries)) };
  const prices: TaskPrices = parsed.output;
  const fresh = prices.cacheWrite ?? prices.input;
  if (prices.cached !== null && prices.cached > fresh)
    return fail('inconsistent', 'prices.cached', `a token from the cache costs at most as much as a new one, ${fresh}`);
  if (tasksPerHour !== null) return fail('inconsistent', 'tasksPerHour', 'prices per token do not depend on the load: it needs a scenario');
  return { ok: true, value: { kind: 'prices', prices } };
}

const mostTokens = 10_000_000;
const leastRate = 1e-6;
const mostRate = 1e9;

function readScenario(input: unknown, callSeconds: unknown, plan: Plan, tasksPerHour: number | null): Parsed<Runs> {
  const path = 'scenario';
  const at = (key: string, message: string): { readonly ok: false; readonly error: InputError } => fail('inconsistent', join(path, key), message);
  if (!isObject(input)) return fail('wrong-type', path, `a scenario is an object, got ${kindOf(input)}`);
  for (const key of decidedByTask) {
    const given = input[key];
    if (given !== undefined && given !== null && JSON.stringify(given) !== JSON.stringify(scenarioDefaults[key]))
      return at(key, (ofRequests as readonly string[]).includes(key) ? 'it follows from the task' : 'the load follows from tasksPerHour');
  }
  if (callSeconds !== null) return fail('inconsistent', 'task.callSeconds', 'the scenario says how long a call takes');
  const longest = longestContext(plan);
  if (longest > mostTokens) return fail('out-of-range', 'task.steps', `expected at most ${mostTokens} tokens in a prompt, got ${longest}`);
  const lengths = lengthsOf(meanTokens(plan), tasksPerHour);
  const rate = lengths.requestsPerSecond;
  if (rate !== null && (rate < leastRate || rate > mostRate))
    return fail('out-of-range', 'tasksPerHour', `expected ${leastRate} to ${mostRate} calls a second, got ${rate}`);
  if (rate === null && input['peakToMean'] !== undefined && input['peakToMean'] !== null && input['peakToMean'] !== 1)
    return at('peakToMean', 'a peak needs a mean rate: tasksPerHour');
  if (rate !== null && input['utilisation'] !== undefined && input['utilisation'] !== null && input['utilisation'] !== scenarioDefaults.utilisation)
    return at('utilisation', 'with tasksPerHour the share of paid hours that serve follows from the rate');
  const parsed = parseScenario({ ...input, ...lengths }, path);
  if (!parsed.ok) return parsed;
  const { maxContext } = parsed.value;
  if (maxContext !== null && maxContext < longest) return at('maxContext', `the longest prompt of the task and its answer have ${longest} tokens`);
  if (parsed.value.anchor.length > 0) return at('anchor', 'measured points are of requests in flight, which the task does not say');
  // The mean call is priced, and the longest has to fit.
  return { ok: true, value: { kind: 'scenario', scenario: { ...parsed.value, maxContext: maxContext ?? longest }, resolved: parsed.resolved } };
}

/** Tokens of a task before anybody knows how long a call takes. */
function meanTokens(plan: Plan): TokenCounts {
  const known = expectedTokens(plan);
  if (known) return known;
  const steps = play(plan, { kind: 'unknown' }, 0, 1, true, 200);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value.tokens;
  }
}
