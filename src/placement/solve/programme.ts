/**
 * A linear programme with whole columns as plain data: minimise Σ cost · x where every row Σ value · x lies within its ends and every
 * column within its own. Knows nothing of sites or of a solver.
 */

export interface Entry {
  readonly row: number;
  readonly value: number;
}

export interface Column {
  readonly cost: number;
  readonly lower: number;
  readonly upper: number;
  readonly whole: boolean;
  /** What is left undone, at a cost that no plan pays where it need not. */
  readonly penalty: boolean;
  readonly entries: readonly Entry[];
}

export interface Row {
  readonly lower: number;
  readonly upper: number;
}

export interface Programme {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** Rows first, then columns that name them. */
export class ProgrammeBuilder {
  readonly columns: Column[] = [];
  readonly rows: Row[] = [];

  /** @returns its index */
  row(lower: number, upper: number): number {
    return this.rows.push({ lower, upper }) - 1;
  }

  /** Zeros are left out. @returns its index */
  column(
    cost: number,
    entries: readonly Entry[],
    { lower = 0, upper = Infinity, whole = false, penalty = false }: Partial<Omit<Column, 'cost' | 'entries'>> = {},
  ): number {
    return this.columns.push({ cost, lower, upper, whole, penalty, entries: entries.filter(({ value }) => value !== 0) }) - 1;
  }
}

export const costOf = ({ columns }: Programme, values: ArrayLike<number>): number =>
  columns.reduce((sum, { cost }, index) => sum + cost * (values[index] ?? 0), 0);

/** Of what is left undone. */
export const penaltyOf = ({ columns }: Programme, values: ArrayLike<number>): number =>
  columns.reduce((sum, { cost, penalty }, index) => sum + (penalty ? cost * (values[index] ?? 0) : 0), 0);

/** What each row comes to. */
export function rowsOf({ columns, rows }: Programme, values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(rows.length);
  for (const [index, { entries }] of columns.entries()) {
    const value = values[index] ?? 0;
    if (value !== 0) for (const entry of entries) sums[entry.row] = (sums[entry.row] ?? 0) + entry.value * value;
  }
  return sums;
}

/** The same with some columns held at a value. */
export const withFixed = ({ columns, rows }: Programme, fixed: ReadonlyMap<number, number>): Programme => ({
  rows,
  columns: columns.map((column, index) => {
    const value = fixed.get(index);
    return value === undefined ? column : { ...column, lower: value, upper: value, whole: false };
  }),
});
