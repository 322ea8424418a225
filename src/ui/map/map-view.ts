/** The page that places: workloads and their users as a sentence and cards, the plan, the world, and what stands in the way. */
import { html, type TemplateResult } from 'lit';
import type { Frame, PageView } from '../page/page-view.ts';
import './map-layout.ts';
import './plan/plan-answer.ts';
import './workloads/workloads.ts';

export const mapView: PageView = {
  // The land is a part of its own: it never changes.
  rest: () => Promise.all([import('../../charts/world-map.ts'), import('./world/world-figure.ts'), import('./around/around.ts')]),
  draw: ({ ready }: Frame): TemplateResult =>
    html`<section class="opening" id="plan" aria-label="Question and plan"><lab-plan-answer></lab-plan-answer></section>
      <lab-map-layout>
        <lab-workloads id="workloads"></lab-workloads>
        ${ready ? html`<lab-world-figure id="world"></lab-world-figure>` : html`<div class="waiting"></div>`}
      </lab-map-layout>
      ${
        ready
          ? html`<div class="figures">
              <lab-plan-sites-figure class="wide" id="plan-sites"></lab-plan-sites-figure><lab-reasons-figure id="reasons"></lab-reasons-figure
              ><lab-what-if-figure id="what-if"></lab-what-if-figure
              ><lab-independence-figure class="wide" id="independence"></lab-independence-figure>
            </div>`
          : html`<div class="waiting"></div>`
      }`,
};
