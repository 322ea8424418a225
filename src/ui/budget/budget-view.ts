/** The page for finance: a year of the load as one number, the ways to pay for it, what a host would bill, and what all of it rests on. */
import { html, type TemplateResult } from 'lit';
import type { Frame, PageView } from '../page/page-view.ts';
import './break-even-figure.ts';
import './budget.ts';
import './rests-figure.ts';
import './year-figure.ts';

export const budgetView: PageView = {
  draw: ({ ready }: Frame): TemplateResult =>
    html`<section class="opening" id="budget-answer" aria-label="Question and answer"><lab-budget></lab-budget></section>
      ${ready ? html`<div class="figures"><lab-year-figure class="wide" id="year"></lab-year-figure><lab-break-even-figure class="wide" id="break-even"></lab-break-even-figure><lab-rests-figure class="wide" id="rests"></lab-rests-figure></div>` : html`<div class="waiting"></div>`}`,
};
