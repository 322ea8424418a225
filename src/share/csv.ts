/**
 * A table as CSV for a spreadsheet (RFC 4180): one line of titles, then the rows, all of the same number of cells. A quantity gives its
 * value with the digits that its interval allows, and only those companions that say something: the ends where there is an interval, the
 * unit where rows differ in it, the evidence where the quantities of a row differ in it. Date, version and address stand in columns of
 * their own at the end of each row, so that the table sorts, filters and is found alone.
 */
import { roundedNumber, roundedQuantity } from '../units/rounded.ts';
import type { Quantity } from '../units/quantity.ts';
import { isQuantity, oneLine, type Cell, type ExportColumn, type ExportTable } from './export.ts';
import { originLines } from './origin.ts';

type Row = ExportTable['rows'][number];
type CsvCell = string | number | boolean | null;

interface CsvColumn {
  readonly title: string;
  readonly cell: (row: Row) => CsvCell;
}

/** Lines end as the standard has it. */
export function toCsv(table: ExportTable): string {
  const { columns, rows } = table;
  const evidence = evidenceColumns(table);
  const all: readonly CsvColumn[] = [
    ...columns.flatMap((column) => columnsOf(column, rows, evidence === 'each')),
    ...(evidence === 'one' ? [{ title: 'Evidence', cell: (row: Row) => quantitiesOf(row, columns)[0]?.evidence ?? null }] : []),
    ...companions(table).map(([title, text]): CsvColumn => ({ title, cell: () => text })),
  ];
  return [all.map(({ title }) => title), ...rows.map((row) => all.map(({ cell }) => cell(row)))].map((cells) => `${csvLine(cells)}\r\n`).join('');
}

/** What is the same for the whole table. A table that names the sources of each row needs no others. */
function companions({ about, origin, columns }: ExportTable): readonly (readonly [title: string, text: string])[] {
  const sources = columns.some(({ key }) => key === 'sources') ? '' : origin.sources.join('; ');
  return [['about', about] as const, ['sources', sources] as const, ...originLines(origin)]
    .filter(([, text]) => text !== '')
    .map(([name, text]) => [name.charAt(0).toUpperCase() + name.slice(1), oneLine(text)]);
}

const quantitiesOf = (row: Row, columns: readonly ExportColumn[]): readonly Quantity[] => columns.map(({ key }) => row[key]).filter(isQuantity);

/** Whether evidence takes a column for each quantity, one for all, or none where the table has its own. */
function evidenceColumns({ columns, rows }: ExportTable): 'each' | 'one' | 'none' {
  if (columns.some(({ key }) => key === 'evidence')) return 'none';
  if (!rows.some((row) => quantitiesOf(row, columns).length > 0)) return 'none';
  return rows.every((row) => new Set(quantitiesOf(row, columns).map(({ evidence }) => evidence)).size <= 1) ? 'one' : 'each';
}

function columnsOf({ key, title }: ExportColumn, rows: readonly Row[], withEvidence: boolean): readonly CsvColumn[] {
  const quantities = rows.map((row) => row[key]).filter(isQuantity);
  const value: CsvColumn = { title, cell: (row) => valueOf(row[key] ?? null) };
  if (quantities.length === 0) return [value];
  const units = new Set(quantities.map(({ unit }) => unit));
  const unit = units.size === 1 ? unitWords([...units][0] ?? '') : '';
  const named = (what: string): string => `${title}${what === '' ? '' : `, ${what}`}${unit === '' ? '' : ` (${unit})`}`;
  const part = (what: string, read: (quantity: Quantity) => CsvCell, name = named(what)): CsvColumn => ({
    title: name,
    cell: ({ [key]: cell }) => (isQuantity(cell) ? read(cell) : null),
  });
  return [
    { ...value, title: named('') },
    ...(quantities.some(({ low, high }) => high > low)
      ? [part('low', (each) => roundedQuantity(each).low), part('high', (each) => roundedQuantity(each).high)]
      : []),
    ...(units.size > 1 ? [part('unit', (each) => each.unit, `${title}, unit`)] : []),
    ...(withEvidence ? [part('evidence', (each) => each.evidence, `${title}, evidence`)] : []),
  ];
}

/** `USD/Mtoken` is no unit that an accountant knows. */
const unitWords = (unit: string): string => (unit === '1' ? '' : unit.replace('/Mtoken', ' per million tokens'));

function valueOf(cell: Cell): CsvCell {
  if (isQuantity(cell)) return roundedQuantity(cell).value;
  if (typeof cell === 'number') return roundedNumber(cell);
  return typeof cell === 'string' ? oneLine(cell) : cell;
}

/**
 * One line of RFC 4180, without its line feed. Text that a spreadsheet would run as a formula gets an apostrophe before it, since
 * names in a table may come from somebody's link (OWASP: CSV injection). Null is an empty cell, and so is what is no number.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return cells.map(inCsv).join(',');
}

function inCsv(cell: CsvCell): string {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = /^\s*[=+\-@]|^[\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
