/**
 * One line of JSON in, one line of JSON out: the form of the `estimate` command. A wrong line is answered with the
 * field that is wrong; it never stops the lines after it.
 */
import { estimateScenario, explained, fail, parseScenario, type Calibration, type InputError } from '../../index.ts';
import type { GivenModel } from '../model-file.ts';
import { compactJson } from './compact-json.ts';
import type { RowAnswer } from './json-lines.ts';
import { errorLine, type Named, namedBy, readRowObject } from './row-object.ts';

export interface LineOptions {
  readonly calibration?: Calibration | null;
  /** Every quantity with the ids of its terms, and these with what they stand on. */
  readonly why?: boolean;
  /** Of scenarios that name none. */
  readonly model?: GivenModel;
}

export function answerLine(text: string, options: LineOptions = {}): RowAnswer {
  const row = readRowObject(text, 'a line is a JSON object: a scenario, or { "id", "scenario" }');
  if (!row.ok) return wrong({}, row.error);
  const { id, ...scenario } = row.value;
  // A line is a scenario, or an object that holds one beside an id.
  const parsed = 'scenario' in scenario ? parsedWith(options.model, scenario['scenario'], 'scenario') : parsedWith(options.model, scenario, '');
  if (!parsed.ok) return wrong(namedBy(row.value), parsed.error);
  const answer = compactJson((options.why ? explained : estimateScenario)(parsed.value, { calibration: options.calibration ?? null }));
  // Names that were no ids are told as what they were read.
  const resolved = Object.keys(parsed.resolved).length === 0 ? undefined : parsed.resolved;
  const head = JSON.stringify({ id, resolved }).slice(0, -1);
  return { line: head === '{' ? answer : `${head},${answer.slice(1)}`, failed: false };
}

function parsedWith(model: GivenModel | undefined, scenario: unknown, path: string): ReturnType<typeof parseScenario> {
  if (model === undefined || typeof scenario !== 'object' || scenario === null || Array.isArray(scenario)) return parseScenario(scenario, path);
  if ('model' in scenario)
    return fail('inconsistent', path === '' ? 'model' : `${path}.model`, 'the row names a model, and so does --model; leave one of them out');
  return parseScenario({ ...scenario, model }, path);
}

const wrong = (named: Named, error: InputError): RowAnswer => ({ line: errorLine(named, error), failed: true });
