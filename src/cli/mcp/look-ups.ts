/** Look-ups in the catalogue as rows: the same JSON as `list --json` and `schema` print. */
import { fail, nearest, type InputError, type Parsed } from '../../index.ts';
import { catalogueRows, listKinds } from '../commands/list.ts';
import type { RowAnswer } from '../lines/json-lines.ts';
import { errorLine, readRowObject } from '../lines/row-object.ts';
import { jsonSchema, schemaNames } from '../../index.ts';

type Fields = Readonly<Record<string, unknown>>;

export async function listLine(text: string): Promise<RowAnswer> {
  const read = fieldsOf(text, ['kind', 'contains']);
  if (!read.ok) return wrong(read.error);
  const kind = wordOf(read.value, 'kind', listKinds);
  if (!kind.ok) return wrong(kind.error);
  const { contains } = read.value;
  if (contains !== undefined && (typeof contains !== 'string' || contains === ''))
    return wrong(fail('wrong-type', 'contains', 'expected a text: part of an id or a name').error);
  const rows = await catalogueRows(kind.value);
  const part = contains?.toLowerCase() ?? '';
  const found = rows.filter((row) => [row['id'], row['name']].some((each) => typeof each === 'string' && each.toLowerCase().includes(part)));
  return { line: JSON.stringify(contains === undefined ? rows : found), failed: false };
}

export async function schemaLine(text: string): Promise<RowAnswer> {
  const read = fieldsOf(text, ['name']);
  if (!read.ok) return wrong(read.error);
  const name = wordOf(read.value, 'name', schemaNames);
  return name.ok ? { line: JSON.stringify(await jsonSchema(name.value)), failed: false } : wrong(name.error);
}

function fieldsOf(text: string, known: readonly string[]): Parsed<Fields> {
  const row = readRowObject(text, `expected an object: { ${known.join(', ')} }`);
  if (!row.ok) return row;
  const other = Object.keys(row.value).find((key) => !known.includes(key));
  return other === undefined ? row : fail('unknown-field', other, `no field "${other}"`, nearest(other, known));
}

function wordOf<Word extends string>(fields: Fields, key: string, words: readonly Word[]): Parsed<Word> {
  const given = fields[key];
  const word = words.find((each) => each === given);
  if (word !== undefined) return { ok: true, value: word };
  if (typeof given !== 'string') return fail('wrong-type', key, `expected ${words.join(' or ')}`);
  return fail('unknown-id', key, `no "${given}"; there are ${words.join(', ')}`, nearest(given, words));
}

const wrong = (error: InputError): RowAnswer => ({ line: errorLine({}, error), failed: true });
