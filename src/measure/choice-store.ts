/**
 * Choices of the tuner in IndexedDB, which a worker has as well as a page. Where it is refused (a sandboxed frame, a private window) every
 * session begins anew.
 */
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Choices, ChoiceStore } from './protocol/choices.ts';

interface TuningSchema extends DBSchema {
  choices: { key: string; value: Choices };
}

export function browserChoices(name = 'inference-cost-lab-tuning'): ChoiceStore {
  return {
    async load(key) {
      try {
        return readChoices(await (await open(name)).get('choices', key));
      } catch {
        return {};
      }
    },
    async save(key, choices) {
      try {
        await (await open(name)).put('choices', choices, key);
      } catch {
        // The disk is full or the browser took the storage back: the next session tunes again.
      }
    },
  };
}

/** What was stored, as far as it has the form of choices: it may come from another version, or from anybody's hand. */
export function readChoices(stored: unknown): Choices {
  if (typeof stored !== 'object' || stored === null) return {};
  const entries = Object.entries(stored).slice(0, mostEntries);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].every((name) => typeof name === 'string')),
  );
}

/** More results and classes than any plan has. */
const mostEntries = 1000;

async function open(name: string): Promise<IDBPDatabase<TuningSchema>> {
  const { openDB } = await import('idb');
  return openDB<TuningSchema>(name, 1, { upgrade: (database) => void database.createObjectStore('choices') });
}
