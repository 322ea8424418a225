import { afterEach, describe, expect, it } from 'vitest';
import { holdWakeLock } from '../../../src/session/wake-lock.ts';
import { pause } from '../mount.ts';

interface Lock {
  released: boolean;
  release(): Promise<void>;
}

const locks: Lock[] = [];
const held = (): number => locks.filter((lock) => !lock.released).length;

function browserWith(request: () => Promise<Lock>): void {
  Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true });
}

const granted = async (): Promise<Lock> => {
  const lock: Lock = {
    released: false,
    release: async () => {
      lock.released = true;
    },
  };
  locks.push(lock);
  return lock;
};

async function comeBack(): Promise<void> {
  document.dispatchEvent(new Event('visibilitychange'));
  await pause(10);
}

describe('the screen', () => {
  afterEach(() => {
    locks.length = 0;
    Reflect.deleteProperty(navigator, 'wakeLock');
  });

  it('is kept on until it is let go, with one lock', async () => {
    browserWith(granted);
    const release = await holdWakeLock();
    await comeBack();
    expect([locks.length, held()]).toEqual([1, 1]);
    release();
    await comeBack();
    expect([locks.length, held()]).toEqual([1, 0]);
  });

  it('is kept on again after the browser has let it go for a hidden page', async () => {
    browserWith(granted);
    const release = await holdWakeLock();
    await locks[0]?.release();
    await comeBack();
    expect([locks.length, held()]).toEqual([2, 1]);
    release();
    await pause(10);
    expect(held()).toBe(0);
  });

  it('is no reason not to measure where the browser refuses', async () => {
    browserWith(() => Promise.reject(new Error('low battery')));
    (await holdWakeLock())();
  });
});
