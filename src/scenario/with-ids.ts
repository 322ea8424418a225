/**
 * A scenario with the names that people use put as ids, before it is read: "NVIDIA H100 80GB HBM3" as `h100-80-sxm`, `float16` as
 * `bf16`, an engine's own flag as the key that it sets. What was replaced is told, so that an answer can report it.
 */
import { resolveName, type NamedKind } from '../catalogue/names.ts';
import { join } from './consistency.ts';
import { fail, type InputError } from './input-error.ts';

export interface WithIds {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Path below the scenario → what the name given there was read as. */
  readonly resolved: Readonly<Record<string, string>>;
  readonly error: InputError | null;
}

const named = ['model', 'accelerator', 'site', 'engine', 'weights', 'kvCache'] as const satisfies readonly NamedKind[];

type Fields = Readonly<Record<string, unknown>>;

/**
 * @param known keys that a scenario has: a spelling is read only where the key that it stands for exists
 * @param path where the scenario stands in its line
 */
export function withIds(input: Fields, known: readonly string[], path: string): WithIds {
  const resolved: Record<string, string> = {};
  const fields: Record<string, unknown> = {};
  let error: InputError | null = null;
  for (const [key, value] of Object.entries(input)) {
    const own = known.includes(key) ? key : (spelled(key, known) ?? key);
    if (own !== key) {
      if (own in input || own in fields) {
        error ??= fail('inconsistent', join(path, key), `it is ${own}, which is given too`).error;
        continue;
      }
      resolved[key] = own;
    }
    // As any key of JSON, "__proto__" is a key.
    Object.defineProperty(fields, own, { value, enumerable: true, writable: true, configurable: true });
  }
  for (const kind of named) {
    const given = fields[kind];
    if (typeof given !== 'string') continue;
    const row = resolveName(kind, given);
    if (!row || row.id === given) continue;
    fields[kind] = row.id;
    resolved[kind] = row.id;
    if (row.weights === undefined) continue;
    const wanted = formatOf(fields['weights']);
    if (wanted !== null && wanted !== row.weights)
      error ??= fail('inconsistent', join(path, 'weights'), `the model's name says ${row.weights}, not ${wanted}`).error;
    fields['weights'] = row.weights;
    resolved['weights'] = row.weights;
  }
  const draft = draftOf(fields['speculative']);
  const draftRow = draft === null ? null : resolveName('model', draft);
  if (draftRow && draftRow.id !== draft) {
    fields['speculative'] = { ...(fields['speculative'] as Fields), draft: draftRow.id };
    resolved['speculative.draft'] = draftRow.id;
  }
  return { fields, resolved, error };
}

function spelled(key: string, known: readonly string[]): string | null {
  const row = resolveName('key', key);
  return row && known.includes(row.id) ? row.id : null;
}

/** Null where the format is left open. */
const formatOf = (given: unknown): string | null =>
  typeof given === 'string' ? (resolveName('weights', given)?.id ?? given) : given === null || given === undefined ? null : JSON.stringify(given);

/** The id of a draft model; its own heads are none. */
function draftOf(speculative: unknown): string | null {
  if (typeof speculative !== 'object' || speculative === null || !('draft' in speculative)) return null;
  const { draft } = speculative;
  return typeof draft === 'string' && draft !== 'mtp' ? draft : null;
}
