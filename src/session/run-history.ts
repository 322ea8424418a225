/**
 * Runs that were made in this browser, newest first. Local only: IndexedDB, or memory where that is refused. What is
 * stored may have been written by another version, by a program or by hand: each entry is read by itself.
 */
import { signal } from '@lit-labs/signals';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Run } from '../run/run.ts';

interface HistorySchema extends DBSchema {
  runs: { key: string; value: unknown };
}

/** Runs kept; the raw samples of a quick run are about 20 kB. */
const kept = 50;

export class RunHistory {
  readonly #runs = signal<readonly Run[]>([]);
  readonly #unread = signal(0);
  /** Null where the browser refuses one. */
  readonly database: Promise<IDBPDatabase<HistorySchema> | null>;
  /** How often it was cleared: what was read before that is gone. */
  #clears = 0;
  readonly ready: Promise<void>;

  constructor(name = 'inference-cost-lab') {
    this.database = open(name);
    this.ready = this.load();
  }

  /** Newest first. */
  get runs(): readonly Run[] {
    return this.#runs.get();
  }

  /** Stored entries that are no run that this version reads. They stay where they are until all is cleared. */
  get unread(): number {
    return this.#unread.get();
  }

  /** Never waits for what is stored already, nor fails with it. */
  async add(run: Run): Promise<void> {
    this.#take([run]);
    try {
      await (await this.database)?.put('runs', run, run.when);
      await this.ready;
      await this.#forgetOldest();
    } catch {
      // The disk is full or the browser took the storage back: the run stays in memory.
    }
  }

  /** From memory alone. */
  drop(run: Run): void {
    this.#runs.set(this.runs.filter((each) => each !== run));
  }

  async clear(): Promise<void> {
    this.#clears++;
    this.#runs.set([]);
    this.#unread.set(0);
    try {
      await (await this.database)?.clear('runs');
    } catch {
      // Storage that cannot be written holds nothing of ours that could be taken away.
    }
  }

  /** Reads what is stored beside what is known already. */
  async load(): Promise<void> {
    const clears = this.#clears;
    try {
      const database = await this.database;
      const keys = (await database?.getAllKeys('runs')) ?? [];
      if (!database || keys.length === 0) return;
      const { parseRun } = await import('../run/schema.ts');
      const read = await Promise.all(
        keys.map(async (key) => {
          const parsed = await database.get('runs', key).then(parseRun, () => null);
          return parsed?.ok === true ? parsed.run : null;
        }),
      );
      if (clears !== this.#clears) return;
      const runs = read.filter((run) => run !== null);
      this.#unread.set(keys.length - runs.length);
      this.#take(runs);
    } catch {
      // A database of another shape than ours: nothing to show, and new runs stay in memory.
    }
  }

  /** One run for each moment; what was made in this visit stands before what was stored. */
  #take(more: readonly Run[]): void {
    const moments = new Map([...more, ...this.runs].map((run) => [Date.parse(run.when), run]));
    this.#runs.set([...moments.entries()].sort(([a], [b]) => b - a).map(([, run]) => run));
  }

  async #forgetOldest(): Promise<void> {
    const old = this.runs.slice(kept);
    if (old.length === 0) return;
    this.#runs.set(this.runs.slice(0, kept));
    const database = await this.database;
    for (const { when } of old) await database?.delete('runs', when);
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
