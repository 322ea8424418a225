/** Assumptions by id, each written down once: value, unit, range, source and date, and the scenario's key that changes it. */
import { catalogueDate } from '../../../catalogue/read-cell.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { Estimate } from '../../estimate.ts';
import type { Resolved } from '../../resolve/resolve.ts';
import type { SiteTerms } from '../../resolve/site-terms.ts';
import type { CitedFacts } from './cited-facts.ts';
import type { Assumption } from './why.ts';

/** What an assumption is, beside its id; what is left out is a choice of the scenario's. */
type Said = Pick<Assumption, 'words' | 'value' | 'key'> & Partial<Omit<Assumption, 'id'>>;

export class AssumptionBook {
  readonly all = new Map<string, Assumption>();

  constructor(
    protected readonly scenario: Scenario,
    protected readonly estimate: Estimate,
    protected readonly resolved: Resolved,
    protected readonly site: SiteTerms,
    protected readonly facts: CitedFacts,
  ) {}

  /** @returns its id in a list, as terms take it */
  protected say(id: string, { unit = '', source = [], date = catalogueDate, facts = [], ...rest }: Said): readonly string[] {
    if (!this.all.has(id)) this.all.set(id, { id, unit, source, date, facts, ...rest });
    return [id];
  }

  /** The id under which the estimate assumes one of several; null where the scenario says it. */
  protected assumed(...prefixes: readonly string[]): string | undefined {
    return this.estimate.assumptions.find((id) => prefixes.some((prefix) => id.startsWith(prefix)));
  }
}
