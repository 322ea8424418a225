/**
 * Constants of the cost of owning: life, network, shell and fit-out, cost of capital, quoted racks. Units as printed
 * in the file (years, %, USD/GPU-h, million USD/MW); `owned-cost.ts` turns them into SI.
 */
import { table } from './data/cost-parameters.csv';
import { rowsOf, type Row } from './table.ts';
import type { Fact } from './facts.ts';
import { catalogueDate, codesOf, numberOrNull, textOf, trustOf } from './read-cell.ts';

/** A published figure with its own unit; `value` is null where only a range or a formula was given. */
export interface Figure {
  readonly id: string;
  readonly words: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly source: readonly string[];
  readonly date: string;
  readonly notes: string;
}

export function readFigure(row: Row, wordsColumn: string): Figure {
  return {
    id: textOf(row, 'id'),
    words: textOf(row, wordsColumn),
    value: numberOrNull(row, 'value'),
    low: numberOrNull(row, 'low'),
    high: numberOrNull(row, 'high'),
    unit: textOf(row, 'unit'),
    source: codesOf(row),
    date: catalogueDate,
    notes: textOf(row, 'notes'),
  };
}

let cached: ReadonlyMap<string, Figure> | undefined;

export function costParameters(): readonly Figure[] {
  return [...byId().values()];
}

/** A parameter as a fact. @throws when the id or its value is not in the file: a fault of ours. */
export function costParameter(id: string): Fact {
  const figure = byId().get(id);
  if (!figure || figure.value === null) throw new Error(`no cost parameter "${id}" with a value`);
  const { value, low, high, unit, source, date, words } = figure;
  return { value, ...(low !== null && { low }), ...(high !== null && { high }), unit, source, date, definition: words, trust: trustOf(source) };
}

function byId(): ReadonlyMap<string, Figure> {
  cached ??= new Map(rowsOf(table).map((row) => [textOf(row, 'id'), readFigure(row, 'parameter')]));
  return cached;
}
