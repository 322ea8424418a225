/** One training run as a line of JSON in, what it takes and costs as a line out: the form of the `train` command. */
import { fail, loadTraining, nearest } from '../../index.ts';
import { compactJson } from './compact-json.ts';
import type { RowAnswer } from './json-lines.ts';
import { errorLine, namedBy, readRowObject } from './row-object.ts';

export async function trainLines(): Promise<(text: string) => RowAnswer> {
  const part = await loadTraining();
  return (text) => {
    const row = readRowObject(text, 'a line is a JSON object: { "training": { … } }');
    if (!row.ok) return { line: errorLine({}, row.error), failed: true };
    const { id, training, ...others } = row.value;
    const other = Object.keys(others)[0];
    const parsed =
      other === undefined
        ? part.parse(training, 'training')
        : fail('unknown-field', other, `no field "${other}"`, nearest(other, ['training', 'id']));
    if (!parsed.ok) return { line: errorLine(namedBy(row.value), parsed.error), failed: true };
    const answer = compactJson(part.estimate(parsed.value));
    return { line: id === undefined ? answer : `{"id":${JSON.stringify(id)},${answer.slice(1)}`, failed: false };
  };
}
