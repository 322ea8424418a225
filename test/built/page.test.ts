import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder, type StaticServer } from '../../src/cli/static-server.ts';
import { launchBrowser, shownText } from './browser.ts';

let server: StaticServer;
let browser: Browser;
/** What went wrong or went out while a page was open. */
let faults: string[] = [];

beforeAll(async () => {
  server = await serveFolder('dist', 0);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

afterEach(() => {
  expect(faults).toEqual([]);
});

/** A page in a profile of its own, whose errors and whose requests to anywhere but the server are faults. */
async function open(path: string): Promise<Page> {
  faults = [];
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) faults.push(`request to ${request.url()}`);
  });
  await page.goto(new URL(path, server.url).href);
  return page;
}

/** Addresses of the worker with all kernels that this page has fetched. */
const measuringWorkers = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('measure.worker-')),
  );

/** A page that two cores share with a run takes seconds where it otherwise takes moments. */
const eventually = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 20_000 });

describe('the built page', () => {
  test('on paper has no controls, and says where it is from', async () => {
    const page = await open('/');
    await page.locator('lab-cost-figure lab-figure .plot').waitFor();
    expect(await page.locator('lab-printed p').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('lab-printed p').innerText()).toMatch(/model version \d{4}\.\d+-\d+, printed on \d+ \w+ \d{4}\.\s+http.*model=/);
    expect(await page.locator('button:visible:not(lab-evidence button), select:visible, form:visible').count()).toBe(0);
    expect(await page.locator('html').evaluate((root) => getComputedStyle(root).printColorAdjust)).toBe('exact');
    await page.context().close();
  });

  test('answers before anything is measured, and asks nobody', async () => {
    const page = await open('/');
    await eventually(() => shownText(page, 'lab-answer')).toMatch(/\$\s?\d/);
    await page.locator('lab-cost-figure lab-figure .plot').waitFor();
    expect(await measuringWorkers(page)).toEqual([]);
    // It comes with the page that measures.
    await page.goto(new URL('/measure/', page.url()).href);
    await eventually(() => measuringWorkers(page)).toHaveLength(1);
    await page.context().close();
  });

  test('is isolated from other origins, with a GPU in its worker', async () => {
    const page = await open('/measure/');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await eventually(() => shownText(page, 'lab-measure')).toContain('WebGPU');
    await eventually(() => page.evaluate(() => (window as { inferenceCostLab?: { state: string } }).inferenceCostLab?.state)).toBe('idle');
    await page.context().close();
  });

  test('a scenario in the address is on the page', async () => {
    const page = await open('/?model=llama-3.1-8b&accelerator=mi300x&concurrency=8');
    await eventually(() => shownText(page, 'lab-sentence')).toMatch(/MI300X/);
    await page.context().close();
  });

  test('a place in the address leaves a working answer, and its tables are not among what every visit loads first', async () => {
    const first = [...readFileSync('dist/index.html', 'utf8').matchAll(/assets\/[\w.-]+\.js/g)].map(([file]) => readFileSync(`dist/${file}`, 'utf8'));
    expect(first.some((text) => text.includes('h200-sxm'))).toBe(true);
    expect(first.filter((text) => text.includes('cassava-cape-town'))).toEqual([]);
    const page = await open('/?model=llama-3.1-8b&accelerator=h200-sxm&ownership=own&site=cassava-cape-town');
    await eventually(() => shownText(page, 'lab-answer')).toMatch(/\$\s?\d/);
    await page.context().close();
  });

  test('a malformed link leaves a working lab and says what was wrong', async () => {
    const page = await open('/?model=no-such-model&concurrency=many#r=1.garbage');
    await eventually(() => shownText(page, 'lab-notice')).toMatch(/model/);
    await eventually(() => shownText(page, 'lab-answer')).toMatch(/\$\s?\d/);
    await page.context().close();
  });

  test('a model comes from the Hub when the button that says so is pressed, and nothing leaves before', async () => {
    const page = await open('/');
    const config = {
      architectures: ['Qwen3ForCausalLM'],
      hidden_size: 4096,
      intermediate_size: 12288,
      num_hidden_layers: 36,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 128,
      vocab_size: 151936,
      max_position_embeddings: 40960,
    };
    await page.route('https://huggingface.co/**', (route) => route.fulfill({ json: config, headers: { 'access-control-allow-origin': '*' } }));
    await page.locator('lab-cost-figure').waitFor();
    await page.locator('lab-sentence lab-word').first().locator('.word').click();
    await page.getByRole('button', { name: 'Another model …' }).first().click();
    await page.getByLabel('Its name on the Hugging Face Hub').fill('Qwen/Qwen3-Next-To-Come');
    expect(faults).toEqual([]);
    await page.getByRole('button', { name: 'Fetch from huggingface.co' }).click();
    await eventually(() => shownText(page, 'lab-sentence')).toMatch(/Qwen3-Next-To-Come/);
    // Formats may stand in a file of their own, which is asked for where the configuration names none.
    expect(faults).toEqual(
      ['config.json', 'hf_quant_config.json'].map((file) => `request to https://huggingface.co/Qwen/Qwen3-Next-To-Come/resolve/main/${file}`),
    );
    faults = [];
    // No other host is open to the page, not even on purpose.
    expect(
      await page.evaluate(() =>
        fetch('https://example.org/').then(
          () => 'answered',
          () => 'refused',
        ),
      ),
    ).toBe('refused');
    expect(faults.every((fault) => /Content Security Policy|request to https:\/\/example\.org/.test(fault))).toBe(true);
    faults = [];
    await page.context().close();
  });
});
