/**
 * A table out of the lab: Markdown for people, CSV and JSON for programs. Each says which version answered, when, from
 * which plan and sources, so that a table found alone can still be traced.
 */
import { formatQuantity } from '../units/format.ts';
import type { Quantity } from '../units/quantity.ts';

export type Cell = string | number | boolean | Quantity | null;

export interface ExportColumn {
  readonly key: string;
  readonly title: string;
}

export interface ExportTable {
  readonly title: string;
  /** Printed before the table, in this order: version, date, plan, scenario, link, sources. */
  readonly header: readonly (readonly [name: string, value: string])[];
  readonly columns: readonly ExportColumn[];
  /** One cell for each column by key; a missing one is unknown. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** Provenance of a table, as header lines. */
export function provenance(facts: {
  modelVersion: string;
  date: string;
  plan?: string;
  device?: string;
  link?: string;
  sources?: readonly string[];
}): ExportTable['header'] {
  const lines: [string, string | undefined][] = [
    ['inference cost lab', facts.modelVersion],
    ['date', facts.date],
    ['measured', facts.plan === undefined ? undefined : [facts.plan, facts.device].filter(Boolean).join(', ')],
    ['link', facts.link],
    ['sources', facts.sources?.join(' ')],
  ];
  return lines.filter((line): line is [string, string] => line[1] !== undefined && line[1] !== '');
}

/** Numbers as on the page: value and its 80 % interval, then the evidence. */
export function toMarkdown(table: ExportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${table.title}`,
    '',
    ...table.header.map(([name, value]) => `- ${name}: ${oneLine(value)}`),
    '',
    line(table.columns.map((column) => inMarkdown(column.title))),
    line(table.columns.map((column) => (isNumeric(table, column) ? '---:' : '---'))),
    ...table.rows.map((row) => line(table.columns.map(({ key }) => inMarkdown(inWords(row[key] ?? null))))),
    '',
    'Ranges are 80 % intervals.',
    '',
  ].join('\n');
}

/**
 * Numbers in full and in SI. A quantity takes five columns: value, low, high, unit and evidence. The header stands
 * in `#` lines above.
 */
export function toCsv(table: ExportTable): string {
  const quantities = new Set(table.columns.filter((column) => hasQuantity(table, column)).map(({ key }) => key));
  const titles = table.columns.flatMap(({ key }) =>
    quantities.has(key) ? [key, `${key} low`, `${key} high`, `${key} unit`, `${key} evidence`] : [key],
  );
  const rows = table.rows.map((row) =>
    table.columns.flatMap(({ key }): (string | number | boolean | null)[] => {
      const cell = row[key] ?? null;
      if (!quantities.has(key)) return [isQuantity(cell) ? cell.value : cell];
      return isQuantity(cell) ? [cell.value, cell.low, cell.high, cell.unit, cell.evidence] : [cell, null, null, null, null];
    }),
  );
  return [
    `# ${oneLine(table.title)}`,
    ...table.header.map(([name, value]) => `# ${name}: ${oneLine(value)}`),
    ...[titles, ...rows].map(csvLine),
    '',
  ].join('\n');
}

export function toJson(table: ExportTable): string {
  const rows = table.rows.map((row) => Object.fromEntries(table.columns.map(({ key }) => [key, row[key] ?? null])));
  return `${JSON.stringify({ title: table.title, ...Object.fromEntries(table.header), columns: table.columns, rows }, null, 2)}\n`;
}

function isQuantity(cell: Cell): cell is Quantity {
  return typeof cell === 'object' && cell !== null;
}

function hasQuantity(table: ExportTable, { key }: ExportColumn): boolean {
  return table.rows.some((row) => isQuantity(row[key] ?? null));
}

function isNumeric(table: ExportTable, column: ExportColumn): boolean {
  return hasQuantity(table, column) || table.rows.some((row) => typeof row[column.key] === 'number');
}

function inWords(cell: Cell): string {
  if (cell === null) return 'unknown';
  if (!isQuantity(cell)) return String(cell);
  const { value, unit, range } = formatQuantity(cell);
  const text = [value, unit].filter(Boolean).join(unit.startsWith('/') ? '' : ' ');
  return range === '' ? `${text} (${cell.evidence})` : `${text} [${range}] (${cell.evidence})`;
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
const inMarkdown = (text: string): string => oneLine(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|');

/**
 * One line of RFC 4180, without its line feed. Text that a spreadsheet would run as a formula gets an apostrophe before it, since
 * names in a table may come from somebody's link (OWASP: CSV injection). Null is an empty cell.
 */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return cells.map(inCsv).join(',');
}

function inCsv(cell: string | number | boolean | null): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
