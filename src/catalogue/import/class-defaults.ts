/**
 * What the configuration classes of huggingface/transformers fill in where a file is silent, by `model_type`. The table
 * is made from the classes themselves (release 5.18.0, read 2026-11-28, src/transformers/models/<folder>/configuration_*.py,
 * Apache-2.0), and loaded with the reading of configurations only.
 */
import { table } from '../data/config-defaults.csv';
import { rowsOf } from '../table.ts';
import { textOf } from '../read-cell.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Row {
  readonly defaults: Fields;
  /** Type of the text part of a wrapper. */
  readonly text: string;
}

let cached: { readonly byType: ReadonlyMap<string, Row>; readonly byArchitecture: ReadonlyMap<string, string> } | undefined;

function read(): NonNullable<typeof cached> {
  if (cached) return cached;
  const byType = new Map<string, Row>();
  const byArchitecture = new Map<string, string>();
  for (const row of rowsOf(table)) {
    const type = textOf(row, 'model_type');
    byType.set(type, { defaults: fieldsOf(textOf(row, 'defaults')), text: textOf(row, 'text_type') });
    for (const architecture of textOf(row, 'architectures').split(';'))
      if (architecture !== '') byArchitecture.set(architecture, textOf(row, 'text_type') || type);
  }
  return (cached = { byType, byArchitecture });
}

/** `hidden_size=4096;tie_word_embeddings=false` */
function fieldsOf(cell: string): Fields {
  return Object.fromEntries(
    cell
      .split(';')
      .filter((field) => field !== '')
      .map((field) => {
        const at = field.indexOf('=');
        return [field.slice(0, at), valueOf(field.slice(at + 1))];
      }),
  );
}

const valueOf = (text: string): unknown =>
  text === 'true' ? true : text === 'false' ? false : text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;

/** Null for a family whose class is not in the table. */
export const classDefaults = (type: string): Fields | null => read().byType.get(type)?.defaults ?? null;

/** The text part that a wrapper of this type holds; null for what is no wrapper. */
export const textTypeOf = (type: string): string | null => read().byType.get(type)?.text || null;

/** `model_type` of what an entry of `architectures` stands for; null for one that is not in the table. */
export const typeOfArchitecture = (architecture: string): string | null => read().byArchitecture.get(architecture) ?? null;

export const knownArchitectures = (): readonly string[] => [...read().byArchitecture.keys()];
