/** The two bundles of the comparison: a page beside ONNX Runtime's WebAssembly, and one file for Node. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { dataModules } from '../../src/catalogue/build/data-modules.ts';
import { folder, lockedVersion } from './install.ts';

export const root = join(folder, '../..');

/** @returns the folder to serve */
export async function buildPage(): Promise<string> {
  const outDir = join(folder, 'node_modules/.cache/page');
  await build({
    root: join(folder, 'libraries'),
    configFile: false,
    logLevel: 'error',
    base: './',
    publicDir: false,
    plugins: [dataModules],
    build: { outDir, emptyOutDir: true, minify: false, target: 'es2022', chunkSizeWarningLimit: 5000 },
  });
  return outDir;
}

/** @returns the file to run; it is left in `dist` for measuring on machines without a browser, where it needs nothing beside Dawn. */
export async function buildNode(): Promise<string> {
  const outDir = join(root, 'dist');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [dataModules],
    define: { __VERSIONS__: JSON.stringify(await versions()) },
    ssr: { target: 'node', noExternal: true, external: ['webgpu', 'playwright-core', '@sparticuz/chromium'] },
    build: {
      ssr: join(folder, 'libraries/node.ts'),
      outDir,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'peers.js', codeSplitting: false } },
    },
  });
  return join(outDir, 'peers.js');
}

export async function versions(): Promise<{ lab: string; jax: string }> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { lab: version, jax: await lockedVersion('@jax-js/jax') };
}
