/** What the page of agents asks, as its address says it and as the library reads it. No DOM. */
import * as v from 'valibot';
import { fillTask, presetError } from '../../agent/fill-task.ts';
import type { AgentInput, TaskInput } from '../../agent/library.ts';
import { apiPrices, type ApiPrice } from '../../catalogue/api-prices.ts';
import { nearest } from '../../catalogue/suggestions.ts';
import { errorOf } from '../../scenario/issue-error.ts';
import { askSchema, decidedByTask, pricesSchema, taskFieldsAt, taskSchema, type TaskFields } from '../../scenario/task-schema.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Task, TaskPrices } from '../../scenario/task.ts';
import { scenarioDefaults } from '../../scenario/defaults.ts';
import type { QuestionForm } from '../../session/page-question.ts';

export interface TaskQuestion {
  /** What the reader gave; the preset's own values stand for the rest. */
  readonly task: TaskInput;
  /** A host's offer by `offerId`, prices of the reader's own, or null: the scenario that is on every page. */
  readonly at: string | TaskPrices | null;
  /** s, paid on every model call */
  readonly roundTrip: number;
  /** Null: as many as keep the scenario quick. */
  readonly tasksPerHour: number | null;
  readonly seed: number;
}

/** One request of a mean coding session, which TraceLab counts as eight calls: a prompt that most models can hold. */
export const openingTask: TaskQuestion = {
  task: { preset: 'coding-session', steps: 8 },
  at: null,
  roundTrip: 0,
  tasksPerHour: null,
  seed: 1,
};

type Offer = ApiPrice & { readonly input: NonNullable<ApiPrice['input']>; readonly output: NonNullable<ApiPrice['output']> };

/** Those that say a price for input and one for output. */
export const offers = (): readonly Offer[] => apiPrices().filter((offer): offer is Offer => offer.input !== null && offer.output !== null);

export const offerId = ({ provider, offer }: ApiPrice): string => `${provider}/${offer}`;

export const offerById = (id: string): Offer | null => offers().find((offer) => offerId(offer) === id) ?? null;

/** Keys of the address that stand beside those of the task. */
const beside = ['offer', 'prices', 'roundTrip', 'tasksPerHour', 'seed'] as const;

export const taskForm: QuestionForm<TaskQuestion> = { key: 'task', read: readTask, write: writeTask };

function readTask(input: Record<string, unknown> | null): ReturnType<QuestionForm<TaskQuestion>['read']> {
  if (input === null) return { value: openingTask, problems: [] };
  const problems: string[] = [];
  const given: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    const wrong = fieldFault(key, value);
    if (wrong === null) given[key] = value;
    else problems.push(`${key}: ${wrong}`);
  }
  const { offer, prices, roundTrip, tasksPerHour, seed, ...fields } = given;
  const task: Record<string, unknown> = fields['preset'] === undefined && fields['steps'] === undefined ? { ...openingTask.task, ...fields } : fields;
  // Every pass takes one key out, and the opening task is whole without any.
  for (;;) {
    const filled = fillTask(task, '');
    if (filled.ok) break;
    const key = filled.error.path.replace(/^\./, '').split('.')[0] ?? '';
    problems.push(`${filled.error.path.replace(/^\./, '')}: ${filled.error.message}`);
    if (key in task) delete task[key];
    else return { value: openingTask, problems };
  }
  const value: TaskQuestion = {
    task: task,
    at: typeof offer === 'string' ? offer : prices === undefined ? null : v.parse(pricesSchema, prices),
    roundTrip: typeof roundTrip === 'number' ? roundTrip : openingTask.roundTrip,
    tasksPerHour: typeof tasksPerHour === 'number' ? tasksPerHour : null,
    seed: typeof seed === 'number' ? seed : openingTask.seed,
  };
  return { value, problems };
}

/** What is wrong with one key of the address; null where nothing is. */
function fieldFault(key: string, value: unknown): string | null {
  if (key === 'offer')
    return typeof value === 'string' && offerById(value)
      ? null
      : wrongName(`no price list has "${String(value)}"`, String(value), offers().map(offerId));
  const schemas: Readonly<Record<string, v.GenericSchema>> = { ...taskSchema.entries, ...askSchema.entries, prices: pricesSchema };
  const schema = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
  if (schema === undefined) return wrongName('no such field', key, [...taskFieldsAt([]), ...beside]);
  const read = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  if (!read.success) return errorOf(read.issues[0], '', taskFieldsAt).message;
  return (key === 'preset' && presetError(value, '')?.message) || null;
}

function wrongName(message: string, name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return meant.length === 0 ? message : `${message}; did you mean ${meant.join(', ')}?`;
}

function writeTask({ task, at, roundTrip, tasksPerHour, seed }: TaskQuestion): object | null {
  const asked = {
    ...(JSON.stringify(task) === JSON.stringify(openingTask.task) ? {} : task),
    ...(typeof at === 'string' ? { offer: at } : at === null ? {} : { prices: at }),
    ...(roundTrip === openingTask.roundTrip ? {} : { roundTrip }),
    ...(tasksPerHour === null ? {} : { tasksPerHour }),
    ...(seed === openingTask.seed ? {} : { seed }),
  };
  return Object.keys(asked).length === 0 ? null : asked;
}

/** The task with the values that its preset has for what is not given. */
export function wholeTask(task: TaskInput): Task {
  const filled = fillTask(task as TaskFields, '');
  // A question was read, or made of fields that say what is wrong with them: it can be filled.
  if (!filled.ok) throw new Error(`${filled.error.path}: ${filled.error.message}`);
  return filled.value.task;
}

export function pricesAt(at: string | TaskPrices): TaskPrices | null {
  if (typeof at !== 'string') return at;
  const offer = offerById(at);
  return offer && { input: offer.input.value, cacheWrite: null, cached: offer.cachedInput?.value ?? null, output: offer.output.value };
}

/** What of the scenario the task decides itself, or cannot be asked with it. */
const leftOut = [...decidedByTask, 'anchor', 'peakToMean'] as const;

/** Keys of the scenario that say something here is not asked. */
export const droppedFrom = (scenario: Scenario): readonly (keyof Scenario)[] =>
  leftOut.filter((key) => JSON.stringify(scenario[key]) !== JSON.stringify(scenarioDefaults[key]));

/** The question as the library reads it: what the page shows is what `agent` says to this. */
export function agentInput({ task, at, roundTrip, tasksPerHour, seed }: TaskQuestion, scenario: Scenario): AgentInput {
  const prices = at === null ? null : pricesAt(at);
  const own = { ...(roundTrip > 0 && { roundTrip }), ...(seed !== openingTask.seed && { seed }) };
  if (prices !== null) return { task, prices, ...own };
  const { callSeconds: _, ...timed } = task;
  const asked = Object.fromEntries(
    Object.entries(scenario).filter(
      ([key, value]) =>
        !leftOut.some((each) => each === key) &&
        // With tasks an hour, the hours in use follow from them.
        !(key === 'utilisation' && tasksPerHour !== null) &&
        JSON.stringify(value) !== JSON.stringify((scenarioDefaults as Record<string, unknown>)[key]),
    ),
  ) as unknown as NonNullable<AgentInput['scenario']>;
  return { task: timed, scenario: asked, ...(tasksPerHour !== null && { tasksPerHour }), ...own };
}
