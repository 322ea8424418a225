/** One row of a sources file, shared by the two files that hold them. */
import type { Row } from './table.ts';
import type { Source } from './facts.ts';
import { textOf } from './read-cell.ts';

export function readSource(row: Row): Source {
  return {
    code: textOf(row, 'code'),
    title: textOf(row, 'title'),
    locator: textOf(row, 'locator'),
    licence: textOf(row, 'licence'),
    read: textOf(row, 'read'),
    confidence: textOf(row, 'confidence'),
  };
}
