/** One demand as a line of JSON in, what every accelerator would take as a line out: the form of the `fleet` command. */
import { fleet, parseFleetRequest } from '../../index.ts';
import { compactJson } from './compact-json.ts';
import type { RowAnswer } from './json-lines.ts';
import { errorLine, namedBy, readRowObject } from './row-object.ts';

export function answerFleetLine(text: string): RowAnswer {
  const row = readRowObject(text, 'a line is a JSON object: { "scenario", "only"? }');
  if (!row.ok) return { line: errorLine({}, row.error), failed: true };
  const { id, ...request } = row.value;
  const parsed = parseFleetRequest(request);
  if (!parsed.ok) return { line: errorLine(namedBy(row.value), parsed.error), failed: true };
  const answer = compactJson(fleet(parsed.value));
  return { line: id === undefined ? answer : `{"id":${JSON.stringify(id)},${answer.slice(1)}`, failed: false };
}
