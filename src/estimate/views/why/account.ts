import type { Scenario } from '../../../scenario/scenario.ts';
import type { Estimate } from '../../estimate.ts';
import type { Operated } from '../../load/operated.ts';
import type { Assumptions } from './assumptions.ts';
import type { CitedFacts } from './cited-facts.ts';
import type { TermBook } from './term-book.ts';

/** What the writers of terms read, and where they write. */
export interface Account {
  readonly scenario: Scenario;
  readonly operated: Operated;
  readonly estimate: Estimate;
  readonly facts: CitedFacts;
  readonly assumptions: Assumptions;
  readonly book: TermBook;
}
