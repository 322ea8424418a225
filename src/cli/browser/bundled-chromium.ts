/**
 * The headless Chromium of the npm package `@sparticuz/chromium`, unpacked once per machine into the user's cache.
 * It carries SwiftShader, a Vulkan loader and the system libraries that a bare Linux lacks; Dawn in Node uses them too.
 */
import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withPackage } from '../optional-package.ts';

/**
 * Folder that holds `chromium`, `al2023/lib`, `fonts.conf`, `libvulkan.so.1` and `vk_swiftshader_icd.json`.
 * Unpacking goes to a folder of its own that is renamed when complete, so that two processes may race.
 */
export async function unpackChromium(): Promise<string> {
  const entry = await withPackage('@sparticuz/chromium', () => createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../../package.json'), 'utf8')) as { version: string };
  const cache = await writableCache();
  const folder = join(cache, `chromium-${version}-${process.arch}`);
  if (await exists(folder)) return folder;

  const unpacking = await mkdtemp(join(cache, 'unpacking-'));
  try {
    await runUnpacker(pathToFileURL(entry).href, unpacking);
    await writeFile(join(unpacking, 'fonts.conf'), fontConfiguration(folder));
    await rename(unpacking, folder);
  } catch (error) {
    await rm(unpacking, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

/** `LD_LIBRARY_PATH` with the unpacked libraries first, and what was there before after them. */
export function libraryPath(folder: string, before: string | undefined): string {
  const own = [join(folder, 'al2023', 'lib'), folder];
  const kept = (before ?? '').split(':').filter((entry) => entry !== '' && !own.includes(entry));
  return [...own, ...kept].join(':');
}

/**
 * The package's own configuration looks for its fonts in fixed places; without any font at all, Chromium ends itself at
 * the first text field. Fonts of the system come first, where there are any.
 */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <dir>${xmlText(join(folder, 'fonts'))}</dir>
  <cachedir>${xmlText(join(folder, 'fonts-cache'))}</cachedir>
</fontconfig>
`;
}

function xmlText(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/**
 * The package decides by its environment at import what to unpack (system libraries only inside the AWS runtime that
 * lacks them) and where (the temp folder), and changes that environment; hence a process of its own.
 */
async function runUnpacker(entry: string, temporary: string): Promise<void> {
  const program = `const { default: chromium } = await import(${JSON.stringify(entry)}); await (chromium.default ?? chromium).executablePath();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, TMPDIR: temporary, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status !== 0) throw new Error(`the bundled Chromium could not be unpacked: ${complaint.trim()}`);
}

async function writableCache(): Promise<string> {
  const wished = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'inference-cost-lab');
  try {
    await mkdir(wished, { recursive: true });
    return wished;
  } catch {
    return mkdtemp(join(tmpdir(), 'inference-cost-lab-'));
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
