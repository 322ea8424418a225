/** A programme in parts that have no row in common once rows that do not bind are left out: each part is a small programme of its own. */
import { rowsOf, type Programme } from './programme.ts';

export interface Part {
  readonly programme: Programme;
  /** Index in the whole of each column of the part. */
  readonly columns: readonly number[];
}

/** Share of a row's upper end that is still free where the row is taken not to bind. */
const free = 0.2;

/**
 * Rows that leave room for whole columns to be rounded up, and for one more of the largest. Rows with a lower end stay, and those that
 * hold a part together whatever it does (their upper end is 0).
 */
export function looseRows(programme: Programme, values: ArrayLike<number>): ReadonlySet<number> {
  const up = Float64Array.from(programme.columns, ({ whole }, column) => (whole ? Math.ceil((values[column] ?? 0) - 1e-6) : (values[column] ?? 0)));
  const sums = rowsOf(programme, up);
  const largest = new Float64Array(programme.rows.length);
  for (const { entries } of programme.columns) for (const { row, value } of entries) largest[row] = Math.max(largest[row] ?? 0, value);
  return new Set(
    programme.rows.flatMap(({ lower, upper }, row) =>
      lower === -Infinity && upper > 0 && (sums[row] ?? 0) + (largest[row] ?? 0) <= (1 - free) * upper ? [row] : [],
    ),
  );
}

export function partsOf({ columns, rows }: Programme, loose: ReadonlySet<number>): readonly Part[] {
  const parent = columns.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? at] ?? at;
    return at;
  };
  const firstOf = new Map<number, number>();
  for (const [index, { entries }] of columns.entries()) {
    for (const { row } of entries) {
      if (loose.has(row)) continue;
      const first = firstOf.get(row);
      if (first === undefined) firstOf.set(row, index);
      else parent[root(index)] = root(first);
    }
  }
  const members = new Map<number, number[]>();
  for (const index of columns.keys()) {
    const own = members.get(root(index));
    if (own) own.push(index);
    else members.set(root(index), [index]);
  }
  return [...members.values()].map((own) => {
    const rowAt = new Map<number, number>();
    const kept: Programme['rows'][number][] = [];
    const place = (row: number): number => {
      const known = rowAt.get(row);
      if (known !== undefined) return known;
      const [at] = [kept.push(rows[row] ?? { lower: -Infinity, upper: Infinity }) - 1];
      rowAt.set(row, at);
      return at;
    };
    const mine = own.flatMap((index) => {
      const column = columns[index];
      return column ? [{ ...column, entries: column.entries.flatMap(({ row, value }) => (loose.has(row) ? [] : [{ row: place(row), value }])) }] : [];
    });
    return { programme: { columns: mine, rows: kept }, columns: own };
  });
}
