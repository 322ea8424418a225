/** The ways in which a figure can be taken: what each is called, and what it hands over. What writes files loads with the first of them. */
import type { ExportTable } from '../../../share/export.ts';
import { copyText, fileStem, saveFile } from './figure-export.ts';

/** A figure as it can be taken. */
export interface Takeable {
  readonly table: ExportTable;
  /** The lab's page about embedding, with this figure chosen; null for one that cannot be embedded. */
  readonly embed: string | null;
  /** As a standalone SVG document; null for a figure that is a table. */
  readonly picture: (() => Promise<string>) | null;
}

export interface Way {
  readonly id: string;
  readonly name: string;
  /** What happens, after the name. */
  readonly note: string;
  readonly take: (of: Takeable) => Promise<Taken>;
}

/** What was done, in words; `byHand` is what the browser would not let a page copy. */
export interface Taken {
  readonly said: string;
  readonly byHand?: string;
}

function saved({ title }: ExportTable, suffix: string, content: BlobPart, type: string): Taken {
  const name = `${fileStem(title)}.${suffix}`;
  saveFile(name, content instanceof Blob ? content : new Blob([content], { type }));
  return { said: `Saved as ${name}` };
}

/** Copied, or shown to be copied by hand. */
const copied = async (text: string, what: string): Promise<Taken> =>
  (await copyText(text)) ? { said: `${what} copied` } : { said: 'This browser does not let a page copy', byHand: text };

/** Copied, or saved: a table is too long to be copied by hand. */
const copiedOrSaved = async (table: ExportTable, text: string, what: string, suffix: string, type: string): Promise<Taken> =>
  (await copyText(text)) ? { said: `${what} copied` } : { said: `This browser does not let a page copy. ${saved(table, suffix, text, type).said}` };

/** Spreadsheets take a file for UTF-8 when it begins with a byte order mark. */
const byteOrderMark = '\ufeff';

const link: Way = { id: 'link', name: 'Link', note: 'to this figure, copied', take: ({ table }) => copied(table.origin.link, 'Link') };

const picture = (drawn: NonNullable<Takeable['picture']>): readonly Way[] => [
  {
    id: 'png',
    name: 'PNG',
    note: 'a picture, saved',
    take: async ({ table }) => {
      const { pngOf } = await import('../../../charts/picture.ts');
      return saved(table, 'png', await pngOf(await drawn()), 'image/png');
    },
  },
  { id: 'svg', name: 'SVG', note: 'a drawing, saved', take: async ({ table }) => saved(table, 'svg', await drawn(), 'image/svg+xml') },
];

/** @returns what was done, in words */
export async function saveCsv(table: ExportTable): Promise<string> {
  return saved(table, 'csv', byteOrderMark + (await import('../../../share/csv.ts')).toCsv(table), 'text/csv').said;
}

const tables: readonly Way[] = [
  { id: 'csv', name: 'CSV', note: 'for a spreadsheet, saved', take: async ({ table }) => ({ said: await saveCsv(table) }) },
  {
    id: 'copy-csv',
    name: 'Copy CSV',
    note: 'the same, to paste',
    take: async ({ table }) => copiedOrSaved(table, (await import('../../../share/csv.ts')).toCsv(table), 'CSV', 'csv', 'text/csv'),
  },
  {
    id: 'markdown',
    name: 'Markdown',
    note: 'a table, copied',
    take: async ({ table }) => copiedOrSaved(table, (await import('../../../share/export.ts')).toMarkdown(table), 'Markdown', 'md', 'text/markdown'),
  },
  {
    id: 'json',
    name: 'JSON',
    note: 'with all digits, saved',
    take: async ({ table }) => saved(table, 'json', (await import('../../../share/export.ts')).toJson(table), 'application/json'),
  },
];

const cite: Way = {
  id: 'cite',
  name: 'Cite',
  note: 'sentence and BibTeX, copied',
  take: async ({ table: { title, origin } }) => {
    const { citationBibtex, citationText } = await import('../../../share/cite.ts');
    const citation = { ...origin, subject: title };
    return copied(`${citationText(citation)}\n\n${citationBibtex(citation)}`, 'Citation');
  },
};

/** In the groups of the menu; the embed stands between the link and the pictures, and is a link of its own. */
export const waysOf = ({ picture: drawn, table }: Takeable): { readonly first: readonly Way[]; readonly rest: readonly (readonly Way[])[] } => ({
  // What was pasted into a page has no address.
  first: table.origin.link === '' ? [] : [link],
  rest: [...(drawn ? [picture(drawn)] : []), tables, [cite]],
});
