/**
 * Opens a page in a browser that has a WebGPU adapter: first with what reaches a real GPU, then, where that gives no
 * adapter, with SwiftShader on the processor.
 */
import type { Browser as OpenBrowser, Page } from 'playwright-core';
import { UnavailableError } from '../errors.ts';
import { withPackage } from '../optional-package.ts';
import { type Browser, findBrowser, NoBrowserError } from './find-browser.ts';
import { hardwareAdapterFlags, softwareAdapterFlags } from './flags.ts';

export interface OpenedLab {
  readonly page: Page;
  /** `Chromium 147.0.7727.24 (bundled)`, for people. */
  readonly browserName: string;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly url: string;
  readonly headed: boolean;
}

/** @throws UnavailableError where no browser can be found or started */
export async function openLab({ url, headed }: OpenOptions): Promise<OpenedLab> {
  if (headed && process.platform === 'linux' && (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) === undefined) {
    throw new UnavailableError('there is no display to show a window on: leave out --headed, or set DISPLAY');
  }
  const found = await find(process.env);
  if (headed && found.kind === 'bundled') {
    throw new UnavailableError('the bundled browser cannot show a window: install Chrome or Chromium, or leave out --headed');
  }
  try {
    return await openWith(found, url, headed);
  } catch (error) {
    // An installed browser that does not start (a stub of the distribution, a sandbox around it) need not be the end.
    if (!(error instanceof UnavailableError) || found.kind === 'bundled' || headed || process.env['CHROME_PATH'] !== undefined) throw error;
    const bundled = await find({ ...process.env, LAB_BROWSER: 'bundled' }).catch(() => null);
    if (bundled === null) throw error;
    process.stderr.write(`${error.message}\nTaking the bundled browser instead\n`);
    return openWith(bundled, url, headed);
  }
}

async function find(environment: NodeJS.ProcessEnv): Promise<Browser> {
  return findBrowser(environment).catch((error: unknown) => {
    throw error instanceof NoBrowserError ? new UnavailableError(error.message) : error;
  });
}

async function openWith(found: Browser, url: string, headed: boolean): Promise<OpenedLab> {
  const real = await launch(found, headed, hardwareAdapterFlags(headed));
  if (await hasHardwareAdapter(real, url)) return opened(real, found, url);
  await real.close();
  return opened(await launch(found, headed, softwareAdapterFlags), found, url);
}

async function launch(found: Browser, headed: boolean, args: readonly string[]): Promise<OpenBrowser> {
  const { chromium } = await withPackage('playwright-core', () => import('playwright-core'));
  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  try {
    return await chromium.launch({
      executablePath: found.executablePath,
      headless: !headed,
      args: [...args],
      env: { ...environment, ...found.environment },
      // Ctrl-C is the command's to handle: it cancels the run before the browser goes.
      handleSIGINT: false,
    });
  } catch (error) {
    throw new UnavailableError(`${found.executablePath} could not be started${complaintOf(error)}`);
  }
}

/** What the browser itself said last on standard error; the driver's log of its own steps is left out. */
function complaintOf(error: unknown): string {
  const said = (error instanceof Error ? error.message : '').matchAll(/\[err\] (.*)/g);
  // Terminal colours of the log.
  const lines = Array.from(said, ([, line = '']) => line.replace(/\u001b\[\d+m/g, '').trim());
  return lines.length === 0 ? '' : `:\n${lines.slice(-4).join('\n')}`;
}

/** Milliseconds for an adapter to be given out; a driver that cannot be started may keep the browser waiting for good. */
const adapterPatience = 15_000;

/** Asked on an address of ours, since an adapter is given out only in a secure context. */
async function hasHardwareAdapter(browser: OpenBrowser, url: string): Promise<boolean> {
  const page = await browser.newPage();
  try {
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>adapter</title>' }));
    await page.goto(new URL('/', url).href);
    const asked = page.evaluate(async () => {
      const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }) : null;
      return (
        adapter !== null &&
        !adapter.info.isFallbackAdapter &&
        !/swiftshader|llvmpipe/i.test(`${adapter.info.architecture} ${adapter.info.description}`)
      );
    });
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), adapterPatience).unref());
    // A browser that crashes on these switches has no adapter to give either.
    return await Promise.race([asked, late]).catch(() => false);
  } finally {
    await page.close().catch(() => undefined);
  }
}

async function opened(browser: OpenBrowser, found: Browser, url: string): Promise<OpenedLab> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url);
  return { page, browserName: `Chromium ${browser.version()} (${found.kind})`, close: () => browser.close() };
}
