/** The page that judges a server: a box for what a benchmark printed, the verdict, then the times, their causes and the other results. */
import { html, nothing, type TemplateResult } from 'lit';
import { checkViewOf } from '../../session/check-view.ts';
import type { Frame, PageView } from '../page/page-view.ts';
import './causes-figure.ts';
import './check.ts';
import './results-figure.ts';
import './times-figure.ts';

export const checkPage: PageView = {
  draw: ({ session }: Frame): TemplateResult => {
    const { shown, results } = checkViewOf(session);
    const verdict = shown?.answer?.ok ? shown.answer.value : null;
    return html`<section class="opening" id="check" aria-labelledby="question">
        <h1 id="question">Is my server as fast as it should be?</h1>
        <lab-check></lab-check>
      </section>
      <div class="figures">
        ${
          verdict !== null && verdict.times.length > 0
            ? html`<lab-times-figure class="wide" id="check-times" .verdict=${verdict}></lab-times-figure
                ><lab-causes-figure class="wide" id="check-causes" .verdict=${verdict}></lab-causes-figure>`
            : nothing
        }
        ${results.length > 1 ? html`<lab-results-figure class="wide" id="check-results"></lab-results-figure>` : nothing}
      </div>`;
  },
};
