/** Aligned columns for a terminal. A column of numbers is set to the right; widths are counted in code points. */

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Title line, rule and rows; two spaces between columns, none at the end of a line. */
export function printTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) => Math.max(width(column.title), ...rows.map((row) => width(row[index] ?? ''))));
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => pad(cells[index] ?? '', widths[index] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), line(widths.map((size) => '─'.repeat(size))), ...rows.map(line)].join('\n');
}

function pad(text: string, size: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, size - width(text)));
  return align === 'right' ? space + text : text + space;
}

function width(text: string): number {
  return Array.from(text).length;
}
