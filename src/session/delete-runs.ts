/** Deleting earlier runs so that it can be undone. Loads with the list of them: no first screen deletes anything. */
import type { Run } from '../run/run.ts';
import type { RunHistory } from './run-history.ts';

export type Undo = () => Promise<void>;

export async function deleteRun(history: RunHistory, run: Run): Promise<Undo> {
  // What is being read would bring it back by itself.
  await history.ready;
  history.drop(run);
  await unlessRefused(async () => (await history.database)?.delete('runs', run.when));
  return () => history.add(run);
}

/** Entries that could not be read come back too. */
export async function clearRuns(history: RunHistory): Promise<Undo> {
  const { runs } = history;
  const entries: (readonly [key: string, value: unknown])[] = [];
  await unlessRefused(async () => {
    const store = (await history.database)?.transaction('runs').store;
    const [keys = [], values = []] = await Promise.all([store?.getAllKeys(), store?.getAll()]);
    entries.push(...keys.map((key, index) => [key, values[index]] as const));
  });
  await history.clear();
  return async () => {
    for (const run of runs) await history.add(run);
    await unlessRefused(async () => {
      const database = await history.database;
      for (const [key, value] of entries) await database?.put('runs', value, key);
    });
    await history.load();
  };
}

/** Storage that cannot be written holds nothing of ours: what is in memory stands. */
async function unlessRefused(change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch {
    // The disk is full or the browser took the storage back.
  }
}
