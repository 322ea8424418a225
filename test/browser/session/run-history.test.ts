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
});
