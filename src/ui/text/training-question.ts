/** What the page of training asks, as its address says it and as the library reads it. No DOM. */
import * as v from 'valibot';
import { nearest } from '../../catalogue/suggestions.ts';
import { defaultScenario } from '../../scenario/defaults.ts';
import { errorOf } from '../../scenario/issue-error.ts';
import { parseTraining, trainingFields, trainingSchema } from '../../scenario/parse-training.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { TrainingInput } from '../../estimate/training/library.ts';
import type { QuestionForm } from '../../session/page-question.ts';

/** A run with its defaults left out; model, accelerator, way to pay and place are the scenario's where it says none. */
export type TrainingQuestion = Omit<TrainingInput, 'model' | 'accelerator'> & Partial<Pick<TrainingInput, 'model' | 'accelerator'>>;

/** The library's preset of adapters, on the scenario's model. */
export const openingTraining: TrainingQuestion = { kind: 'fine-tune', method: 'lora', tokens: 1e8 };

export const trainingForm: QuestionForm<TrainingQuestion> = { key: 'training', read: readTraining, write: writeTraining };

function readTraining(input: Record<string, unknown> | null): ReturnType<QuestionForm<TrainingQuestion>['read']> {
  if (input === null) return { value: openingTraining, problems: [] };
  const problems: string[] = [];
  const given: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    const wrong = fieldFault(key, value);
    if (wrong === null) given[key] = value;
    else problems.push(`${key}: ${wrong}`);
  }
  const value: Record<string, unknown> = given['kind'] === undefined ? { ...openingTraining, ...given } : given;
  // Every pass takes one key out, and what is left when none is wrong can be asked.
  for (;;) {
    const parsed = parseTraining(trainingInput(value as TrainingQuestion, defaultScenario));
    if (parsed.ok) return { value: value as TrainingQuestion, problems };
    const { path, message, suggestions = [] } = parsed.error;
    problems.push(`${path}: ${message}${suggestions.length > 0 ? `; did you mean ${suggestions.join(', ')}?` : ''}`);
    const key = path.split('.')[0] ?? '';
    if (!(key in value)) return { value: openingTraining, problems };
    delete value[key];
    if (key === 'kind') return { value: openingTraining, problems };
  }
}

/** What is wrong with one key of the address; null where nothing is. */
function fieldFault(key: string, value: unknown): string | null {
  const schemas: Readonly<Record<string, v.GenericSchema>> = trainingSchema.entries;
  const schema = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
  if (schema === undefined) {
    const meant = nearest(key, trainingFields);
    return `no such field${meant.length > 0 ? `; did you mean ${meant.join(', ')}?` : ''}`;
  }
  const read = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  return read.success ? null : errorOf(read.issues[0], '', () => trainingFields).message;
}

function writeTraining(question: TrainingQuestion): object | null {
  return JSON.stringify(question) === JSON.stringify(openingTraining) ? null : question;
}

/** The question as the library reads it: what the page shows is what `train` says to this. */
export function trainingInput(question: TrainingQuestion, { model, accelerator, ownership, site }: Scenario): TrainingInput {
  return { model, accelerator, ...(ownership !== defaultScenario.ownership && { ownership }), ...(site !== null && { site }), ...question };
}

/** What was found for another run. */
const found: readonly string[] = ['parallel', 'microBatch', 'recompute'] satisfies readonly (keyof TrainingQuestion)[];

/** Without what another kind or method does not take, and without a layout that was found for another run. */
export function withMethod(
  question: TrainingQuestion,
  change: Pick<TrainingQuestion, 'kind'> & { readonly method: NonNullable<TrainingQuestion['method']> },
): TrainingQuestion {
  const kept = Object.entries({ ...question, ...change }).filter(
    ([key]) => !found.includes(key) && !(key === 'loraRank' && change.method === 'full'),
  );
  return Object.fromEntries(kept) as unknown as TrainingQuestion;
}
