/** Ways to serve compared by one rule, and those that miss a target by how much. */
import type { Ask, Candidate } from './candidate.ts';
import type { Nearest } from './reasons.ts';

export interface Choice {
  readonly candidate: Candidate;
  readonly ask: Ask;
  /** In all: those that serve, spares and an idle remainder. */
  readonly accelerators: number;
  readonly idle: number;
}

interface Entry<Kind> {
  readonly choice: Kind;
  readonly cost: number;
  readonly timePerOutputToken: number;
}

/** Costs this near are one: model errors of neighbouring arrangements are larger. */
export const tie = 1.01;

export class Contest<Kind extends Choice> {
  /** Least cost so far; infinite before the first. */
  cheapest = Infinity;
  #entries: Entry<Kind>[] = [];
  #nearest: Nearest | null = null;

  /** @param cost accelerators per unit of what is delivered, in the same unit for all of a contest */
  offer(choice: Kind, cost: number, timePerOutputToken: number): void {
    if (!(cost <= this.cheapest * tie)) return;
    this.cheapest = Math.min(this.cheapest, cost);
    this.#entries.push({ choice, cost, timePerOutputToken });
  }

  miss(nearest: Nearest): void {
    if (this.#nearest === null || nearest.miss < this.#nearest.miss) this.#nearest = nearest;
  }

  nearest(): Nearest | null {
    return this.#nearest;
  }

  /** The cheapest; of ties the one on fewest accelerators, then the one with the lowest time per token. */
  best(): Kind | null {
    const tied = this.#entries.filter(({ cost }) => cost <= this.cheapest * tie);
    const [first, ...others] = tied;
    if (!first) return null;
    const better = (a: Entry<Kind>, b: Entry<Kind>): boolean =>
      a.choice.accelerators < b.choice.accelerators ||
      (a.choice.accelerators === b.choice.accelerators && a.timePerOutputToken < b.timePerOutputToken);
    return others.reduce((best, each) => (better(each, best) ? each : best), first).choice;
  }
}
