/** Terms as they are written down: what stands below one is carried up to it, so that a number is never far from its facts. */
import type { Term } from './why.ts';

/** What a term stands on by itself. */
export interface Grounds {
  readonly facts: readonly string[];
  readonly assumptions: readonly string[];
}

export const nothing: Grounds = { facts: [], assumptions: [] };

export const allOf = (...grounds: readonly Grounds[]): Grounds => ({
  facts: [...new Set(grounds.flatMap(({ facts }) => facts))],
  assumptions: [...new Set(grounds.flatMap(({ assumptions }) => assumptions))],
});

export class TermBook {
  readonly terms = new Map<string, Term>();

  /** @param factsOf ids of the facts that an assumption is read from */
  constructor(private readonly factsOf: (assumption: string) => readonly string[]) {}

  /** A term that is made of no others. @returns its id */
  leaf(id: string, words: string, value: number, unit: string, grounds: Grounds): string {
    const read = { facts: grounds.assumptions.flatMap((each) => this.factsOf(each)), assumptions: [] };
    this.terms.set(id, { id, words, value, unit, ...allOf(grounds, read) });
    return id;
  }

  /** @param value of the answer, where the sum is shown in it; else it is added up */
  sum(id: string, words: string, unit: string, parts: readonly string[], value = this.#added(parts)): string {
    this.terms.set(id, { id, words, value, unit, sum: parts, ...this.#below(parts) });
    return id;
  }

  /** @param value of the answer, where the product is shown in it; else it is multiplied out */
  product(id: string, words: string, unit: string, times: readonly string[], over: readonly string[] = [], value?: number): string {
    const made = value ?? this.#multiplied(times) / this.#multiplied(over);
    this.terms.set(id, { id, words, value: made, unit, times, over, ...this.#below([...times, ...over]) });
    return id;
  }

  value(id: string): number {
    return this.#at(id).value;
  }

  #added(parts: readonly string[]): number {
    return parts.reduce((sum, id) => sum + this.value(id), 0);
  }

  #multiplied(parts: readonly string[]): number {
    return parts.reduce((product, id) => product * this.value(id), 1);
  }

  #below(parts: readonly string[]): Grounds {
    return allOf(...parts.map((id) => this.#at(id)));
  }

  #at(id: string): Term {
    const term = this.terms.get(id);
    if (!term) throw new Error(`the term "${id}" is used before it is written`);
    return term;
  }
}
