/** The page that chooses: the load as a sentence, the fleet that carries it at least cost, cost against speed, and every other fleet. */
import { html, type TemplateResult } from 'lit';
import type { Frame, PageView } from '../page/page-view.ts';
import './fleet-answer.ts';
import './fleets-figure.ts';
import './frontier-figure.ts';

export const chooseView: PageView = {
  draw: ({ ready }: Frame): TemplateResult =>
    html`<section class="opening" id="fleet" aria-label="Question and answer"><lab-fleet-answer></lab-fleet-answer></section>
      ${ready ? html`<div class="figures"><lab-frontier-figure class="wide" id="frontier"></lab-frontier-figure><lab-fleets-figure class="wide" id="fleets"></lab-fleets-figure></div>` : html`<div class="waiting"></div>`}`,
};
