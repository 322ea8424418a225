/**
 * How tuned benchmark scripts hold requests back to have fewer, fuller passes of prompts. Nobody who serves people does so by default, so
 * that it belongs to `host: "benchmark"` alone.
 */
import { table } from './data/held-requests.csv';
import type { EngineName } from './engines.ts';
import type { SiliconFamily } from './facts.ts';
import { numberOrNull, requiredNumber, textOf } from './read-cell.ts';
import { rowsOf, type Row } from './table.ts';

export interface HeldRequests {
  readonly kind: 'every' | 'together';
  readonly passes: number;
}

let rows: readonly Row[] | undefined;

/**
 * @param ranks attention-data ranks of a replica
 * @param users in flight over all ranks of a replica
 * @returns null where the scripts hold nobody back
 */
export function heldInBenchmarks(engine: EngineName, family: SiliconFamily | null, ranks: number, users: number): HeldRequests | null {
  const row = (rows ??= rowsOf(table)).findLast(
    (each) =>
      textOf(each, 'engine') === engine &&
      (textOf(each, 'family') === '' || textOf(each, 'family') === family) &&
      ranks >= requiredNumber(each, 'ranks_least') &&
      ranks <= (numberOrNull(each, 'ranks_most') ?? Infinity) &&
      users >= requiredNumber(each, 'users_least'),
  );
  return row ? { kind: textOf(row, 'kind') as HeldRequests['kind'], passes: requiredNumber(row, 'passes') } : null;
}
