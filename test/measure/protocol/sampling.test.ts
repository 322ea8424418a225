import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseLinks,
  ClockError,
  halfWidth,
  longestSubmit,
  nonlinearity,
  sample,
  slopeOf,
  warmUp,
  type SamplingPolicy,
} from '../../../src/measure/protocol/sampling.ts';
import { windowSeconds } from '../../../src/measure/protocol/clock.ts';
import { driftsWithin } from '../../../src/measure/protocol/drift.ts';
import { simulatedClock } from './simulated-clock.ts';

/** The step of Dawn's clock where it is quantised. */
const dawnStep = 65_536e-9;
const quick: SamplingPolicy = { fewest: 5, most: 9, precision: 0.03, seed: 1 };

describe('chooseLinks', () => {
  it('fills the window, from microseconds a link to milliseconds', async () => {
    for (const perLink of [2e-6, 3e-5, 1e-3, 0.015]) {
      const { measure } = simulatedClock({ perLink, step: dawnStep });
      const { links } = await chooseLinks(measure, 0.02);
      expect(links * perLink).toBeGreaterThan(0.015);
      expect(links * perLink).toBeLessThan(0.08);
    }
  });

  it('stays within the submit limit for any speed, once it has met the adapter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: -7, max: -1.4, noNaN: true }), fc.integer(), async (power, seed) => {
        const perLink = 10 ** power;
        const clock = simulatedClock({ perLink, step: dawnStep, noise: 0.05, seed });
        const { links } = await chooseLinks(clock.measure, 0.02);
        await slopeOf(clock.measure, links);
        // One reading of noise either way.
        expect(clock.longestSubmit()).toBeLessThan(Math.max(1.3 * longestSubmit, 4.4 * perLink));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves passes of R, 2 R and R links within one submit, exactly', async () => {
    for (const perLink of [1e-4, 3e-3, 0.015, 0.05]) {
      const clock = simulatedClock({ perLink, overhead: 0 });
      const { links } = await chooseLinks(clock.measure, 10);
      expect(links).toBe(Math.max(1, Math.floor(longestSubmit / (4 * perLink) + 1e-9)));
      expect(4 * links * perLink).toBeLessThanOrEqual(longestSubmit * (1 + 1e-9));
    }
  });

  it('begins with one dispatch and never grows more than eightfold', async () => {
    const clock = simulatedClock({ perLink: 2e-6 });
    await chooseLinks(clock.measure, 0.02);
    const counts = clock.submits.map(([links = 0]) => links);
    expect(counts.slice(0, 2)).toEqual([1, 1]);
    counts.slice(1).forEach((count, index) => expect(count).toBeLessThanOrEqual(8 * (counts[index] ?? 0)));
  });

  it('does not take a late compile for a slow kernel', async () => {
    const { measure } = simulatedClock({ perLink: 1e-4, firstPass: 0.8 });
    const { links } = await chooseLinks(measure, 0.02);
    expect(links * 1e-4).toBeGreaterThan(0.02);
  });

  it('gives up on a clock that only ever gives nonsense', async () => {
    await expect(chooseLinks(async (links) => links.map(() => NaN), 0.02)).rejects.toThrow(ClockError);
  });

  it('ends on a clock that stands still', async () => {
    const { links } = await chooseLinks(async (passes) => passes.map(() => 0), 0.02);
    expect(links).toBeGreaterThan(1000);
  });
});

describe('a slope', () => {
  it('is moved by less than 0.1 % by a clock that falls or rises by 1.5 % a window', async () => {
    for (const share of [0.015, -0.015]) {
      for (const links of [1, 200, 4000]) {
        const window = links * 1e-4;
        const clock = simulatedClock({ perLink: 1e-4, overhead: 0, drift: share / window });
        const slope = await slopeOf(clock.measure, links);
        // What its links took on average: R after 2 R, or before, would be off by twice the drift.
        const mean = clock.longestSubmit() / (4 * links);
        expect(Math.abs(slope / mean - 1)).toBeLessThan(1e-3);
        expect(Math.abs(mean / 1e-4 - 1)).toBeGreaterThan(0.02);
      }
    }
  });

  it('is no number where any of its passes was spoiled', async () => {
    for (const spoiled of [0, 1, 2]) expect(await slopeOf(async (passes) => passes.map((links, at) => (at === spoiled ? NaN : links)), 3)).toBeNaN();
  });
});

