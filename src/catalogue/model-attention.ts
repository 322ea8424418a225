/** The words about a model's attention that no calculation reads: kind, sparse selection, linear layers. */
import { table } from './data/model-attention.csv';
import { rowsOf } from './table.ts';
import { textOf } from './read-cell.ts';

export interface AttentionWords {
  readonly kind: string;
  readonly sparse: string;
  readonly linear: string;
}

let cached: ReadonlyMap<string, AttentionWords> | undefined;

export function attentionWords(model: string): AttentionWords | undefined {
  cached ??= new Map(
    rowsOf(table).map((row) => [
      textOf(row, 'id'),
      { kind: textOf(row, 'attention_kind'), sparse: textOf(row, 'sparse_attention'), linear: textOf(row, 'linear_kind') },
    ]),
  );
  return cached.get(model);
}
