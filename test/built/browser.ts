/** The browser that the built tests drive: the one that the lab would find, on the software adapter. */
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../src/cli/browser/find-browser.ts';
import { softwareAdapterFlags } from '../../src/cli/browser/flags.ts';

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, environment } = await findBrowser();
  const inherited = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
  return chromium.launch({ executablePath, args: [...softwareAdapterFlags], env: { ...inherited, ...environment } });
}
