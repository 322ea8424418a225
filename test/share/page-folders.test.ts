import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { pageAt } from '../../src/share/page-folders.ts';
import { pages } from '../../src/share/pages.ts';

const source = (await readFile('index.html', 'utf8')).replaceAll('"/', '"./');

describe('the folders of the pages', () => {
  test.each(pages)('$id says its own question, and finds every file from its folder', (page) => {
    const html = pageAt(source, page);
    expect(html).toContain(`data-page="${page.id}"`);
    expect(html).toContain(`<meta property="og:title" content="${page.title}" />`);
    expect(html.match(/<title>/g)).toHaveLength(1);
    const depth = page.path.split('/').length - 1;
    for (const [, address] of html.matchAll(/(?:href|src)="([^"]+)"/g))
      expect(address).toMatch(depth === 0 ? /^\.\// : new RegExp(`^(\\.\\./){${depth}}\\w`));
  });

  test('words that HTML reads as its own are escaped', () => {
    const [page] = pages;
    if (!page) throw new Error('no page');
    expect(pageAt(source, { ...page, title: 'a < b & "c"' }, '"x"')).toContain('content="a &lt; b &amp; &quot;c&quot;"');
  });

  test('a page without a place to fill in is refused', () => {
    const [page] = pages;
    if (!page) throw new Error('no page');
    expect(() => pageAt('<html>', page)).toThrow(/html lang/);
  });

  test('no address and no figure is another one’s', () => {
    expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length);
    const figures = pages.flatMap((page) => page.figures);
    expect(new Set(figures).size).toBe(figures.length);
  });
});
