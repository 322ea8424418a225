/**
 * A table out of the lab: Markdown for people, JSON for programs; CSV is in `csv.ts`. Each says what it shows, which version answered,
 * when and where.
 */
import { formatQuantity } from '../units/format.ts';
import type { Quantity } from '../units/quantity.ts';
import { numberWords } from '../units/rounded.ts';
import { originLines, type Origin } from './origin.ts';

export type Cell = string | number | boolean | Quantity | null;

export interface ExportColumn {
  readonly key: string;
  readonly title: string;
  /** In files alone: tables that people read have no room for it. */
  readonly away?: boolean;
}

export interface ExportTable {
  readonly title: string;
  /** How the numbers are to be read, in sentences; may be empty. */
  readonly about: string;
  readonly origin: Origin;
  readonly columns: readonly ExportColumn[];
  /** One cell for each column by key; a missing one is unknown. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** Numbers as on the page: value and its interval, then the evidence where no column says it. */
export function toMarkdown(table: ExportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const columns = table.columns.filter(({ away }) => away !== true);
  const known = table.columns.some(({ key }) => key === 'evidence');
  return [
    `## ${oneLine(table.title)}`,
    '',
    line(columns.map((column) => inMarkdown(column.title))),
    line(columns.map((column) => (isNumeric(table, column) ? '---:' : '---'))),
    ...table.rows.map((row) => line(columns.map(({ key }) => inMarkdown(inWords(row[key] ?? null, known))))),
    '',
    ...(table.about === '' ? [] : [oneLine(table.about), '']),
    ...originLines(table.origin).map(([name, value]) => `- ${name}: ${oneLine(value)}`),
    ...(table.origin.sources.length === 0 ? [] : [`- sources: ${oneLine(table.origin.sources.join('; '))}`]),
    '',
  ].join('\n');
}

/** All digits, in SI. */
export function toJson({ title, about, origin, columns, rows }: ExportTable): string {
  const { more, sources, ...rest } = origin;
  return `${JSON.stringify(
    {
      title,
      about,
      ...rest,
      ...Object.fromEntries(more),
      sources,
      columns: columns.map(({ key, title: name }) => ({ key, title: name })),
      rows: rows.map((row) => Object.fromEntries(columns.map(({ key }) => [key, row[key] ?? null]))),
    },
    null,
    2,
  )}\n`;
}

export function isQuantity(cell: Cell | undefined): cell is Quantity {
  return typeof cell === 'object' && cell !== null;
}

const isNumeric = ({ rows }: ExportTable, { key }: ExportColumn): boolean => rows.some((row) => isQuantity(row[key]) || typeof row[key] === 'number');

function inWords(cell: Cell, known: boolean): string {
  if (cell === null) return 'unknown';
  if (typeof cell === 'number') return numberWords(cell);
  if (!isQuantity(cell)) return String(cell);
  const { value, unit, range } = formatQuantity(cell);
  const text = [value, unit].filter(Boolean).join(unit.startsWith('/') ? '' : ' ');
  return [text, range === '' ? '' : `[${range}]`, known ? '' : `(${cell.evidence})`].filter(Boolean).join(' ');
}

export const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
const inMarkdown = (text: string): string => oneLine(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|');
