import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder, type StaticServer } from '../../src/cli/static-server.ts';
import { elementSnippet, frameSnippet, type Snippet } from '../../src/share/snippet.ts';
import { launchBrowser, shownText } from './browser.ts';

/** The lab on one port, somebody's article on another: to the browser two sites that do not trust each other. */
let lab: StaticServer;
let host: Server;
let browser: Browser;
let article = { html: '', headers: {} as Record<string, string> };

beforeAll(async () => {
  lab = await serveFolder('dist', 0);
  host = createServer((request, response) => {
    const found = request.url === '/';
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...article.headers });
    response.end(found ? article.html : '');
  }).listen(0, 'localhost');
  await new Promise((resolve) => host.once('listening', resolve));
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  host.close();
  await lab.close();
});

const address = (): string => `http://localhost:${(host.address() as AddressInfo).port}/`;

interface Told {
  readonly name: string;
  readonly detail: { readonly live?: boolean; readonly message?: string; readonly quantity?: { readonly value: number }; readonly height?: number };
}

interface Article {
  readonly page: Page;
  /** Errors of scripts, and what the policy of the page refused. */
  readonly faults: string[];
  readonly told: () => Promise<readonly Told[]>;
}

/** Opens an article, and writes down what the figures in it tell. */
async function open(body: string, headers: Record<string, string> = {}, javaScriptEnabled = true): Promise<Article> {
  article = {
    html: `<!doctype html><html lang="en"><head><title>An article</title></head><body><main><h1>An article</h1>${body}</main></body></html>`,
    headers,
  };
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 760, height: 900 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) faults.push(message.text());
  });
  await page.addInitScript(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    for (const name of ['lab-ready', 'lab-change', 'lab-result', 'lab-error'])
      document.addEventListener(name, (event) => told.push({ name, detail: (event as CustomEvent).detail as unknown }));
    window.addEventListener('message', ({ data }: MessageEvent<Record<string, unknown>>) => {
      if (data['type'] === 'inference-cost-lab') told.push({ name: data['event'], detail: data });
    });
  });
  await page.goto(address());
  return { page, faults, told: () => page.evaluate(() => (window as unknown as { told: Told[] }).told) };
}

const snippet = (changes: Partial<Snippet> = {}): Snippet => ({
  lab: lab.url,
  scenario: 'v=1&model=llama-3.1-8b&accelerator=h200-sxm',
  figure: 'answer',
  heading: 'A million output tokens of Llama 3.1 8B on one H200 cost about',
  value: {
    quantity: { value: 0.12, low: 0.08, high: 0.2, unit: 'USD/Mtoken', evidence: 'interpolated' },
    date: '2026-11-28',
    modelVersion: '2026.11-5',
  },
  rows: [
    { name: 'H200', value: 0.12, low: 0.08, high: 0.2, evidence: 'interpolated', vendor: 'NVIDIA', chosen: true },
    { name: 'MI300X', value: 0.1, low: 0.05, high: 0.25, evidence: 'prior', vendor: 'AMD', chosen: false },
  ],
  theme: 'auto',
  accent: '',
  live: false,
  ...changes,
});

const eventually = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 60_000 });
const results = async ({ told }: Article): Promise<number> => (await told()).filter(({ name }) => name === 'lab-result').length;
/** What each script of the lab was asked for, by its place under the lab. */
const asked = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    (base) =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => name.startsWith(base))
        .map((name) => name.slice(base.length)),
    lab.url,
  );

