/** Products with a matrix that is never stored: its rows are made one by one, in float64. */

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
