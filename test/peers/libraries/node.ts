/**
 * The same comparison through Dawn in Node, with the peers that run there; ONNX Runtime Web does not. Bundled into one file:
 * `node peers.js --out FILE [--budget SECONDS]`, how it goes on standard error.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openDawn } from '../../../src/cli/dawn.ts';
import { summarise } from '../report.ts';
import { compareAll, type Versions } from './contenders.ts';

const { out, budget } = parseArgs({ options: { out: { type: 'string' }, budget: { type: 'string' } } }).values;
const gpu = await openDawn();
// Where libraries look for it.
Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node' }, configurable: true });
// jax-js maps and filters iterators, which Node does itself from version 22.
const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as { map?: unknown; filter?: unknown };
iterators.map ??= function* <T, U>(this: Iterable<T>, change: (item: T) => U): Generator<U> {
  for (const item of this) yield change(item);
};
iterators.filter ??= function* <T>(this: Iterable<T>, keep: (item: T) => boolean): Generator<T> {
  for (const item of this) if (keep(item)) yield item;
};
const { openJax } = await import('./jax.ts');
const { openTensorFlow } = await import('./tfjs.ts');

declare const __VERSIONS__: Versions;
const versions: Versions = __VERSIONS__;

const comparison = await compareAll(
  gpu,
  { where: 'node', secure: true },
  [
    ['TensorFlow.js', openTensorFlow],
    ['jax-js', () => openJax(versions.jax)],
  ],
  versions,
  Number(budget ?? Infinity),
  (words) => process.stderr.write(`${words}\n`),
);
if (out !== undefined) await writeFile(out, `${JSON.stringify(summarise(comparison, null), null, 1)}\n`);
// Devices that libraries leave open keep the process alive.
process.exit(0);
