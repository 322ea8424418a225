/**
 * From a cell to a typed value or a fact. A column says once what its number means: unit, scale to SI, definition.
 * An empty cell is `null` and stays so; nothing is substituted here.
 */
import type { Cell, Row } from './table.ts';
import type { Fact } from './facts.ts';

/** Day on which the catalogue's sources were read. */
export const catalogueDate = '2026-11-22';

export interface Column {
  readonly name: string;
  /** Unit after scaling: SI, dollars, or a plain word. */
  readonly unit: string;
  /** Multiplies the cell: 1e12 for a column in TFLOPS. */
  readonly scale: number;
  readonly definition: string;
}

/** @throws when the column is missing from the file or the cell is not a number. */
export function numberOrNull(row: Row, column: string, scale = 1): number | null {
  const cell = cellOf(row, column);
  if (cell === '') return null;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new Error(`${row['id'] ?? 'row'}.${column}: "${cell}" is not a number`);
  return value * scale;
}

/** @throws when the cell is empty as well: for columns that every row must fill. */
export function requiredNumber(row: Row, column: string): number {
  const value = numberOrNull(row, column);
  if (value === null) throw new Error(`${row['id'] ?? 'row'}.${column}: a number is required`);
  return value;
}

export function textOf(row: Row, column: string): string {
  return String(cellOf(row, column));
}

function cellOf(row: Row, column: string): Cell {
  const cell = row[column];
  if (cell === undefined) throw new Error(`no column "${column}"`);
  return cell;
}

/** Codes of a `source` cell: `S1;S3c`. */
export function codesOf(row: Row, column = 'source'): readonly string[] {
  return textOf(row, column)
    .split(';')
    .filter((code) => code !== '');
}

/** A fact from one cell, trusted as the row says: `datasheet` where its only source was not re-read. */
export function factOrNull(row: Row, column: Column, trust?: Fact['trust']): Fact | null {
  const value = numberOrNull(row, column.name, column.scale);
  if (value === null) return null;
  const source = codesOf(row);
  const { unit, definition } = column;
  return { value, unit, source, date: catalogueDate, definition, trust: trust ?? trustOf(source) };
}

export function trustOf(source: readonly string[]): 'read' | 'datasheet' {
  return source.every((code) => code === 'D') ? 'datasheet' : 'read';
}

/**
 * A fact from `low`, `mid` and `high` columns. Without a mid the geometric mean of the ends stands in, marked
 * `derived`; a single end becomes the value and leaves the interval open.
 */
export function rangedFactOrNull(row: Row, columns: { low: string; mid: string; high: string }, column: Column, trust?: Fact['trust']): Fact | null {
  const low = numberOrNull(row, columns.low, column.scale);
  const mid = numberOrNull(row, columns.mid, column.scale);
  const high = numberOrNull(row, columns.high, column.scale);
  const between = low !== null && high !== null ? Math.sqrt(low * high) : (low ?? high);
  const value = mid ?? between;
  if (value === null) return null;
  const source = codesOf(row);
  return {
    value,
    ...(low !== null && { low: Math.min(low, value) }),
    ...(high !== null && { high: Math.max(high, value) }),
    unit: column.unit,
    source,
    date: catalogueDate,
    definition: column.definition,
    trust: trust ?? (mid === null ? 'derived' : trustOf(source)),
  };
}
