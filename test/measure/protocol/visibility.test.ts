import { describe, expect, it } from 'vitest';
import type { Loaded } from '../../../src/measure/gpu/workbench.ts';
import { chainOf, uninterrupted, type PointContext } from '../../../src/measure/protocol/context.ts';
import { sample } from '../../../src/measure/protocol/sampling.ts';
import { createVisibility, type Visibility } from '../../../src/measure/protocol/visibility.ts';
import { wrap } from '../tampered.ts';
import { simulatedClock } from './simulated-clock.ts';

/** Everything that was ready has run. */
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('visibility', () => {
  it('adds up the seconds in which nobody saw the page, the current ones included', () => {
    let now = 0;
    const visibility = createVisibility(() => now);
    expect([visibility.visible, visibility.hiddenSeconds(), visibility.interruptions]).toEqual([true, 0, 0]);
    now = 1000;
    visibility.set(false);
    // Told twice is told once.
    visibility.set(false);
    now = 3000;
    expect([visibility.visible, visibility.hiddenSeconds(), visibility.interruptions]).toEqual([false, 2, 1]);
    visibility.set(true);
    now = 9000;
    visibility.set(true);
    expect([visibility.visible, visibility.hiddenSeconds(), visibility.interruptions]).toEqual([true, 2, 1]);
  });

  it('lets nobody wait while the page is seen, and all go on when it is shown', async () => {
    const visibility = createVisibility();
    await visibility.whenVisible();
    visibility.set(false);
    let through = 0;
    const waiting = [1, 2].map(() => visibility.whenVisible().then(() => through++));
    await later();
    expect(through).toBe(0);
    visibility.set(true);
    await Promise.all(waiting);
    expect(through).toBe(2);
  });
});

/** As much of a run as a chain needs, on a simulated clock; `before` is called before each batch. */
function contextOf(visibility: Visibility, before: (batch: number) => void): PointContext {
  const clock = simulatedClock({ perLink: 1e-4 });
  let batch = 0;
  const context: Pick<PointContext, 'checkpoint' | 'visibility' | 'unlessCancelled' | 'stopwatch'> = {
    visibility,
    checkpoint: () => undefined,
    unlessCancelled: (work) => work,
    stopwatch: {
      clock: { kind: 'timestamp', step: 65_536e-9 },
      splits: false,
      release: () => undefined,
      async time(_encode, links) {
        before(++batch);
        await later();
        return clock.measure(links);
      },
    },
  };
  return context as PointContext;
}

const loaded = { instance: {}, sets: 1, encode: () => undefined } as unknown as Loaded;
const policy = { fewest: 5, most: 9, precision: 0.03, seed: 1 };

describe('a block of timings', () => {
  it('is taken once where the page stays visible', async () => {
    let begun = 0;
    const context = contextOf(createVisibility(), () => undefined);
    const sampled = await uninterrupted(context, () => {
      begun++;
      return sample(chainOf(context, loaded).measure, 200, policy);
    });
    expect([begun, sampled?.samples.length]).toEqual([1, 5]);
  });

  it('begins again when the page was hidden in one of its batches, and keeps nothing from before', async () => {
    const page = createVisibility();
    // The page is shown again as soon as somebody waits for it.
    const visibility = wrap(page, { whenVisible: () => (page.set(true), page.whenVisible()) });
    const heard: number[] = [];
    const context = contextOf(visibility, (batch) => {
      if (batch === 3) page.set(false);
    });
    const sampled = await uninterrupted(context, () =>
      sample(chainOf(context, loaded).measure, 200, policy, { onSample: (samples) => void heard.push(samples.length) }),
    );
    expect(sampled?.samples).toHaveLength(5);
    // Two samples stood when the third batch was spoiled.
    expect(heard).toEqual([1, 2, 1, 2, 3, 4, 5]);
  });

  it('does not begin while the page is hidden', async () => {
    const visibility = createVisibility();
    visibility.set(false);
    let begun = false;
    const block = uninterrupted(
      contextOf(visibility, () => undefined),
      async () => {
        begun = true;
      },
    );
    await later();
    expect(begun).toBe(false);
    visibility.set(true);
    await block;
    expect(begun).toBe(true);
  });

  it('passes on every other error, and a cancel at once', async () => {
    const context = contextOf(createVisibility(), () => undefined);
    await expect(uninterrupted(context, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    const hidden = createVisibility();
    hidden.set(false);
    const cancelled = { visibility: hidden, unlessCancelled: () => Promise.reject(new Error('cancelled')) };
    await expect(uninterrupted(cancelled, () => Promise.resolve())).rejects.toThrow('cancelled');
  });
});
