/** The page that places: workloads and their users as a sentence and cards, the plan, the world, and what stands in the way. */
import { html, type TemplateResult } from 'lit';
import type { PageView } from '../page/page-view.ts';
import './plan/plan-answer.ts';

export const mapView: PageView = {
  draw: (): TemplateResult => html`<section class="opening" id="plan" aria-label="Question and plan"><lab-plan-answer></lab-plan-answer></section>`,
};
