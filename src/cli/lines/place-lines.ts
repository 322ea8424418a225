/** One placement as a line of JSON in, the plan as a line out: the form of the `place` command. */
import { loadPlacement } from '../../index.ts';
import { compactJson } from './compact-json.ts';
import type { RowAnswer } from './json-lines.ts';
import { errorLine, namedBy, readRowObject } from './row-object.ts';

export async function placeLines(options: { readonly why: boolean }): Promise<(text: string) => RowAnswer> {
  const part = await loadPlacement();
  return (text) => {
    const row = readRowObject(text, 'a line is a JSON object: { "workloads": [ … ], "objective"?, … }');
    if (!row.ok) return { line: errorLine({}, row.error), failed: true };
    const { id, ...request } = row.value;
    const parsed = part.parse(request);
    if (!parsed.ok) return { line: errorLine(namedBy(row.value), parsed.error), failed: true };
    const steps = part.steps(parsed.value, options);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const answer = compactJson(step.value);
    return { line: id === undefined ? answer : `{"id":${JSON.stringify(id)},${answer.slice(1)}`, failed: false };
  };
}
