/**
 * From anything to a scenario, or to the one error that names the field. Used by the command line (strict) and by
 * links, where an unknown key is reported and dropped instead (`query.ts`).
 */
import * as v from 'valibot';
import { accelerator } from '../catalogue/accelerators.ts';
import { incompleteModels, model } from '../catalogue/models.ts';
import { suggestedIds } from '../catalogue/names.ts';
import { nearest } from '../catalogue/suggestions.ts';
import { site } from '../catalogue/sites.ts';
import { inconsistency, join } from './consistency.ts';
import { fail, type InputError } from './input-error.ts';
import { fieldsAt, scenarioSchema } from './schema.ts';
import type { Scenario } from './scenario.ts';
import { withIds } from './with-ids.ts';

/** A scenario, and what the names in it were read as where they were no ids. */
export type ParsedScenario =
  | { readonly ok: true; readonly value: Scenario; readonly resolved: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly error: InputError };

/** @param path where the scenario stands in its line, to be put before every path of an error (`scenario`) */
export function parseScenario(input: unknown, path = ''): ParsedScenario {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return fail('wrong-type', path, `a scenario is an object, got ${kindOf(input)}`);
  const { fields, resolved, error: clash } = withIds(input as Readonly<Record<string, unknown>>, Object.keys(scenarioSchema.entries), path);
  const parsed = v.safeParse(scenarioSchema, fields, { abortEarly: true, abortPipeEarly: true });
  if (!parsed.success) {
    const error = errorOf(parsed.issues[0], path);
    // A name that means nothing is said before a number that is out of range: it decides what the row is about.
    return { ok: false, error: error.code === 'out-of-range' ? (unknownId(fields, path) ?? unknownWord(fields, path) ?? error) : error };
  }
  const scenario = parsed.output as Scenario;
  const wrong = unknownId(scenario, path) ?? clash ?? inconsistency(scenario, path);
  return wrong ? { ok: false, error: wrong } : { ok: true, value: scenario, resolved };
}

/** The first word of a list of words that is none of them, wherever it stands among numbers that are out of range. */
function unknownWord(fields: Readonly<Record<string, unknown>>, path: string): InputError | null {
  const { issues = [] } = v.safeParse(scenarioSchema, fields, { abortPipeEarly: true });
  return issues.map((issue) => errorOf(issue, path)).find(({ code }) => code === 'unknown-id') ?? null;
}

const kindOf = (input: unknown): string =>
  input === null ? 'null' : Array.isArray(input) ? 'a list' : typeof input === 'object' ? 'an object' : `${typeof input} ${JSON.stringify(input)}`;

/** One schema issue in our words. */
function errorOf(issue: v.BaseIssue<unknown>, path: string): InputError {
  const keys = (issue.path ?? []).map((step) => String(step.key));
  const at = join(path, keys.join('.'));
  const key = keys.at(-1) ?? '';
  if (issue.type === 'strict_object') {
    if (issue.expected === 'never') {
      return fail('unknown-field', at, `no field "${key}"`, nearest(key, fieldsAt(keys))).error;
    }
    if (issue.received === 'undefined') return fail('wrong-type', at, `"${key}" is required`).error;
    return fail('wrong-type', at, `expected an object, got ${kindOf(issue.input)}`).error;
  }
  if (issue.type === 'picklist' && typeof issue.input === 'string') {
    const options =
      (issue as unknown as { requirement?: readonly string[] }).requirement ??
      issue.expected?.match(/"([^"]+)"/g)?.map((word) => word.slice(1, -1)) ??
      [];
    return fail('unknown-id', at, `no ${key} "${issue.input}"; expected ${options.join(', ')}`, nearest(issue.input, options)).error;
  }
  if (issue.type === 'picklist' && typeof issue.input === 'number' && /^\(?\d/.test(issue.expected ?? ''))
    return fail('out-of-range', at, `expected ${issue.expected ?? 'another number'}, got ${issue.input}`).error;
  if (issue.kind === 'schema') return fail('wrong-type', at, `expected ${wordFor(issue)}, got ${kindOf(issue.input)}`).error;
  return fail('out-of-range', at, `expected ${rangeFor(issue)}, got ${JSON.stringify(issue.input)}`).error;
}

function wordFor(issue: v.BaseIssue<unknown>): string {
  switch (issue.type) {
    case 'number':
      return 'a number';
    case 'string':
      return 'text';
    case 'array':
      return 'a list';
    case 'record':
      return 'an object';
    default:
      return issue.expected ?? 'another type';
  }
}

function rangeFor(issue: v.BaseIssue<unknown>): string {
  switch (issue.type) {
    case 'integer':
      return 'a whole number';
    case 'gt_value':
      return 'more than 0';
    case 'finite':
      return 'a finite number';
    case 'min_value':
      return `at least ${(issue.expected ?? '').replace('>=', '')}`;
    case 'max_value':
      return `at most ${(issue.expected ?? '').replace('<=', '')}`;
    case 'min_length':
      return 'text that is not empty';
    case 'max_length':
      return `a length of ${(issue.expected ?? '').replace('<=', 'at most ')}`;
    default:
      return issue.expected ?? 'another value';
  }
}

function unknownId(scenario: Partial<Scenario>, path: string): InputError | null {
  const check = (key: 'model' | 'accelerator' | 'site', find: (id: string) => unknown): InputError | null => {
    const given = scenario[key];
    if (typeof given !== 'string' || find(given) !== undefined) return null;
    const announced = key === 'model' ? incompleteModels().find(({ id }) => id === given) : undefined;
    const words = announced
      ? `${announced.name} is known by name only: no source gives its shape (${announced.missing.join(', ')})`
      : `no ${key} "${given}"`;
    return fail('unknown-id', join(path, key), words, suggestedIds(key, given)).error;
  };
  return check('model', model) ?? check('accelerator', accelerator) ?? check('site', site);
}