async function axe(page: Page): Promise<void> {
  const frames = page.frames();
  for (const frame of frames) {
    await frame.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
    const broken = await frame.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
      };
      // In a frame that holds one figure there is no article around it.
      const rules =
        window.parent === window
          ? {}
          : { region: { enabled: false }, 'page-has-heading-one': { enabled: false }, 'landmark-one-main': { enabled: false } };
      const { violations } = await axe.run({ resultTypes: ['violations'], iframes: false, rules });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join(' | ')}`);
    });
    expect(broken).toEqual([]);
  }
}

describe('an element in an article of another origin', () => {
  test('is a poster of its snippet until a press, and then answers', async () => {
    const opened = await open(elementSnippet(snippet()));
    const { page, faults, told } = opened;
    await eventually(() => shownText(page, 'inference-cost-lab')).toMatch(
      /A million output tokens.*\$0\.12.*0\.08 – 0\.20.*interpolated.*as of 28 Nov 2026 · model 2026\.11-5/,
    );
    // One script before the press, and nothing else of the lab.
    expect(await asked(page)).toEqual(['embed/inference-cost-lab.js']);
    expect((await told()).map(({ name, detail }) => [name, detail.live])).toEqual([['lab-ready', false]]);
    await axe(page);
    await page.getByRole('button', { name: 'Change it' }).click();
    await eventually(() => results(opened)).toBe(1);
    await eventually(() => shownText(page, 'inference-cost-lab')).toMatch(/Speed per user/);
    await axe(page);
    await page.getByLabel('Users at once').fill('many');
    await page.getByLabel('How many').focus();
    await eventually(() => page.getByLabel('Users at once').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Users at once').fill('16');
    await page.getByLabel('How many').focus();
    await eventually(() => results(opened)).toBe(2);
    expect(await page.locator('inference-cost-lab').getAttribute('scenario')).toContain('concurrency=16');
    expect((await told()).some(({ name }) => name === 'lab-change')).toBe(true);
    expect(await page.getByRole('link').first().getAttribute('href')).toBe(`${lab.url}?v=1&model=llama-3.1-8b&accelerator=h200-sxm&concurrency=16`);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('twice on a page, each has its own and they share an engine', async () => {
    const both = `${elementSnippet(snippet({ live: true }))}${elementSnippet(snippet({ live: true, figure: 'time', theme: 'dark' }))}`;
    const opened = await open(both);
    await eventually(() => results(opened)).toBe(2);
    const engines = (await asked(opened.page)).filter((file) => file.includes('live-'));
    expect(engines).toHaveLength(1);
    const values = (await opened.told()).flatMap(({ name, detail }) => (name === 'lab-result' ? [detail.quantity?.value] : []));
    expect(new Set(values).size).toBe(2);
    await eventually(() => opened.page.locator('inference-cost-lab').nth(1).locator('svg.chart').count()).toBe(1);
    await axe(opened.page);
    expect(opened.faults).toEqual([]);
    await opened.page.context().close();
  });

  test.each(['costs', 'fleet', 'frontier'] as const)('the figure of %s is answered in words, and clean', async (figure) => {
    const opened = await open(elementSnippet(snippet({ live: true, figure, heading: '', value: null, rows: [] })));
    await eventually(() => results(opened)).toBe(1);
    await eventually(() => shownText(opened.page, 'inference-cost-lab')).toMatch(/\$\d/);
    await axe(opened.page);
    expect(opened.faults).toEqual([]);
    await opened.page.context().close();
  });

  test('under a strict policy without inline styles it works, and writes none', async () => {
    const policy = `default-src 'none'; script-src ${lab.url}; style-src 'none'; connect-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
    const opened = await open(elementSnippet(snippet({ live: true, figure: 'costs', heading: '' })), { 'content-security-policy': policy });
    await eventually(() => results(opened)).toBe(1);
    // Lit may make no policy here: the numbers stand as a table, and it is said.
    await eventually(() => shownText(opened.page, 'inference-cost-lab')).toMatch(/H200.*its numbers stand as a table/);
    expect(await opened.page.locator('inference-cost-lab [style]').count()).toBe(0);
    expect((await opened.told()).filter(({ name }) => name === 'lab-error')).toHaveLength(1);
    await opened.page.context().close();
  });

  test('under a policy that admits the policy of Lit the chart is drawn', async () => {
    const policy = `default-src 'none'; script-src ${lab.url}; style-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html`;
    const opened = await open(elementSnippet(snippet({ live: true, figure: 'costs', heading: '' })), { 'content-security-policy': policy });
    await eventually(() => opened.page.locator('inference-cost-lab svg.chart').count()).toBe(1);
    expect(opened.faults).toEqual([]);
    await opened.page.context().close();
  });

  test('says in words what is wrong with each attribute, and shows the rest', async () => {
    const opened = await open(
      `<script type="module" src="${lab.url}embed/inference-cost-lab.js"></script><inference-cost-lab figure="pie" theme="sepia" accent="red;}" lab="javascript:alert(1)" value="9|1|2|USD/Mtoken|prior|2026-11-28|2026.11-5" heading="&lt;img src=x onerror=alert(1)&gt;" scenario="model=llama-3.1-8&amp;accelerator=h200-sxm&amp;concurrency=-3&amp;nothing=1" live></inference-cost-lab>`,
    );
    await eventually(() => results(opened)).toBe(1);
    const errors = (await opened.told()).flatMap(({ name, detail }) => (name === 'lab-error' ? [detail.message ?? ''] : []));
    for (const words of [
      'figure: “pie” is none of',
      'theme: “sepia”',
      'accent: it is no colour',
      'lab: it is no address',
      'value: its number does not lie',
      'scenario: model: ',
      'scenario: concurrency: ',
      'scenario: nothing: ',
    ])
      expect(errors.filter((message) => message.startsWith(words))).toHaveLength(1);
    expect(await shownText(opened.page, 'inference-cost-lab')).toContain('<img src=x onerror=alert(1)>');
    expect(await opened.page.locator('inference-cost-lab img').count()).toBe(0);
    await axe(opened.page);
    expect(opened.faults).toEqual([]);
    await opened.page.context().close();
  });

  test('without scripts the article has a link', async () => {
    const { page } = await open(elementSnippet(snippet()), {}, false);
    expect(await page.getByRole('link').getAttribute('href')).toBe(`${lab.url}?v=1&model=llama-3.1-8b&accelerator=h200-sxm`);
    await page.context().close();
  });

  test('takes the colours of a page that paints itself dark, and of one that reads from the right', async () => {
    const { page } = await open(
      `<style>body{background:#101418;color:#eee}</style><div dir="rtl">${elementSnippet(snippet({ accent: '#b5450b' }))}</div>`,
    );
    await eventually(() => page.locator('inference-cost-lab .card').getAttribute('class')).toBe('card dark');
    expect(await page.locator('inference-cost-lab .card').evaluate((card) => getComputedStyle(card).direction)).toBe('ltr');
    await axe(page);
    await page.context().close();
  });
});

