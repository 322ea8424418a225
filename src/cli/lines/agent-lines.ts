/** One task of an agent as a line of JSON in, what it takes and costs as a line out: the form of the `agent` command. */
import { loadAgent } from '../../index.ts';
import { compactJson } from './compact-json.ts';
import type { RowAnswer } from './json-lines.ts';
import { errorLine, namedBy, readRowObject } from './row-object.ts';

export async function agentLines(): Promise<(text: string) => RowAnswer> {
  const part = await loadAgent();
  return (text) => {
    const row = readRowObject(text, 'a line is a JSON object: { "task", "prices" or "scenario", … }');
    if (!row.ok) return { line: errorLine({}, row.error), failed: true };
    const { id, ...input } = row.value;
    const parsed = part.parse(input);
    if (!parsed.ok) return { line: errorLine(namedBy(row.value), parsed.error), failed: true };
    const answer = compactJson(part.estimate(parsed.value));
    // Names that were no ids are told as what they were read.
    const { runs } = parsed.value;
    const resolved = runs.kind === 'scenario' && Object.keys(runs.resolved).length > 0 ? runs.resolved : undefined;
    const head = JSON.stringify({ id, resolved }).slice(0, -1);
    return { line: head === '{' ? answer : `${head},${answer.slice(1)}`, failed: false };
  };
}
