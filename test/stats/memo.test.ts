import { describe, expect, it } from 'vitest';
import { memo } from '../../src/stats/memo.ts';

describe('memo', () => {
  const counted = (most: number) => {
    let calls = 0;
    const keep = memo<string>(most);
    return { calls: () => calls, get: (owners: readonly object[], key: string) => keep(owners, key, () => `${key}${++calls}`) };
  };

  it('makes an answer once for the same owners and key', () => {
    const [a, b] = [{}, {}];
    const { get, calls } = counted(8);
    expect(get([a, b], 'x')).toBe(get([a, b], 'x'));
    expect(get([b, a], 'x')).not.toBe(get([a, b], 'x'));
    expect(get([a], 'x')).not.toBe(get([a, b], 'x'));
    expect(get([], 'x')).toBe(get([], 'x'));
    expect(calls()).toBe(4);
  });

  it('drops the oldest of an owner alone when there is one more than it holds', () => {
    const [a, b] = [{}, {}];
    const { get, calls } = counted(2);
    for (const key of ['1', '2', '3']) get([a], key);
    get([b], '1');
    expect(calls()).toBe(4);
    get([a], '2');
    get([a], '3');
    get([b], '1');
    expect(calls()).toBe(4);
    get([a], '1');
    expect(calls()).toBe(5);
  });

  it('keeps null as an answer', () => {
    let calls = 0;
    const keep = memo<null>(2);
    const ask = (): null =>
      keep([], 'x', () => {
        calls++;
        return null;
      });
    ask();
    ask();
    expect(calls).toBe(1);
  });
});
