import { describe, expect, it } from 'vitest';
import { inSlices } from '../../src/session/slices.ts';

/** A clock that only steps move: 3 ms for each. */
function clocked(count: number): { readonly steps: Generator<void, string>; readonly taken: number[]; readonly now: () => number } {
  let time = 0;
  const taken: number[] = [];
  function* work(): Generator<void, string> {
    for (let step = 0; step < count; step++) {
      yield;
      time += 3;
      taken.push(step);
    }
    return 'done';
  }
  return { steps: work(), taken, now: () => time };
}

describe('work in slices', () => {
  it('comes to what the steps come to', async () => {
    const { steps, taken, now } = clocked(3);
    expect(await inSlices(steps, () => false, now)).toBe('done');
    expect(taken).toHaveLength(3);
  });

  it('gives the page its turn before the first slice, and after each that passes 8 ms', async () => {
    const { steps, taken, now } = clocked(10);
    // Nobody waits is asked once a turn: after 0, 9, 18 and 27 ms, three steps each.
    const turns: number[] = [];
    await inSlices(steps, () => (turns.push(taken.length), false), now);
    expect(turns).toEqual([0, 3, 6, 9]);
  });

  it('lets others run at a turn', async () => {
    const { steps, taken, now } = clocked(10);
    const others: number[] = [];
    setTimeout(() => others.push(taken.length));
    await inSlices(steps, () => false, now);
    // It was waiting before the work asked for its first turn.
    expect(others).toEqual([0]);
  });

  it('stops at a turn once nobody waits for it', async () => {
    const { steps, taken, now } = clocked(1000);
    expect(await inSlices(steps, () => taken.length > 2, now)).toBeNull();
    expect(taken).toHaveLength(3);
  });
});
