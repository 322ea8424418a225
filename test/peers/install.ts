/** Installs what our kernels are compared with: once, beside this file, from its own lock file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const folder = import.meta.dirname;

/** The versions that are there are those of the lock file, or npm puts them there. @throws with what to do when npm cannot. */
export async function install(signal: AbortSignal): Promise<void> {
  if (await isInstalled()) return;
  process.stderr.write('Installing the peers (about 210 MB, once)\n');
  const npm = spawn('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
    signal,
  });
  let complaint = '';
  npm.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const [status] = (await once(npm, 'close')) as [number | null];
  if (status === 0) return;
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/.test(complaint);
  throw new Error(
    offline
      ? 'The peers are not installed, and npm cannot reach its registry. Run this once with a network: npm run bench:peers'
      : `The peers could not be installed (npm ci --prefix test/peers):\n${complaint.trim()}`,
  );
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

/** Version of a package as the lock file has it. */
export async function lockedVersion(name: string): Promise<string> {
  const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as Lock;
  return packages[`node_modules/${name}`]?.version ?? '';
}

async function isInstalled(): Promise<boolean> {
  const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { dependencies: Readonly<Record<string, string>> };
  const found = await Promise.all(
    Object.entries(dependencies).map(async ([name, wanted]) => {
      const text = await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8').catch(() => '{}');
      return (JSON.parse(text) as { version?: string }).version === wanted;
    }),
  );
  return found.every(Boolean);
}
