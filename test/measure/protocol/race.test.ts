/** Races between variants that exist only as numbers, on a clock with steps, noise, drift and spoiled readings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { race, raceRounds, type Reading } from '../../../src/measure/protocol/race.ts';
import { slopeOf } from '../../../src/measure/protocol/sampling.ts';
import { simulatedClock, type Simulation } from './simulated-clock.ts';

/** A reading of a simulated variant: a slope over passes of 10, 20 and 10 ms, as the tuner takes it. */
function entrant(simulation: Simulation): Reading {
  const { measure } = simulatedClock(simulation);
  const links = Math.ceil(0.01 / simulation.perLink);
  return async () => {
    return slopeOf(measure, links);
  };
}

/** Entrants that are counted as they are asked, and the order in which they were. */
function counted(readings: readonly Reading[]): { readonly entrants: Reading[]; readonly order: number[] } {
  const order: number[] = [];
  return { order, entrants: readings.map((reading, index) => () => (order.push(index), reading())) };
}

describe('rounds', () => {
  it('halve 24 variants to 8 and to 3, and leave the last three as many samples as a result has at least', () => {
    expect(raceRounds(24, 12)).toEqual([
      { samples: 2, keep: 8 },
      { samples: 4, keep: 3 },
      { samples: 5, keep: 1 },
    ]);
    expect(raceRounds(6, 5).map(({ samples }) => samples)).toEqual([4, 5]);
    expect(raceRounds(3, 5).map(({ samples }) => samples)).toEqual([5]);
  });
});

describe('a race', () => {
  it('control: without noise the fastest wins and all stand in order', async () => {
    const standings = await race(
      [3e-4, 1e-4, 2e-4].map((perLink) => entrant({ perLink })),
      raceRounds(3, 5),
      { seed: 1 },
    );
    expect(standings.map(({ entrant: which }) => which)).toEqual([1, 2, 0]);
    expect(standings[0]?.median).toBeCloseTo(1e-4, 9);
  });

  it('throws the first reading of each away, interleaves the others, and samples only who is left', async () => {
    const { entrants, order } = counted(Array.from({ length: 24 }, (_, index) => entrant({ perLink: 1e-4 * (1 + 0.05 * index) })));
    const standings = await race(entrants, raceRounds(24, 5), { seed: 7 });
    expect(new Set(order.slice(0, 24)).size).toBe(24);
    // Each turn of the first round visits everybody once, in another order.
    expect(new Set(order.slice(24, 48)).size).toBe(24);
    expect(order.slice(24, 48)).not.toEqual(order.slice(48, 72));
    const counts = standings.map(({ samples }) => samples.length);
    expect(counts.slice(0, 3)).toEqual([11, 11, 11]);
    expect(counts.slice(3, 8)).toEqual([6, 6, 6, 6, 6]);
    expect(counts.slice(8)).toEqual(Array.from({ length: 16 }, () => 2));
    expect(standings.map(({ entrant: which }) => which)).toEqual(Array.from({ length: 24 }, (_, index) => index));
  });

  it('finds a winner within 5 % of the best under noise, coarse steps, drift and a cold start', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
        const speeds = Array.from({ length: 24 }, (_, index) => 1e-4 * (1 + 0.04 * ((index * 7 + seed) % 24)));
        const entrants = speeds.map((perLink, index) =>
          entrant({ perLink, noise: 0.005, step: 65_536e-9, drift: 0.01, firstPass: 0.05, seed: seed + index }),
        );
        const [best] = await race(entrants, raceRounds(24, 5), { seed });
        expect(speeds[best?.entrant ?? -1]).toBeLessThan(1.05 * Math.min(...speeds));
      }),
      { numRuns: 25 },
    );
  });

  it('prefers a variant that is surely fast to one that is fast at times', async () => {
    let turn = 0;
    const moody: Reading = () => Promise.resolve([0.9e-4, 1.6e-4, 0.95e-4][turn++ % 3] ?? NaN);
    const [best] = await race([moody, entrant({ perLink: 1e-4 })], raceRounds(2, 5), { seed: 3 });
    expect(best?.entrant).toBe(1);
  });

  it('goes on without a variant that gives no reading, and past readings that a clock spoils', async () => {
    const standings = await race(
      [() => Promise.resolve(NaN), entrant({ perLink: 2e-4, spoilEvery: 7 }), entrant({ perLink: 1e-4 })],
      raceRounds(3, 5),
      { seed: 2 },
    );
    expect(standings.map(({ entrant: which, samples }) => [which, samples.length])).toEqual([
      [2, 5],
      [1, 5],
    ]);
  });

  it('ends at once when the time is over, with what it knows', async () => {
    let left = 12;
    const { entrants, order } = counted([3e-4, 1e-4, 2e-4, 4e-4].map((perLink) => entrant({ perLink })));
    const standings = await race(entrants, raceRounds(4, 5), { seed: 5, expired: () => left-- <= 0 });
    expect(order.length).toBeLessThanOrEqual(12);
    expect(standings[0]?.entrant).toBe(1);
    expect(await race(entrants, raceRounds(4, 5), { seed: 5, expired: () => true })).toEqual([]);
  });

  it('never puts a variant that dropped out before one that stayed, though its two readings look faster in the end', async () => {
    // Eight read 1 twice and 3 from then on; the ninth reads 1.5, drops out after two samples, and would win by time alone.
    const scripted = (first: number, later: number): Reading => {
      let asked = 0;
      return async () => (asked++ < 3 ? first : later);
    };
    const entrants = [scripted(1.5, 1.5), ...Array.from({ length: 8 }, () => scripted(1, 3))];
    const standings = await race(entrants, raceRounds(9, 5), { seed: 1 });
    expect(standings.at(-1)).toMatchObject({ entrant: 0, samples: [1.5, 1.5], rounds: 1 });
    expect(standings[0]?.median).toBe(3);
  });
});
