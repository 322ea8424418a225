/** An estimate in which every quantity carries the ids of its terms, with all that they stand on, down to the titles of sources. */
import { placeSources } from '../../../catalogue/place-sources.ts';
import { source } from '../../../catalogue/sources.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { EstimateOptions } from '../../estimate-scenario.ts';
import type { Estimate } from '../../estimate.ts';
import { explain } from './explain.ts';
import { partsOf, type Why } from './why.ts';

/** A code of the catalogue: what it stands for, and where that is. */
export interface CitedSource {
  readonly title: string;
  readonly locator: string;
}

/** Each quantity has `terms` beside its value. */
export interface ExplainedEstimate extends Estimate {
  readonly why: (Why & { readonly sources: Readonly<Record<string, CitedSource>> }) | null;
}

export function explained(scenario: Scenario, options: EstimateOptions = {}): ExplainedEstimate {
  const { estimate, why } = explain(scenario, options);
  if (why === null) return { ...estimate, why };
  const fields = Object.entries(estimate).map(([field, value]: [string, unknown]) => {
    const term = why.terms[field];
    return [field, term && isObject(value) ? { ...value, terms: partsOf(term) } : value];
  });
  const codes = new Set([...Object.values(why.facts), ...Object.values(why.assumptions)].flatMap((cited) => cited.source));
  const sources = [...codes].flatMap((code) => {
    const known = source(code) ?? placeSources().find((place) => place.code === code);
    return known ? [[code, { title: known.title, locator: known.locator }] as const] : [];
  });
  return { ...(Object.fromEntries(fields) as unknown as Estimate), why: { ...why, sources: Object.fromEntries(sources) } };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
