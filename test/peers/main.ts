/**
 * `npm run bench:peers`: our kernels beside ONNX Runtime Web, TensorFlow.js and jax-js, on the same adapter; in a real browser,
 * then in Node over Dawn with those that run there. Prints a table each and saves docs/measurements/peers-*.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildNode, buildPage, root } from './build.ts';
import type { Comparison } from './results.ts';
import { install } from './install.ts';
import { compareInNode, compareInPage } from './places.ts';
import { printComparison, summarise } from './report.ts';

const cancel = new AbortController();
process.once('SIGINT', () => cancel.abort());
process.once('SIGTERM', () => cancel.abort());

try {
  await install(cancel.signal);
  const save = async (comparison: Comparison, browser: string | null): Promise<void> => {
    process.stdout.write(`${printComparison(comparison)}\n\n`);
    const file = join(root, 'docs/measurements', `peers-${comparison.where}${comparison.adapter.fallback ? '-software' : ''}.json`);
    await mkdir(join(root, 'docs/measurements'), { recursive: true });
    await writeFile(file, `${JSON.stringify(summarise(comparison, browser), null, 1)}\n`);
    process.stderr.write(`Saved ${file}\n`);
  };
  const page = await compareInPage(await buildPage(), cancel.signal);
  await save(page.comparison, page.browser);
  await save(await compareInNode(await buildNode(), cancel.signal), null);
} catch (error) {
  if (cancel.signal.aborted) {
    process.stderr.write('Cancelled; nothing was saved of what was not complete\n');
    process.exitCode = 130;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
