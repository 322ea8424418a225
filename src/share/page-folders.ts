/**
 * A folder for each address of the lab, each with its own `index.html`: a static host needs no rule, and a search engine or a chat that
 * previews a link reads what the page is about without running it. All of them are the one built page with other words in its head.
 */
import type { Plugin } from 'vite';
import { pageDescriptions } from './page-descriptions.ts';
import { pages, type LabPage } from './pages.ts';

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

/** The way back to the lab's own folder: one step up for each folder of the path. */
const up = (path: string): string => '../'.repeat(path.split('/').length - 1);

/**
 * The built page with the words of one address. `./` before a file becomes the way up from its folder.
 *
 * @throws where the page lacks one of the places that are filled in
 */
export function pageAt(html: string, { id, path, title }: LabPage, description = pageDescriptions[id]): string {
  const full = path === '' ? 'Inference cost lab' : `${title} – Inference cost lab`;
  const previews = { 'og:type': 'website', 'og:site_name': 'Inference cost lab', 'og:title': title, 'og:description': description };
  const tags = Object.entries(previews).map(([property, content]) => `<meta property="${property}" content="${escaped(content)}" />`);
  const card = '<meta name="twitter:card" content="summary" />';
  let filled = html;
  const put = (place: RegExp, words: string): void => {
    if (!place.test(filled)) throw new Error(`the page has no ${place.source} to fill in`);
    filled = filled.replace(place, () => words);
  };
  put(/<html lang="en">/, `<html lang="en" data-page="${id}">`);
  put(/<title>[^<]*<\/title>/, `<title>${escaped(full)}</title>`);
  put(
    /<meta\s+name="description"\s+content="[^"]*"\s*\/>/,
    `<meta name="description" content="${escaped(description)}" />${[...tags, card].map((tag) => `\n    ${tag}`).join('')}`,
  );
  return path === '' ? filled : filled.replace(/(href|src)="\.\//g, `$1="${up(path)}`);
}

export const pageFolders: Plugin = {
  name: 'page-folders',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const built = bundle['index.html'];
    if (built?.type !== 'asset') throw new Error('the build made no index.html');
    const html = String(built.source);
    for (const page of pages) {
      if (page.path === '') built.source = pageAt(html, page);
      else this.emitFile({ type: 'asset', fileName: `${page.path}index.html`, source: pageAt(html, page) });
    }
  },
};
