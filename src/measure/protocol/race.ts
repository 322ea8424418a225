/**
 * Which of several variants is the fastest, in as little time as that takes: successive halving (Jamieson and Talwalkar,
 * arXiv 1502.07943). All are sampled briefly, the slower ones drop out, the rest are sampled more. Samples of the variants are
 * interleaved in a seeded order of chance, so that drift hits all alike. Only readings here: no GPU, no clock.
 */
import { bootstrapMedian } from '../../stats/bootstrap.ts';
import { shuffled } from '../../stats/shuffle.ts';

/** Seconds a link, or NaN for a reading that the clock spoiled. */
export type Reading = () => Promise<number>;

export interface RaceRound {
  /** Samples of each variant that is still in the race. */
  readonly samples: number;
  /** Variants that go on to the next round. */
  readonly keep: number;
}

/** 24 variants twice, 8 of them four times, 3 as often as a result is sampled at least. Fewer variants begin further on. */
export function raceRounds(variants: number, fewest: number): RaceRound[] {
  const rounds = [
    { samples: 2, keep: 8 },
    { samples: 4, keep: 3 },
  ].filter(({ keep }) => variants > keep);
  return [...rounds, { samples: Math.min(fewest, 5), keep: 1 }];
}

export interface Standing {
  /** Place in the list that entered. */
  readonly entrant: number;
  readonly samples: readonly number[];
  readonly median: number;
  /** Upper end of the 95 % interval of the median: the rate's lower bound, by which variants are ranked. */
  readonly high: number;
  /** Rounds that it stayed in the race, from 1. */
  readonly rounds: number;
}

export interface RaceOptions {
  readonly seed: number;
  /** True once the time is over: the race ends, and what is known decides. */
  readonly expired?: () => boolean;
}

/** Most readings of one round that may be useless before a variant is given up. */
const mostSpoiled = 4;

/**
 * The entrants that gave a reading, best first: those that stayed longest, and among them the one whose time is surely
 * shortest. A variant that was lucky with two samples does not win over one that is as fast and better known.
 */
export async function race(
  entrants: readonly Reading[],
  rounds: readonly RaceRound[],
  { seed, expired = () => false }: RaceOptions,
): Promise<Standing[]> {
  const samples = entrants.map((): number[] => []);
  const stayed = entrants.map(() => 0);
  let open = entrants.map((_, entrant) => entrant);
  // The first reading of each wakes caches and late compilers, and is thrown away.
  for (const entrant of shuffled(open, seed)) {
    if (expired()) break;
    await entrants[entrant]?.();
  }
  for (const [index, round] of rounds.entries()) {
    const spoiled = entrants.map(() => 0);
    for (const entrant of open) stayed[entrant] = index + 1;
    for (let turn = 0; turn < round.samples + mostSpoiled; turn++) {
      const wanting = open.filter((entrant) => (samples[entrant]?.length ?? 0) < wantedBy(rounds, index) && (spoiled[entrant] ?? 0) < mostSpoiled);
      for (const entrant of shuffled(wanting, seed + 31 * index + turn)) {
        if (expired()) break;
        const seconds = (await entrants[entrant]?.()) ?? NaN;
        if (seconds > 0) samples[entrant]?.push(seconds);
        else spoiled[entrant] = (spoiled[entrant] ?? 0) + 1;
      }
    }
    const ranked = standings(samples, stayed, seed).filter(({ entrant }) => open.includes(entrant));
    open = ranked.slice(0, round.keep).map(({ entrant }) => entrant);
    if (expired()) break;
  }
  return standings(samples, stayed, seed);
}

function wantedBy(rounds: readonly RaceRound[], index: number): number {
  return rounds.slice(0, index + 1).reduce((sum, round) => sum + round.samples, 0);
}

function standings(samples: readonly (readonly number[])[], stayed: readonly number[], seed: number): Standing[] {
  return samples
    .flatMap((own, entrant): Standing[] => {
      if (own.length === 0) return [];
      const { value, high } = bootstrapMedian(own, { seed });
      return [{ entrant, samples: own, median: value, high, rounds: stayed[entrant] ?? 0 }];
    })
    .sort((a, b) => b.rounds - a.rounds || a.high - b.high || a.entrant - b.entrant);
}
