/** The float64 judge of a matrix multiply: sampled entries of a timed one, all of a small case, and A (B r). */
import { fillInto, fillValues } from '../wgsl/fill-values.ts';
import type { Fill, FloatType, Oracle } from '../instance.ts';
import { timesVectors, type RowProduct, type RowSource } from '../linear.ts';

/** Entries compared one by one beside the Freivalds check. */
const sampledEntries = 64;

export function gemmOracle({ m, n, k }: Pick<RowProduct, 'm' | 'n' | 'k'>, dtype: FloatType, fillA: Fill, fillB: Fill, whole: boolean): Oracle {
  const rowOfA: RowSource = (index, row) => fillInto(row, fillA, dtype, index * k);
  const rowOfB: RowSource = (index, row) => fillInto(row, fillB, dtype, index * n);
  const entry = (index: number): number => {
    const a = fillValues(fillA, dtype, Math.floor(index / n) * k, k);
    const column = index % n;
    const one = new Float64Array(1);
    let sum = 0;
    for (let at = 0; at < k; at++) {
      fillInto(one, fillB, dtype, at * n + column);
      sum += (a[at] ?? 0) * (one[0] ?? 0);
    }
    return sum;
  };
  return {
    ranges(pick) {
      if (whole) return [{ start: 0, values: product(fillValues(fillA, dtype, 0, m * k), fillValues(fillB, dtype, 0, k * n), m, n, k) }];
      return Array.from({ length: sampledEntries }, () => {
        const start = pick(m * n);
        return { start, values: Float64Array.of(entry(start)) };
      });
    },
    product: (vectors) => timesVectors(rowOfA, m, k, timesVectors(rowOfB, k, n, vectors)),
  };
}

function product(a: Float64Array, b: Float64Array, m: number, n: number, k: number): Float64Array {
  const c = new Float64Array(m * n);
  for (let row = 0; row < m; row++) {
    for (let at = 0; at < k; at++) {
      const scale = a[row * k + at] ?? 0;
      for (let column = 0; column < n; column++) c[row * n + column] = (c[row * n + column] ?? 0) + scale * (b[at * n + column] ?? 0);
    }
  }
  return c;
}
