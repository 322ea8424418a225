import { chromium } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { findBrowser } from '../../../src/cli/browser/find-browser.ts';
import { softwareAdapterFlags } from '../../../src/cli/browser/flags.ts';
import { serveFolder } from '../../../src/cli/static-server.ts';

/** The package has a build for this platform alone. */
const here = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(here)('the bundled Chromium', () => {
  test('has a WebGPU adapter, and fonts enough for a text field, whatever the machine has', async () => {
    const found = await findBrowser({ LAB_BROWSER: 'bundled', PATH: '' });
    expect(found.kind).toBe('bundled');
    // `docs` stands for any folder: the page is made here, on an address where an adapter is given out.
    const server = await serveFolder('docs', 0);
    const browser = await chromium.launch({ executablePath: found.executablePath, args: [...softwareAdapterFlags], env: { ...found.environment } });
    try {
      const page = await browser.newPage();
      await page.goto(server.url);
      // The served policy takes no text as markup, so the fields are made one by one.
      await page.evaluate(() => {
        const [input, select] = [document.createElement('input'), document.createElement('select')];
        input.value = 'text';
        select.append(new Option('choice'));
        document.body.replaceChildren(input, select);
      });
      await page.locator('input').focus();
      const architecture = await page.evaluate(async () => (await navigator.gpu.requestAdapter())?.info.architecture);
      expect(architecture).toBe('swiftshader');
      expect(await page.locator('input').boundingBox()).toMatchObject({ x: expect.any(Number) as number });
      expect(browser.isConnected()).toBe(true);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
