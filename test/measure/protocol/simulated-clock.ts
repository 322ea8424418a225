/** A GPU that exists only as numbers: what its clock would read for passes of so many links. */
import type { Measure } from '../../../src/measure/protocol/sampling.ts';
import { seeded } from '../../../src/stats/random.ts';

export interface Simulation {
  /** True seconds of one link. */
  readonly perLink: number;
  /** Seconds that every pass costs besides its links. */
  readonly overhead?: number;
  /** Step of the clock, in seconds. */
  readonly step?: number;
  /** Standard deviation of one reading, as a share of it. */
  readonly noise?: number;
  /** Share by which the GPU slows down in each second of work. */
  readonly drift?: number;
  /** Every so many readings, one that the clock spoils. */
  readonly spoilEvery?: number;
  /** Seconds that the first pass takes longer: a driver that compiles late. */
  readonly firstPass?: number;
  /** Seconds between two looks at whether work is done: readings end at the next one. */
  readonly poll?: number;
  /** A GPU that idles at a share of its clock, until it has been busy for so many seconds. */
  readonly idle?: { readonly share: number; readonly seconds: number };
  /** Seconds of work after which the device is lost. */
  readonly lostAfter?: number;
  readonly seed?: number;
}

export interface SimulatedClock {
  readonly measure: Measure;
  /** Links of every pass, by submit. */
  readonly submits: number[][];
  /** Longest submit so far, in true seconds. */
  longestSubmit(): number;
}

export function simulatedClock({
  perLink,
  overhead = 5e-6,
  step = 0,
  noise = 0,
  drift = 0,
  spoilEvery = 0,
  firstPass = 0,
  poll = 0,
  idle = { share: 1, seconds: 0 },
  lostAfter = Infinity,
  seed = 1,
}: Simulation): SimulatedClock {
  const random = seeded(seed);
  const submits: number[][] = [];
  let worked = 0;
  let readings = 0;
  let longest = 0;
  // Where in the clock's step a pass begins is a matter of chance.
  const quantise = (seconds: number): number => (step === 0 ? seconds : Math.floor(seconds / step + random.uniform()) * step);
  const polled = (seconds: number): number => (poll === 0 ? seconds : (Math.floor(seconds / poll + random.uniform()) + 1) * poll);
  return {
    submits,
    longestSubmit: () => longest,
    async measure(links) {
      submits.push([...links]);
      let submit = 0;
      const seconds = links.map((count) => {
        readings++;
        // The drift goes on while a pass runs: its links take what they would in the middle of it.
        const slowed = 1 + drift * (worked + (count * perLink) / 2);
        const work = overhead + (readings === 1 ? firstPass : 0) + (count * perLink * slowed) / (worked < idle.seconds ? idle.share : 1);
        worked += work;
        submit += work;
        if (spoilEvery > 0 && readings % spoilEvery === 0) return NaN;
        if (worked > lostAfter) throw new Error('the device was lost');
        return polled(quantise(work * (1 + noise * random.normal())));
      });
      longest = Math.max(longest, submit);
      return seconds;
    },
  };
}
