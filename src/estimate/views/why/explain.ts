/**
 * An estimate with its reasons. It costs an estimate and a few map entries, and only where somebody asks: a plain estimate
 * knows nothing of terms.
 */
import type { Scenario } from '../../../scenario/scenario.ts';
import { quantities } from '../../answer/quantities.ts';
import { operate, refusedBy, type EstimateOptions } from '../../estimate-scenario.ts';
import type { Estimate } from '../../estimate.ts';
import { siteTerms } from '../../resolve/site-terms.ts';
import type { Account } from './account.ts';
import { Assumptions } from './assumptions.ts';
import { CitedFacts } from './cited-facts.ts';
import { energyTerms } from './energy-terms.ts';
import { moneyTerms } from './money-terms.ts';
import { TermBook } from './term-book.ts';
import { timeTerms } from './time-terms.ts';
import type { Why } from './why.ts';

export interface Explained {
  readonly estimate: Estimate;
  /** Null where there is no answer to explain. */
  readonly why: Why | null;
}

export function explain(scenario: Scenario, options: EstimateOptions = {}): Explained {
  const operation = operate(scenario, options);
  if (!operation.ok) return { estimate: refusedBy(scenario, operation.reason), why: null };
  const operated = operation.value;
  const estimate = quantities(scenario, operated);
  const site = siteTerms(scenario);
  const facts = new CitedFacts(scenario, operated.resolved, site);
  const assumptions = new Assumptions(scenario, estimate, operated.resolved, site, facts);
  const book = new TermBook((id) => assumptions.all.get(id)?.facts ?? []);
  const account: Account = { scenario, operated, estimate, facts, assumptions, book };
  timeTerms(account);
  moneyTerms(account);
  energyTerms(account, site);
  return {
    estimate,
    why: { terms: Object.fromEntries(book.terms), facts: Object.fromEntries(facts.facts), assumptions: Object.fromEntries(assumptions.all) },
  };
}
