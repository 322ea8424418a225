/** The object that a row holds, and the id under which its answer goes back. */
import { fail, type InputError, type Parsed } from '../../scenario/input-error.ts';
import { parseJson } from '../../scenario/parse-json.ts';

/** The `id` of a row as it came, to stand first in its answer; nothing where it has none that can be sent back. */
export interface Named {
  readonly id?: unknown;
}

/** An id is a name or a few of them; one nested deeper cannot be printed (JSON.stringify recurses) and is refused. */
const deepest = 32;

/** @param words what a line is, where this one is no object */
export function readRowObject(text: string, words: string): Parsed<Readonly<Record<string, unknown>>> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('wrong-type', '', words);
  const row = value as Record<string, unknown>;
  if (nestedDeeper(row['id'], deepest)) return fail('out-of-range', 'id', `expected at most ${deepest} levels of nesting`);
  return { ok: true, value: row };
}

export const namedBy = ({ id }: Readonly<Record<string, unknown>>): Named => (id === undefined ? {} : { id });

/** The id of a row on which something broke; never throws. */
export function nameOf(text: string): Named {
  const read = readRowObject(text, '');
  return read.ok ? namedBy(read.value) : {};
}

/** A message quotes what was given, which may be a whole megabyte. */
const longestWords = 500;

const shortened = (words: string): string => (words.length > longestWords ? `${words.slice(0, longestWords)}…` : words);

/** One error row, without its line feed. */
export function errorLine(named: Named, error: InputError | Fault): string {
  return JSON.stringify({ ...named, error: { ...error, path: shortened(error.path), message: shortened(error.message) } });
}

/** An error of ours. */
interface Fault {
  readonly code: 'fault';
  readonly path: string;
  readonly message: string;
}

function nestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => nestedDeeper(each, levels - 1));
}
