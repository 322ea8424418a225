import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import type { Run } from '../../../src/run/run.ts';
import { RunHistory } from '../../../src/session/run-history.ts';

const run = (when: string): Run => ({
  version: 1,
  when,
  plan: 'quick',
  elapsed: 1,
  kernels: [],
  left: [],
  clock: { kind: 'wall', step: 0 },
  adapter: { vendor: '', architecture: '', device: '', description: '', fallback: false, features: [], limits: {} },
  ceilings: { fmaF32: null, fmaF16: null, read: null, copy: null, dispatch: null },
});
const fresh = (): string => `history-${crypto.randomUUID()}`;

describe('earlier runs', () => {
  it('are kept from one visit to the next, newest first', async () => {
    const name = fresh(),
      first = new RunHistory(name);
    await first.add(run('2026-11-20T00:00:00Z'));
    await first.add(run('2026-11-22T00:00:00Z'));
    const second = new RunHistory(name);
    await second.ready;
    expect(second.runs.map(({ when }) => when)).toEqual(['2026-11-22T00:00:00Z', '2026-11-20T00:00:00Z']);
  });
  it('are gone when cleared', async () => {
    const name = fresh(),
      history = new RunHistory(name);
    await history.add(run('2026-11-22T00:00:00Z'));
    await history.clear();
    const second = new RunHistory(name);
    await second.ready;
    expect([history.runs, second.runs]).toEqual([[], []]);
  });
  it('stay in memory where the browser refuses storage', async () => {
    const refused = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    try {
      const history = new RunHistory(fresh());
      await history.add(run('2026-11-22T00:00:00Z'));
      expect(history.runs).toHaveLength(1);
    } finally {
      refused.mockRestore();
    }
  });
  it('are read one by one: what is no run is counted, left out, and gone with the rest', async () => {
    const name = fresh();
    await stored(name, [
      null,
      { version: 1 },
      { version: 1 },
      { ...run('2026-11-19T00:00:00Z'), when: 1_700_000_000_000 },
      { ...run('2026-11-19T00:00:00Z'), when: 'yesterday' },
      { version: 1, when: '2026-11-18T00:00:00Z' },
      { ...run('2026-11-17T00:00:00Z'), ceilings: undefined },
      'text',
      { ...run('2026-11-16T00:00:00Z'), version: 2 },
      run('2026-11-15T00:00:00Z'),
    ]);
    const history = new RunHistory(name);
    await history.ready;
    expect([history.runs.map(({ when }) => when), history.unread]).toEqual([['2026-11-15T00:00:00Z'], 9]);
    await history.add(run('2026-11-22T00:00:00Z'));
    expect(history.runs).toHaveLength(2);
    await history.clear();
    const again = new RunHistory(name);
    await again.ready;
    expect([history.unread, again.runs, again.unread]).toEqual([0, [], 0]);
  });
  it('take a new run before the stored ones have been read, and keep both', async () => {
    const name = fresh();
    await stored(name, [null, run('2026-11-15T00:00:00Z')]);
    const history = new RunHistory(name);
    const added = history.add(run('2026-11-22T00:00:00Z'));
    expect(history.runs).toHaveLength(1);
    await added;
    expect(history.runs.map(({ when }) => when)).toEqual(['2026-11-22T00:00:00Z', '2026-11-15T00:00:00Z']);
  });
  it('are no obstacle where the database has another shape', async () => {
    const name = fresh();
    (await openDB(name, 1, { upgrade: (database) => void database.createObjectStore('other') })).close();
    const history = new RunHistory(name);
    await history.ready;
    await history.add(run('2026-11-22T00:00:00Z'));
    expect(history.runs).toHaveLength(1);
    await history.clear();
    expect(history.runs).toEqual([]);
  });
  it('are fifty at most, the oldest forgotten', async () => {
    const name = fresh(),
      history = new RunHistory(name);
    for (let day = 0; day < 52; day++) await history.add(run(new Date(Date.UTC(2026, 0, 1 + day)).toISOString()));
    const again = new RunHistory(name);
    await again.ready;
    expect([history.runs.length, again.runs.length, again.runs.at(-1)?.when]).toEqual([50, 50, '2026-01-03T00:00:00.000Z']);
  });
});

/** Entries as another program may have written them, each under a key of its own. */
async function stored(name: string, entries: readonly unknown[]): Promise<void> {
  const database = await openDB(name, 1, { upgrade: (made) => void made.createObjectStore('runs') });
  for (const [index, entry] of entries.entries()) await database.put('runs', entry, `key ${index}`);
  database.close();
}
