/**
 * In which order the variants of a kernel are tried: those that other stacks and other GPUs speak for first, then others of the
 * search space in a seeded order of chance, so that a tuner with time meets what nobody thought of.
 */
import { shuffled } from '../../stats/shuffle.ts';

/** Variants tried at most: what successive halving begins with. */
export const mostCandidates = 24;

/** Feasible candidates without repetition, the likely ones in their own order. The same seed gives the same list. */
export function searchOrder<T extends object>(likely: readonly T[], space: readonly T[], fits: (candidate: T) => boolean, seed: number): T[] {
  const found = new Map<string, T>();
  for (const candidate of [...likely, ...shuffled(space, seed)]) {
    if (found.size === mostCandidates) break;
    const key = JSON.stringify(Object.entries(candidate).sort());
    if (!found.has(key) && fits(candidate)) found.set(key, candidate);
  }
  return [...found.values()];
}