describe('sample', () => {
  it('finds the cost of a link whatever a pass costs besides', async () => {
    for (const overhead of [0, 1e-4, 5e-3]) {
      const { measure } = simulatedClock({ perLink: 1e-4, overhead, noise: 0.001 });
      const sampled = await sample(measure, 200, quick);
      expect(sampled?.interval.value).toBeWithinPercent(1e-4, 1);
    }
  });

  it('repeats within 0.5 % on the quantised clock with 20 ms windows', async () => {
    const medians: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const { measure } = simulatedClock({ perLink: 1e-4, step: dawnStep, seed });
      medians.push((await sample(measure, 200, { ...quick, precision: 0 }))?.interval.value ?? NaN);
    }
    for (const value of medians) expect(value).toBeWithinPercent(1e-4, 0.5);
  });

  it('stops at the fewest samples when they agree, and goes on while they do not', async () => {
    const calm = await sample(simulatedClock({ perLink: 1e-4, noise: 0.001 }).measure, 200, quick);
    expect(calm).toMatchObject({ settled: true });
    expect(calm?.samples).toHaveLength(5);
    const wild = await sample(simulatedClock({ perLink: 1e-4, noise: 0.1 }).measure, 200, quick);
    expect(wild).toMatchObject({ settled: false });
    expect(wild?.samples).toHaveLength(9);
    expect(halfWidth(wild?.interval ?? { value: 1, low: 0, high: 0 })).toBeGreaterThan(0.03);
  });

  it('has half the width of the interval for its precision', () => {
    expect(halfWidth({ value: 10, low: 9.6, high: 10.2 })).toBeCloseTo(0.03, 12);
  });

  it('takes the fewest samples even when time is up, and no more', async () => {
    const sampled = await sample(simulatedClock({ perLink: 1e-4, noise: 0.1 }).measure, 200, quick, { expired: () => true });
    expect(sampled?.samples).toHaveLength(5);
  });

  it('throws spoiled readings away and counts them', async () => {
    const sampled = await sample(simulatedClock({ perLink: 1e-4, noise: 0.1, spoilEvery: 7 }).measure, 200, quick);
    expect(sampled?.samples).toHaveLength(9);
    expect(sampled?.discarded).toBeGreaterThan(0);
    expect(sampled?.samples.every((seconds) => seconds > 0)).toBe(true);
  });

  it('has no answer when hardly any reading makes sense', async () => {
    expect(await sample(async () => [2, 1], 200, quick)).toBeNull();
    expect(await sample(async (links) => links.map(() => 1), 200, quick)).toBeNull();
  });

  it('throws away what it is told to before the first that counts', async () => {
    let batch = 0;
    // A clock that stirs once more after the warm-up: its first slope is a tenth too slow.
    const stirring = async (links: readonly number[]): Promise<number[]> => links.map((count) => count * (batch++ < 2 ? 1.1e-4 : 1e-4));
    const kept = await sample(stirring, 200, { ...quick, discard: 1 });
    expect(kept?.samples.every((seconds) => Math.abs(seconds / 1e-4 - 1) < 1e-9)).toBe(true);
    expect(kept?.samples).toHaveLength(5);
  });

  it('is right within a per cent where completion is looked for every millisecond, in the windows of such a clock', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const clock = simulatedClock({ perLink: 1e-3, poll: 1e-3, overhead: 2e-3, seed });
      const { links } = await chooseLinks(clock.measure, windowSeconds({ kind: 'wall', step: 1e-3 }), true);
      expect((await sample(clock.measure, links, quick))?.interval.value).toBeWithinPercent(1e-3, 1);
    }
  });

  it('owns up to a clock that is looked at every 100 ms only', async () => {
    let noisy = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const sampled = await sample(simulatedClock({ perLink: 1e-3, poll: 0.1, seed }).measure, 333, quick);
      if (sampled?.settled !== true) noisy++;
      expect(sampled?.interval.value).toBeWithinPercent(1e-3, 31);
    }
    expect(noisy).toBeGreaterThan(10);
  });

  it('shows a drift between its first third and its last, and none where there is none', async () => {
    const long: SamplingPolicy = { ...quick, fewest: 15, most: 15 };
    const drifting = await sample(simulatedClock({ perLink: 1e-4, drift: 0.15, noise: 0.003, step: dawnStep }).measure, 200, long);
    expect(driftsWithin(drifting?.samples ?? [], 1)).toBe(true);
    for (let seed = 1; seed <= 20; seed++) {
      const steady = await sample(simulatedClock({ perLink: 1e-4, noise: 0.01, step: dawnStep, seed }).measure, 200, long);
      expect(driftsWithin(steady?.samples ?? [], seed)).toBe(false);
    }
  });

  it('keeps nothing of a device that is lost meanwhile', async () => {
    await expect(sample(simulatedClock({ perLink: 1e-4, lostAfter: 0.15 }).measure, 200, quick)).rejects.toThrow('lost');
  });

  it('waits for whoever listens, after each sample', async () => {
    const order: string[] = [];
    const clock = simulatedClock({ perLink: 1e-4 });
    await sample(
      async (links) => {
        order.push('batch');
        return clock.measure(links);
      },
      200,
      quick,
      {
        async onSample(samples) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          order.push(`heard ${samples.length}`);
        },
      },
    );
    expect(order).toEqual([1, 2, 3, 4, 5].flatMap((count) => ['batch', `heard ${count}`]));
  });
});

