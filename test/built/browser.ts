/** What the built tests drive: the browser that the lab would find, on the software adapter, and what a person reads in it. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../src/cli/browser/find-browser.ts';
import { softwareAdapterFlags } from '../../src/cli/browser/flags.ts';

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, environment } = await findBrowser();
  const inherited = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
  return chromium.launch({ executablePath, args: [...softwareAdapterFlags], env: { ...inherited, ...environment } });
}

/** All text of an element of ours and of the elements within it, which `innerText` leaves out where it is in a shadow. */
export async function shownText(page: Page, tag: string): Promise<string> {
  return page
    .locator(tag)
    .first()
    .evaluate((root) => {
      const textOf = (node: Node): string => {
        if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
        if (node instanceof HTMLStyleElement) return '';
        const inner = node instanceof Element && node.shadowRoot !== null ? node.shadowRoot : node;
        return Array.from(inner.childNodes, textOf).join('');
      };
      return textOf(root).replace(/\s+/g, ' ').trim();
    });
}
