/** Setup file of the runner's first pass: notes which mutants' places a test file runs, and writes them where the runner reads them. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, expect } from 'vitest';

const ids = new Set<number>();
(globalThis as { __reached?: (...reached: number[]) => void }).__reached = (...reached) => {
  for (const id of reached) ids.add(id);
};

afterAll(() => {
  const file = expect.getState().testPath ?? '';
  const name = createHash('sha1').update(file).digest('hex');
  writeFileSync(`${process.env['LAB_MUTATION_REACHED'] ?? '.'}/${name}.json`, JSON.stringify({ file, ids: [...ids] }));
});
