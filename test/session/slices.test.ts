import { describe, expect, it } from 'vitest';
import { inSlices } from '../../src/session/slices.ts';

/** Steps of a few milliseconds each; says how many were taken. */
function* steps(count: number, taken: number[]): Generator<void, string> {
  for (let step = 0; step < count; step++) {
    yield;
    const until = performance.now() + 3;
    while (performance.now() < until);
    taken.push(step);
  }
  return 'done';
}

describe('work in slices', () => {
  it('comes to what the steps come to', async () => {
    const taken: number[] = [];
    expect(await inSlices(steps(3, taken), () => false)).toBe('done');
    expect(taken).toHaveLength(3);
  });
  it('lets others run in between', async () => {
    let turns = 0;
    const clock = setInterval(() => turns++, 0);
    await inSlices(steps(20, []), () => false);
    clearInterval(clock);
    expect(turns).toBeGreaterThan(0);
  });
  it('stops at a turn once nobody waits for it', async () => {
    const taken: number[] = [];
    expect(await inSlices(steps(1000, taken), () => taken.length > 2)).toBeNull();
    expect(taken.length).toBeLessThan(50);
  });
});
