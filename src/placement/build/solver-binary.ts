/**
 * The solver's WebAssembly as one file, `dist/highs.wasm`, for every build: Vite alone would put a copy with another name beside each of
 * them, and the library's copy as text inside its script.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const fileName = 'highs.wasm';
const script = /\/highs\/build\/highs\.mjs$/;
const address = 'new URL("highs.wasm",import.meta.url)';

interface Where {
  /** From the folder of the script that holds the solver to that of the file. */
  readonly from: './' | '../';
  /** False where another build puts the file there. */
  readonly emitted: boolean;
}

export const solverBinary = ({ from, emitted }: Where): Plugin => {
  let needed = false;
  return {
    name: 'solver-binary',
    apply: 'build',
    enforce: 'pre',
    // Asked for in Node alone, by an `import()`; a build for pages would put an empty module in its place, and Node's library would break.
    resolveId: (source, importer) => (source === 'node:module' && importer && script.test(importer) ? { id: source, external: true } : null),
    transform(code, id) {
      if (!script.test(id.split('?')[0] ?? '')) return null;
      if (!code.includes(address)) throw new Error(`${id} finds its WebAssembly in another way than it did`);
      needed = true;
      // Not in the form that Vite takes for an asset of its own.
      return code.replace(address, `new URL("${from}${fileName}", String(import.meta.url))`);
    },
    async generateBundle() {
      if (!needed || !emitted) return;
      this.emitFile({ type: 'asset', fileName, source: await readFile(createRequire(import.meta.url).resolve('highs/runtime')) });
    },
  };
};
