/**
 * From anything to a scenario, or to the one error that names the field. Used by the command line (strict) and by
 * links, where an unknown key is reported and dropped instead (`query.ts`).
 */
import * as v from 'valibot';
import { accelerator } from '../catalogue/accelerators.ts';
import { bringSites } from '../catalogue/bring-sites.ts';
import { incompleteModels, model } from '../catalogue/models.ts';
import { suggestedIds } from '../catalogue/names.ts';
import { site } from '../catalogue/sites.ts';
import { inconsistency, join } from './consistency.ts';
import { fail, type InputError } from './input-error.ts';
import { errorOf, kindOf } from './issue-error.ts';
import { readLengths } from './lengths.ts';
import { scenarioSchema } from './schema.ts';
import { ownHeads, type Scenario } from './scenario.ts';
import { withIds } from './with-ids.ts';

// What is parsed here is answered later, with the tables that its site was found in.
bringSites();

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
  const read = readLengths(parsed.output.lengths, fields, path);
  const scenario = { ...parsed.output, ...(read.ok && read.value) } as Scenario;
  const wrong = unknownId(scenario, path) ?? clash ?? (read.ok ? inconsistency(scenario, path) : read.error);
  return wrong ? { ok: false, error: wrong } : { ok: true, value: scenario, resolved };
}

/** The first word of a list of words that is none of them, wherever it stands among numbers that are out of range. */
function unknownWord(fields: Readonly<Record<string, unknown>>, path: string): InputError | null {
  const { issues = [] } = v.safeParse(scenarioSchema, fields, { abortPipeEarly: true });
  return issues.map((issue) => errorOf(issue, path)).find(({ code }) => code === 'unknown-id') ?? null;
}

function unknownDraft(speculative: unknown, path: string): InputError | null {
  const draft = typeof speculative === 'object' && speculative !== null && 'draft' in speculative ? speculative.draft : ownHeads;
  return typeof draft !== 'string' || draft === ownHeads || model(draft) !== undefined
    ? null
    : fail('unknown-id', join(path, 'speculative.draft'), `no model "${draft}"`, suggestedIds('model', draft)).error;
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
  return check('model', model) ?? check('accelerator', accelerator) ?? check('site', site) ?? unknownDraft(scenario.speculative, path);
}