describe('warmUp', () => {
  /** An A100 idles at 210 of 1,410 MHz. */
  const idle = { share: 0.15, seconds: 0.25 };

  it('outlasts a GPU that raises its clock late, and ends on the plateau', async () => {
    const { measure } = simulatedClock({ perLink: 1e-4, idle, noise: 0.002 });
    expect(await warmUp(measure, 200, 0.3)).toBeGreaterThanOrEqual(0.3);
    const [pass = NaN] = await measure([200]);
    expect(pass).toBeWithinPercent(0.02, 2);
  });

  it('ends soon after the time asked for where the clock stands already', async () => {
    const { measure, submits } = simulatedClock({ perLink: 1e-4 });
    expect(await warmUp(measure, 200, 0.3)).toBeLessThan(0.35);
    expect(submits).toHaveLength(15);
  });

  it('gives up on a GPU that never settles, and on a clock that reads nothing', async () => {
    expect(await warmUp(simulatedClock({ perLink: 1e-4, noise: 0.2 }).measure, 200, 0.3)).toBeLessThan(1.3);
    expect(await warmUp(async (links) => links.map(() => NaN), 200, 0.3)).toBeLessThan(1.3);
  });

  it('is nothing where none is asked for', async () => {
    expect(await warmUp(simulatedClock({ perLink: 1e-4 }).measure, 200, 0)).toBe(0);
  });
});

describe('nonlinearity', () => {
  it('is none for a constant plus a multiple', async () => {
    expect(await nonlinearity(simulatedClock({ perLink: 1e-4, overhead: 3e-3 }).measure, 200, 0.02)).toBeLessThan(1e-9);
  });

  it('shows work that was left out: a second half that costs nothing', async () => {
    const elided = async (links: readonly number[]): Promise<number[]> => links.map((count) => Math.min(count, 300) * 1e-4);
    expect(await nonlinearity(elided, 200, 0.02)).toBeGreaterThan(0.5);
  });

  it('shows a GPU that slows down under load', async () => {
    expect(await nonlinearity(simulatedClock({ perLink: 1e-4, drift: 2 }).measure, 200, 0.02)).toBeGreaterThan(0.02);
  });

  it('is infinite where nothing was read', async () => {
    expect(await nonlinearity(async (links) => links.map(() => NaN), 200, 0.02)).toBe(Infinity);
  });
});
