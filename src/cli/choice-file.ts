/** Choices of the tuner in a file of the user's cache folder (XDG Base Directory Specification), where a browser has IndexedDB. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { readChoices } from '../measure/choice-store.ts';
import type { ChoiceStore } from '../measure/protocol/choices.ts';

function usualFile(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache === undefined || cache === '' ? join(homedir(), '.cache') : cache, 'inference-cost-lab', 'tuning.json');
}

/** A file that cannot be read is as good as none; one that cannot be written means that the next session tunes again. */
export function choiceFile(path = usualFile()): ChoiceStore {
  const all = async (): Promise<Record<string, unknown>> => {
    try {
      const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
      return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
    } catch {
      return {};
    }
  };
  return {
    load: async (key) => readChoices((await all())[key]),
    async save(key, choices) {
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, `${JSON.stringify({ ...(await all()), [key]: choices }, null, 1)}\n`);
      } catch {
        // A cache that is refused is no fault of the run.
      }
    },
  };
}
