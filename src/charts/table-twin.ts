/** The same data as a figure, as rows: what a reader without the picture reads, and what is taken away. */
import type { Cell, ExportColumn } from '../share/export.ts';
import { formatQuantity } from '../units/format.ts';
import { numberWords } from '../units/rounded.ts';

export interface TableTwin {
  readonly columns: readonly ExportColumn[];
  /** One cell for each column by key; a missing one is unknown. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

export interface ShownCell {
  readonly text: string;
  /** Interval, set smaller beside it. */
  readonly range: string;
  readonly numeric: boolean;
}

/** A cell as it stands in a table on the page: digits by the interval, a dash for what is unknown. */
export function shownCell(cell: Cell | undefined): ShownCell {
  if (cell === null || cell === undefined) return { text: '–', range: '', numeric: false };
  if (typeof cell === 'object') {
    const { value, unit, range } = formatQuantity(cell);
    return { text: [value, unit].filter(Boolean).join(unit.startsWith('/') ? '' : ' '), range, numeric: true };
  }
  if (typeof cell === 'number') return { text: numberWords(cell), range: '', numeric: true };
  return { text: String(cell), range: '', numeric: false };
}
