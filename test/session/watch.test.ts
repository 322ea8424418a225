import { signal } from '@lit-labs/signals';
import { describe, expect, it } from 'vitest';
import { watchSignals } from '../../src/session/watch.ts';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('watching signals', () => {
  it('runs at once, then once for all changes of a task', async () => {
    const count = signal(0),
      seen: number[] = [];
    watchSignals(() => seen.push(count.get()));
    count.set(1);
    count.set(2);
    await turn();
    expect(seen).toEqual([0, 2]);
  });
  it('goes on after every change', async () => {
    const count = signal(0),
      seen: number[] = [];
    watchSignals(() => seen.push(count.get()));
    for (const value of [1, 2, 3]) {
      count.set(value);
      await turn();
    }
    expect(seen).toEqual([0, 1, 2, 3]);
  });
  it('stops when told', async () => {
    const count = signal(0),
      seen: number[] = [];
    const stop = watchSignals(() => seen.push(count.get()));
    stop();
    count.set(1);
    await turn();
    expect(seen).toEqual([0]);
  });
});
