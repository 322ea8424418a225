/**
 * One line of JSON in, one line of JSON out: the form of the `estimate` command. A wrong line is answered with the
 * field that is wrong; it never stops the lines after it.
 */
import { estimate, parseJson, parseScenario, type Calibration, type InputError } from '../../index.ts';
import { compactJson } from './compact-json.ts';

export interface Answer {
  readonly line: string;
  /** True when the line was wrong; an infeasible scenario is an answer. */
  readonly failed: boolean;
}

export function answerLine(text: string, options: { readonly calibration?: Calibration | null } = {}): Answer {
  const parsed = readLine(text);
  if (!parsed.ok) return wrong(parsed.id, parsed.error);
  const scenario = parseScenario(parsed.scenario, parsed.path);
  if (!scenario.ok) return wrong(parsed.id, scenario.error);
  const answer = compactJson(estimate(scenario.value, options));
  return { line: parsed.id === undefined ? answer : `{"id":${JSON.stringify(parsed.id)},${answer.slice(1)}`, failed: false };
}

type ReadLine =
  | { readonly ok: true; readonly id: unknown; readonly scenario: unknown; readonly path: string }
  | { readonly ok: false; readonly id: unknown; readonly error: InputError };

/** A line is a scenario, or an object that holds one under `scenario` beside an `id`. */
function readLine(text: string): ReadLine {
  const json = parseJson(text);
  if (!json.ok) return { ok: false, id: undefined, error: json.error };
  const value = json.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {
      ok: false,
      id: undefined,
      error: { code: 'wrong-type', path: '', message: 'a line is a JSON object: a scenario, or { "id", "scenario" }' },
    };
  }
  if ('scenario' in value) return { ok: true, id: (value as { id?: unknown }).id, scenario: value.scenario, path: 'scenario' };
  const { id, ...rest } = value as Record<string, unknown>;
  return { ok: true, id, scenario: rest, path: '' };
}

const named = (id: unknown): { id?: unknown } => (id === undefined ? {} : { id });

const wrong = (id: unknown, error: InputError): Answer => ({ line: JSON.stringify({ ...named(id), error }), failed: true });
