/** Handing something to the visitor: a file, or text on the clipboard. */
import type { ExportTable } from '../../../share/export.ts';

export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has read the address by the next task; a minute is for slow disks.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** @returns false where the browser refuses (a frame without the permission) */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export const formats = ['CSV', 'JSON', 'Markdown'] as const;
export type Format = (typeof formats)[number];

const suffixes: Readonly<Record<Format, string>> = { CSV: 'csv', JSON: 'json', Markdown: 'md' };

/** Copies a table, or saves it where the browser does not let a page copy. @returns what was done, in words */
export async function takeTable(table: ExportTable, format: Format): Promise<string> {
  const { toCsv, toJson, toMarkdown } = await import('../../../share/export.ts');
  const text = { CSV: toCsv, JSON: toJson, Markdown: toMarkdown }[format](table);
  if (await copyText(text)) return `${format} copied`;
  saveFile(`${fileStem(table.title)}.${suffixes[format]}`, new Blob([text], { type: 'text/plain' }));
  return `${format} saved`;
}

/** A title as a file name: `of-the-chips-one-can-rent`. */
export function fileStem(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 48) || 'figure'
  );
}
