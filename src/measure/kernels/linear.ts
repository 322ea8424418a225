/** Products with matrices that are never stored, in float64: rows are made one by one, as often as they are needed. */
import type { Oracle } from './instance.ts';

/** Writes row `index` of a matrix into `row`. */
export type RowSource = (index: number, row: Float64Array) => void;

/** M r for each vector r; `rows` x `columns`, every element made once. */
export function timesVectors(matrix: RowSource, rows: number, columns: number, vectors: readonly Float64Array[]): Float64Array[] {
  const results = vectors.map(() => new Float64Array(rows));
  const row = new Float64Array(columns);
  for (let index = 0; index < rows; index++) {
    matrix(index, row);
    for (let which = 0; which < vectors.length; which++) {
      const result = results[which];
      const vector = vectors[which];
      if (result !== undefined && vector !== undefined) result[index] = dot(row, vector);
    }
  }
  return results;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

/** The factors of C[m, n] = X Wᵀ, each by its rows along k. */
export interface RowProduct {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly rowOfX: RowSource;
  readonly rowOfW: RowSource;
}

/** Entries compared one by one beside the Freivalds check; a smaller result is compared whole. */
const sampledEntries = 64;

/** Judge of a product of rows with rows: all entries of a small case, 64 of a timed one, and C r = X (Wᵀ r). */
export function rowProductOracle({ m, n, k, rowOfX, rowOfW }: RowProduct, whole: boolean): Oracle {
  const x = new Float64Array(k);
  const w = new Float64Array(k);
  const entry = (index: number): number => {
    rowOfX(Math.floor(index / n), x);
    rowOfW(index % n, w);
    return dot(x, w);
  };
  return {
    ranges(pick) {
      if (whole || m * n <= sampledEntries) return [{ start: 0, values: Float64Array.from({ length: m * n }, (_, index) => entry(index)) }];
      return Array.from({ length: sampledEntries }, () => {
        const start = pick(m * n);
        return { start, values: Float64Array.of(entry(start)) };
      });
    },
    product(vectors) {
      const combined = vectors.map(() => new Float64Array(k));
      for (let row = 0; row < n; row++) {
        rowOfW(row, w);
        vectors.forEach((vector, which) => addScaled(combined[which], vector[row] ?? 0, w));
      }
      return timesVectors(rowOfX, m, k, combined);
    },
  };
}

/** Each row plus a bias as long as a row. */
export function withBias(rows: Float64Array, bias: Float64Array): Float64Array {
  return rows.map((value, at) => value + (bias[at % bias.length] as number));
}

function addScaled(target: Float64Array | undefined, scale: number, row: Float64Array): void {
  if (target === undefined) return;
  for (let at = 0; at < row.length; at++) target[at] = (target[at] as number) + scale * (row[at] as number);
}
