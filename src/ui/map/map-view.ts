/** The page that places: workloads and their users as a sentence and cards, the plan, the world, and what stands in the way. */
import { html, type TemplateResult } from 'lit';
import type { Frame, PageView } from '../page/page-view.ts';
import './map-layout.ts';
import './plan/plan-answer.ts';
import './workloads/workloads.ts';

export const mapView: PageView = {
  rest: () => import('./world/world-figure.ts'),
  draw: ({ ready }: Frame): TemplateResult =>
    html`<section class="opening" id="plan" aria-label="Question and plan"><lab-plan-answer></lab-plan-answer></section>
      <lab-map-layout>
        <lab-workloads id="workloads"></lab-workloads>
        ${ready ? html`<lab-world-figure id="world"></lab-world-figure>` : html`<div class="waiting"></div>`}
      </lab-map-layout>`,
};
