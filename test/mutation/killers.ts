/**
 * Which test killed a mutant the last time, kept beside other caches: it is asked first the next time. With `--again` what was killed
 * before, in a source that still reads the same, counts as killed without being asked.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Mutant } from './mutants.ts';

export interface Killers {
  /** The test file that killed it, or null. */
  of(mutant: Mutant): string | null;
  note(mutant: Mutant, test: string): void;
  save(): Promise<void>;
}

/** @param texts source by path */
export async function killers(file: string, texts: ReadonlyMap<string, string>): Promise<Killers> {
  const known = new Map<string, string>(
    Object.entries(
      await readFile(file, 'utf8').then(
        (text) => JSON.parse(text) as Record<string, string>,
        () => ({}),
      ),
    ),
  );
  const digests = new Map([...texts].map(([path, text]) => [path, createHash('sha1').update(text).digest('hex')]));
  const key = ({ file: path, start, end, replacement }: Mutant): string => `${digests.get(path) ?? ''} ${start} ${end} ${replacement}`;
  return {
    of: (mutant) => known.get(key(mutant)) ?? null,
    note: (mutant, test) => void known.set(key(mutant), test),
    async save() {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(Object.fromEntries(known)));
    },
  };
}
