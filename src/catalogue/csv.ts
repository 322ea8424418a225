/**
 * Text of CSV with a header row, and `#` lines at the top for licence notices. Read when the lab is built (`src/catalogue/build/data-modules.ts`)
 * and by the scripts that fit and refresh; nothing that ships reads CSV.
 */
import { parse } from 'csv-parse/sync';

/** One row by column name; an empty cell is the empty string and means unknown. */
export type CsvRow = Readonly<Record<string, string>>;

/** @throws with the line, when a row has another number of cells than the header or a quote is out of place */
export function parseCsv(text: string): readonly CsvRow[] {
  return parse(text, { columns: true, from_line: 1 + noticeOf(text).length });
}

/** The lines of the notice, without their marks. */
export function noticeOf(text: string): readonly string[] {
  const [notice = ''] = /^(?:#[^\n]*\n)*/.exec(text) ?? [];
  return notice
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(1).trim());
}
