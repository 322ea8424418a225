/** Who runs the sites, and whose they are: several brands of one owner are one operator wherever dependence is counted. */
import { table } from '../data/operators.csv';
import { codesOf, textOf } from '../read-cell.ts';
import { rowsOf } from '../table.ts';

export interface Operator {
  readonly id: string;
  readonly name: string;
  /** Id of the owner; null for its own master, as far as was read. */
  readonly parent: string | null;
  /** Of the headquarters, ISO 3166-1 alpha-2. */
  readonly country: string;
  /** As of its sites; `parent` for an owner that runs none by itself. */
  readonly kind: string;
  readonly source: readonly string[];
}

let cached: ReadonlyMap<string, Operator> | undefined;

export function operators(): readonly Operator[] {
  return [...byId().values()];
}

export function operator(id: string): Operator | undefined {
  return byId().get(id);
}

/** The last owner in the chain: `fastweb` → `swisscom`. @throws for an id that is not in the file: a fault of ours */
export function ownerOf(id: string): Operator {
  const found = operator(id);
  if (!found) throw new Error(`no operator "${id}"`);
  return found.parent === null ? found : ownerOf(found.parent);
}

function byId(): ReadonlyMap<string, Operator> {
  cached ??= new Map(
    rowsOf(table).map((row) => {
      const parent = textOf(row, 'parent');
      const id = textOf(row, 'id');
      const country = textOf(row, 'country_iso2');
      return [id, { id, name: textOf(row, 'name'), parent: parent === '' ? null : parent, country, kind: textOf(row, 'kind'), source: codesOf(row) }];
    }),
  );
  return cached;
}
