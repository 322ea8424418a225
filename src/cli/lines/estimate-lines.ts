/**
 * One line of JSON in, one line of JSON out: the form of the `estimate` command. A wrong line is answered with the
 * field that is wrong; it never stops the lines after it.
 */
import { estimateScenario, parseScenario, type Calibration, type InputError } from '../../index.ts';
import { compactJson } from './compact-json.ts';
import type { RowAnswer } from './json-lines.ts';
import { errorLine, type Named, namedBy, readRowObject } from './row-object.ts';

export function answerLine(text: string, options: { readonly calibration?: Calibration | null } = {}): RowAnswer {
  const row = readRowObject(text, 'a line is a JSON object: a scenario, or { "id", "scenario" }');
  if (!row.ok) return wrong({}, row.error);
  const { id, ...scenario } = row.value;
  // A line is a scenario, or an object that holds one beside an id.
  const parsed = 'scenario' in scenario ? parseScenario(scenario['scenario'], 'scenario') : parseScenario(scenario);
  if (!parsed.ok) return wrong(namedBy(row.value), parsed.error);
  const answer = compactJson(estimateScenario(parsed.value, options));
  // Names that were no ids are told as what they were read.
  const resolved = Object.keys(parsed.resolved).length === 0 ? undefined : parsed.resolved;
  const head = JSON.stringify({ id, resolved }).slice(0, -1);
  return { line: head === '{' ? answer : `${head},${answer.slice(1)}`, failed: false };
}

const wrong = (named: Named, error: InputError): RowAnswer => ({ line: errorLine(named, error), failed: true });
