/** The same data as a figure, as rows: what a screen reader reads, and what is copied as CSV or Markdown. */

export interface Column {
  readonly name: string;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
}

export interface TableTwin {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** Said at the head of every copy: what it is, of which version, from where. */
export interface Provenance {
  readonly title: string;
  readonly note: string;
  readonly link: string;
}

/** RFC 4180, with the provenance as comment lines; a cell that a spreadsheet would run is made text. */
export function toCsv(table: TableTwin, provenance: Provenance): string {
  const cell = (text: string): string => {
    const safe = /^[=+\-@\t]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [table.columns.map((column) => column.name), ...table.rows].map((row) => row.map(cell).join(','));
  return [...comments(provenance), ...lines, ''].join('\r\n');
}

const comments = ({ title, note, link }: Provenance): readonly string[] => [title, note, link].filter(Boolean).map((line) => `# ${line}`);

export function toMarkdown(table: TableTwin, { title, note, link }: Provenance): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [
    `**${title}**`, '',
    line(table.columns.map((column) => column.name)),
    line(table.columns.map((column) => (column.numeric ? '---:' : '---'))),
    ...table.rows.map(line), '',
    [note, link ? `[${link}](${link})` : ''].filter(Boolean).join(' '), '',
  ].join('\n');
}
