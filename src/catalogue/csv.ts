/**
 * Reads the catalogue's CSV files: RFC 4180 quoting, a header row, and `#` lines at the top for licence notices.
 * A ragged row throws with its line, since the files ship with the lab and a bad one is a fault of ours.
 */

/** One row by column name; an empty cell is the empty string and means unknown. */
export type Row = Readonly<Record<string, string>>;

/** @throws when a row has another number of cells than the header, or a quote is left open. */
export function parseCsv(text: string): readonly Row[] {
  const [header, ...records] = splitRecords(text.replace(/^(?:#[^\n]*\n)+/, ''));
  if (!header) return [];
  return records.map(({ cells, line }) => {
    if (cells.length !== header.cells.length) {
      throw new Error(`CSV line ${line}: ${cells.length} cells, the header has ${header.cells.length}`);
    }
    return Object.fromEntries(header.cells.map((name, i) => [name, cells[i] ?? '']));
  });
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** Line of the record's first character, counted after the notice. */
  readonly line: number;
}

// A cell is quoted (with "" for a quote) or plain, and ends at a comma, a line break or the end of the text.
const cellPattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;

function splitRecords(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  cellPattern.lastIndex = 0;
  while (cellPattern.lastIndex < text.length || cells.length > 0) {
    const match = cellPattern.exec(text);
    if (!match) throw new Error(`CSV line ${line}: a quote is out of place`);
    const [all, quoted, plain = '', end] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += all.split('\n').length - 1;
    if (end !== ',') {
      records.push({ cells, line: start });
      cells = [];
      start = line;
    }
  }
  return records;
}