describe('a frame without an origin of its own', () => {
  test('tells its height and its result, obeys its parent, and measures where its worker has no GPU', async () => {
    const opened = await open(frameSnippet(snippet({ live: true })));
    const { page, told } = opened;
    await eventually(() => results(opened)).toBe(1);
    expect((await told()).some(({ name, detail }) => name === 'lab-height' && (detail.height ?? 0) > 150)).toBe(true);
    await axe(page);
    const say = (message: object): Promise<void> =>
      page.evaluate((data) => document.querySelector('iframe')?.contentWindow?.postMessage(data, '*'), message);
    await say({ type: 'inference-cost-lab', event: 'lab-set', scenario: 'model=llama-3.1-8b&accelerator=mi300x', heading: null });
    await eventually(() => results(opened)).toBe(2);
    await eventually(() => page.frameLocator('iframe').getByText('on one MI300X').count()).toBe(1);
    await say({ type: 'inference-cost-lab', event: 'lab-set', onload: 'alert(1)' });
    await eventually(async () =>
      (await told()).some(({ name, detail }) => name === 'lab-error' && detail.message?.includes('and nothing else')),
    ).toBe(true);
    await page.frameLocator('iframe').getByRole('button', { name: 'Measure your GPU' }).click();
    await eventually(() =>
      page
        .frameLocator('iframe')
        .getByText(/of \d+ kernels/)
        .count(),
    ).toBe(1);
    await eventually(() =>
      page
        .frameLocator('iframe')
        .getByText(/[1-9]\d* of \d+ kernels/)
        .count(),
    ).toBe(1);
    await page.frameLocator('iframe').getByRole('button', { name: 'Cancel' }).click();
    await eventually(() => page.frameLocator('iframe').getByText('Stopped before it had a result').count()).toBe(1);
    // A sandbox may not hold the screen awake, which the browser notes: the run goes on without.
    expect(opened.faults.filter((fault) => !/WebGPU|GPU|powerPreference|screen-wake-lock/.test(fault))).toEqual([]);
    await page.context().close();
  });
});

describe('the lab’s page about embedding', () => {
  test('shows the figure, and snippets with its number', async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${lab.url}embed/?v=1&model=llama-3.1-8b&accelerator=h200-sxm`);
    await eventually(() => shownText(page, 'lab-embed-page')).toMatch(
      /inference-cost-lab figure="answer" heading="A million output tokens of Llama 3\.1 8B.*value="0\.\d+\|.*scenario="v=1/,
    );
    await axe(page);
    await page.getByLabel('Figure').selectOption({ label: 'Where the time goes' });
    await eventually(() => shownText(page, 'lab-embed-page')).toMatch(/figure="time" heading=".*each token is.*\|s\|/);
    expect(faults).toEqual([]);
    await page.close();
  });
});
