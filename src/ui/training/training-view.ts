/** The page of training: a run as a sentence, its days and dollars, what it has to hold, where a step's time goes, and published runs beside it. */
import { html, type TemplateResult } from 'lit';
import type { Frame, PageView } from '../page/page-view.ts';
import './memory-figure.ts';
import './published-figure.ts';
import './step-figure.ts';
import './training.ts';

export const trainingView: PageView = {
  draw: ({ ready }: Frame): TemplateResult =>
    html`<section class="opening" id="training-run" aria-label="Question and answer"><lab-training></lab-training></section>
      ${
        ready
          ? html`<div class="figures">
              <lab-training-memory id="training-memory"></lab-training-memory><lab-training-step id="training-time"></lab-training-step
              ><lab-training-published class="wide" id="training-published"></lab-training-published>
            </div>`
          : html`<div class="waiting"></div>`
      }`,
};
