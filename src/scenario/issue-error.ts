/** Issues of the schema in the words of this library. Apart from `parse.ts`, whose declarations name nothing that is not installed with it. */
import type * as v from 'valibot';
import { nearest } from '../catalogue/suggestions.ts';
import { join } from './consistency.ts';
import { fail, type InputError } from './input-error.ts';
import { fieldsAt } from './schema.ts';

/**
 * One schema issue in our words.
 * @param fields names that may stand where an unknown one was found
 */
export function errorOf(issue: v.BaseIssue<unknown>, path: string, fields: (keys: readonly string[]) => readonly string[] = fieldsAt): InputError {
  const keys = (issue.path ?? []).map((step) => String(step.key));
  const at = join(path, keys.join('.'));
  const key = keys.at(-1) ?? '';
  if (issue.type === 'strict_object') {
    if (issue.expected === 'never') {
      return fail('unknown-field', at, `no field "${key}"`, nearest(key, fields(keys))).error;
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
      return Array.isArray(issue.input) ? 'a list that is not empty' : 'text that is not empty';
    case 'regex':
      // Said in words by the schema.
      return issue.message;
    case 'max_length':
      return `a length of ${(issue.expected ?? '').replace('<=', 'at most ')}`;
    default:
      return issue.expected ?? 'another value';
  }
}

export const kindOf = (input: unknown): string =>
  input === null ? 'null' : Array.isArray(input) ? 'a list' : typeof input === 'object' ? 'an object' : `${typeof input} ${JSON.stringify(input)}`;
