/**
 * Runs that were made in this browser, newest first. Local only: IndexedDB, or memory where that is refused.
 */
import { signal } from '@lit-labs/signals';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Run } from '../run/run.ts';

interface HistorySchema extends DBSchema {
  runs: { key: string; value: Run };
}

/** Runs kept; the raw samples of a quick run are about 20 kB. */
const kept = 50;

export class RunHistory {
  readonly #runs = signal<readonly Run[]>([]);
  readonly #database: Promise<IDBPDatabase<HistorySchema> | null>;
  readonly ready: Promise<void>;

  constructor(name = 'inference-cost-lab') {
    this.#database = open(name);
    this.ready = this.#load();
  }

  /** Newest first. */
  get runs(): readonly Run[] {
    return this.#runs.get();
  }

  async add(run: Run): Promise<void> {
    await this.ready;
    const runs = [run, ...this.runs.filter((other) => other.when !== run.when)];
    this.#runs.set(runs.slice(0, kept));
    try {
      const database = await this.#database;
      await database?.put('runs', run, run.when);
      for (const old of runs.slice(kept)) await database?.delete('runs', old.when);
    } catch {
      // The disk is full or the browser took the storage back: the run stays in memory.
    }
  }

  async clear(): Promise<void> {
    this.#runs.set([]);
    await (await this.#database)?.clear('runs');
  }

  async #load(): Promise<void> {
    const stored = (await (await this.#database)?.getAll('runs')) ?? [];
    this.#runs.set(stored.filter((run: { readonly version: number }) => run.version === 1).sort((a, b) => b.when.localeCompare(a.when)));
  }
}

async function open(name: string): Promise<IDBPDatabase<HistorySchema> | null> {
  try {
    const { openDB } = await import('idb');
    return await openDB<HistorySchema>(name, 1, { upgrade: (database) => void database.createObjectStore('runs') });
  } catch {
    return null;
  }
}
