/**
 * Why a number is what it is: the terms that make it, what each of them stands on, and where that comes from. Three steps
 * lead from a number to a source: its terms, their facts and assumptions, the source and date of each. The lists of
 * assumptions, the tornado and the page's "why" are read from this one structure.
 */
import type { Scenario } from '../../../scenario/scenario.ts';
import type { Quantity } from '../../../units/quantity.ts';
import type { Estimate } from '../../estimate.ts';

/** A cell of the catalogue: `accelerators/h200-sxm/bandwidth_gbs`. */
export interface CitedFact {
  readonly id: string;
  readonly words: string;
  /** In `unit`, SI; text where it is a name or a choice. */
  readonly value: number | string;
  readonly low?: number;
  readonly high?: number;
  readonly unit: string;
  /** Codes of the catalogue's sources, or a public reference. */
  readonly source: readonly string[];
  readonly date: string;
  /** Key of the scenario that sets it; null where nothing does. */
  readonly key: keyof Scenario | null;
}

/** What is taken to be so: by default, by the scenario, or by the lab. Those of `Estimate.assumptions` have the same ids. */
export interface Assumption extends CitedFact {
  /** Ids of the facts that it is read from. */
  readonly facts: readonly string[];
}

/**
 * A number on the way to an answer. It is the sum of the terms under `sum`, or the product of those under `times` over the
 * product of those under `over`; without any it is computed from its facts and assumptions.
 */
export interface Term {
  readonly id: string;
  readonly words: string;
  readonly value: number;
  readonly unit: string;
  readonly sum?: readonly string[];
  readonly times?: readonly string[];
  readonly over?: readonly string[];
  /** Ids, those of its parts among them. */
  readonly facts: readonly string[];
  readonly assumptions: readonly string[];
}

/** All by id. A quantity's own term has the name of its field. */
export interface Why {
  readonly terms: Readonly<Record<string, Term>>;
  readonly facts: Readonly<Record<string, CitedFact>>;
  readonly assumptions: Readonly<Record<string, Assumption>>;
}

/** Fields of an estimate that hold a quantity. */
export type QuantityField = { [Field in keyof Estimate]-?: [Estimate[Field]] extends [Quantity | null | undefined] ? Field : never }[keyof Estimate];

/** Ids of the terms that a term is made of; its own where it is made of none. */
export const partsOf = ({ id, sum, times = [], over = [] }: Term): readonly string[] =>
  sum ?? (times.length + over.length > 0 ? [...times, ...over] : [id]);
