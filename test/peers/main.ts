/**
 * `npm run bench:peers`: our kernels beside ONNX Runtime Web, TensorFlow.js and jax-js, on the same adapter; in a real browser,
 * then in Node over Dawn with those that run there. Prints a table each and saves docs/measurements/peers-*.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildNode, buildPage, root } from './build.ts';
import { install } from './install.ts';
import { compareInNode, compareInPage } from './places.ts';
import { printComparison, type SavedComparison } from './report.ts';

const cancel = new AbortController();
process.once('SIGINT', () => cancel.abort());
process.once('SIGTERM', () => cancel.abort());

try {
  await install(cancel.signal);
  await save(await compareInPage(await buildPage(), cancel.signal));
  await save(await compareInNode(await buildNode(), cancel.signal));
} catch (error) {
  if (cancel.signal.aborted) {
    process.stderr.write('Cancelled; nothing was saved of what was not complete\n');
    process.exitCode = 130;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function save(comparison: SavedComparison): Promise<void> {
  process.stdout.write(`${printComparison(comparison)}\n\n`);
  const folder = join(root, 'docs/measurements');
  const file = join(folder, `peers-${comparison.where}${comparison.adapter.fallback ? '-software' : ''}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify(comparison, null, 1)}\n`);
  process.stderr.write(`Saved ${file}\n`);
}
