/** Where a comparison runs: in a real browser, as the lab itself is measured, or in a Node of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLab } from '../../src/cli/browser/open-lab.ts';
import { findVulkan } from '../../src/cli/browser/find-vulkan.ts';
import { serveFolder } from '../../src/cli/static-server.ts';
import { versions } from './build.ts';
import { summarise, type SavedComparison } from './report.ts';
import type { Comparison } from './results.ts';

const say = (words: string): void => void process.stderr.write(`${words}\n`);

export async function compareInPage(page: string, signal: AbortSignal): Promise<SavedComparison> {
  const server = await serveFolder(page, 0);
  try {
    const opened = await openLab({ url: server.url, headed: false });
    try {
      signal.throwIfAborted();
      say(opened.browserName);
      opened.page.on('console', (message) => message.type() === 'error' && say(`    ${message.text()}`));
      opened.page.on('pageerror', (error) => say(`    ${error.message}`));
      await opened.page.exposeFunction('sayProgress', say);
      const work = opened.page.evaluate(
        async (known) => {
          const page = globalThis as unknown as {
            comparePeers: (versions: unknown, report: (words: string) => void) => Promise<Comparison>;
            sayProgress: (words: string) => void;
          };
          return page.comparePeers(known, page.sayProgress);
        },
        await versions(),
      );
      return summarise(await unlessAborted(work, signal), opened.browserName);
    } finally {
      await opened.close();
    }
  } finally {
    await server.close();
  }
}

export async function compareInNode(bundle: string, signal: AbortSignal): Promise<SavedComparison> {
  say(`Node ${process.version}`);
  const folder = await mkdtemp(join(tmpdir(), 'peers-'));
  try {
    const out = join(folder, 'peers.json');
    const { environment } = await findVulkan();
    const child = spawn(process.execPath, [bundle, '--out', out], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 2, 'inherit'],
      signal,
    });
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0) throw new Error(`the comparison in Node ended with status ${status}`);
    return JSON.parse(await readFile(out, 'utf8')) as SavedComparison;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('cancelled')), { once: true }));
  return Promise.race([work, aborted]);
}
