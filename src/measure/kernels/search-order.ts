/**
 * In which order the variants of a kernel are tried: those that other stacks and other GPUs speak for first, then others of the
 * search space in a seeded order of chance, so that a tuner with time meets what nobody thought of.
 */
import { shuffled } from '../../stats/shuffle.ts';

/** Variants tried at most: what successive halving begins with. */
export const mostCandidates = 24;

/** Feasible candidates without repetition, the likely ones in their own order. The same seed gives the same list. */
export function searchOrder<T extends object>(likely: readonly T[], space: readonly T[], fits: (candidate: T) => boolean, seed: number): T[] {
  const seen = new Set<string>();
  return [...likely, ...shuffled(space, seed)]
    .filter((candidate) => {
      const key = JSON.stringify(Object.entries(candidate).sort());
      if (seen.has(key) || !fits(candidate)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, mostCandidates);
}
